package app

import (
	"reflect"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/sealing"
)

// PasswordShown is a password of the documentation, for the eyes of whoever asked.
type PasswordShown struct {
	Text string `json:"text"`
}

// secretField is an input whose text is sealed before it becomes an edit, and is never shown.
func secretField(key string) DataField {
	return DataField{Key: key, Input: "secret", made: func(records.Record) string { return "" }}
}

// box gives what seals and opens the documentation's passwords here.
func (d *Desk) box() (*sealing.Box, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.passwords != nil {
		return d.passwords, nil
	}
	if d.sync == nil {
		return nil, problem.New(problem.Unavailable, "Passwords are kept only where this computer is "+
			"connected to a portal, whose key they are sealed with.")
	}
	return nil, problem.New(problem.Denied, "This computer has no key for passwords. They are for "+
		"administrators and access managers; if you are one, connect this computer anew.")
}

// hide seals what was typed into a form's secret inputs.
func (d *Desk) hide(n *noun, want records.Record, values map[string]string) error {
	for _, f := range n.fields {
		text := values[f.Key]
		if f.Input != "secret" || text == "" {
			continue
		}
		if len(text) > 1000 {
			return problem.New(problem.Invalid, "This is too long for a password.").On(f.Key)
		}
		box, err := d.box()
		if err != nil {
			return problem.Of(err).On(f.Key)
		}
		reflect.ValueOf(want).Elem().FieldByName("Sealed").
			SetString(box.Seal(records.SealedFor(want.Key()), text))
	}
	return nil
}

// ShowPassword opens the password of a configuration item (A39). It works offline too, and is noted
// in the history before anything is opened.
func (d *Desk) ShowPassword(item string) (v PasswordShown, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	l, err := d.line(&itemNoun, item)
	if err != nil {
		return v, err
	}
	c, ok := l.Record.(*records.ConfigurationItem)
	if !ok {
		return v, problem.New(problem.NotFound, "This record does not exist.")
	}
	box, err := d.box()
	if err != nil {
		return v, err
	}
	if _, err := d.save(&edit.RevealPassword{Item: c.ID}, "", ""); err != nil {
		return v, err
	}
	v.Text, err = box.Open(records.SealedFor(c.Key()), c.Sealed)
	return v, err
}

// withoutPassword is the edit that takes an item's password away.
func withoutPassword(_ *Desk, r records.Record, _ map[string]string) (edit.Edit, error) {
	was, ok := r.(*records.ConfigurationItem)
	if !ok {
		return nil, problem.New(problem.NotFound, "This record does not exist.")
	}
	want := *was
	want.Sealed = ""
	return &edit.SaveConfigurationItem{
		Save: edit.Save[records.ConfigurationItem, *records.ConfigurationItem]{Was: was,
			Want: want}}, nil
}

func hasPassword(r records.Record) bool {
	c, ok := r.(*records.ConfigurationItem)
	return ok && c.Sealed != ""
}
