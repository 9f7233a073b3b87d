package app

import (
	"slices"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
)

// The inputs that many kinds have.
var (
	accountField = DataField{Key: "Account", Input: "record", Of: "account", Required: true}
	nameField    = DataField{Key: "Name", Input: "text", Required: true}
	createdField = DataField{Key: "Created", Input: "moment", Fixed: true}
)

func text(key string) DataField { return DataField{Key: key, Input: "text"} }
func area(key string) DataField { return DataField{Key: key, Input: "area"} }
func flag(key string) DataField { return DataField{Key: key, Input: "flag"} }
func choice(key string, options ...string) DataField {
	return DataField{Key: key, Input: "choice", Options: options, Required: true}
}

// saving makes the edit of a form out of what it showed and what it says now.
func saving[T any](make func(was *T, want T) edit.Edit) func(was, want records.Record) edit.Edit {
	return func(was, want records.Record) edit.Edit {
		old, _ := any(was).(*T)
		return make(old, *any(want).(*T))
	}
}

// nouns are the kinds of Portal data, in the order of their groups.
var nouns = slices.Concat(servedNouns, soldNouns, workedNouns, wordedNouns, []noun{
	fileNoun,
	{kind: records.KindStaff, group: "settings", columns: []string{"Name", "Role", "Active"},
		fields: []DataField{nameField, text("Email"), choice("Role", string(records.Reader),
			string(records.AccessManager), string(records.Administrator)), flag("Active")},
		fresh: func(_ *Desk, id int64) records.Record {
			return &records.Staff{ID: records.StaffID(id), Role: records.AccessManager, Active: true}
		},
		save: saving(func(was *records.Staff, want records.Staff) edit.Edit {
			return &edit.SaveStaff{Save: edit.Save[records.Staff, *records.Staff]{
				Was: was, Want: want}}
		})},
	{kind: records.KindFileType, group: "settings", columns: []string{"Name", "Customer"},
		fields: []DataField{nameField, flag("Customer")}, drop: true,
		fresh: func(_ *Desk, id int64) records.Record {
			return &records.FileType{ID: records.FileTypeID(id)}
		},
		save: saving(func(was *records.FileType, want records.FileType) edit.Edit {
			return &edit.SaveFileType{Save: edit.Save[records.FileType, *records.FileType]{
				Was: was, Want: want}}
		})},
})
