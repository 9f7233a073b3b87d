package portal

import (
	"net/http"
	"strconv"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/records"
)

// kept is a kind of record that customers keep for their own account by a list and a form, such as
// queues (A20 to A24). The words stand under its address: "queues.title", "queues.lead",
// "queues.new", "queues.none".
type kept[T any, P keptRecord[T]] struct {
	page   string
	kind   records.Kind
	needs  access.Permission
	names  []string // the inputs
	row    func(v *visit, r P) row
	fields func(v *visit, r P) ([]field, error)
	read   func(v *visit, f *form, r P)
	fresh  func(v *visit, id int64, at records.AccountID) P
	save   func(was *T, want T) edit.Edit
}

type keptRecord[T any] interface {
	*T
	records.Guarded
}

type keepView struct {
	Back, BackText string
	Action         string
	Label          string
	Ask            string
	Old            bool // it exists, so that it can be taken away
	Form           form
	Fields         []field
}

// all shows what the account has.
func (k *kept[T, P]) all(v *visit, _ string) error {
	return (&list[P]{page: k.page, kind: k.kind, needs: k.needs, label: v.words.say(k.page + ".title"),
		rows: func(v *visit, found []P) (rows []row, err error) {
			for _, r := range found {
				one := k.row(v, r)
				one.ID = idOf(r)
				one.Href = v.base + k.page + "/" + one.ID
				rows = append(rows, one)
			}
			return rows, nil
		},
		also: func(v *visit, view *listView) error {
			view.Lead = v.words.say(k.page + ".lead")
			view.Back, view.BackText = v.base+"administration", v.words.say("administration.back")
			view.Saved = v.savedText()
			if v.keepsHere(k.needs) {
				view.Actions = []link{{Href: v.base + k.page + "/new", Ask: k.needs.String(),
					Label: v.words.say(k.page + ".new")}}
			}
			return nil
		}}).show(v)
}

func idOf(r records.Record) string { return strconv.FormatInt(r.Key().ID, 10) }

// savedText says what was done just now.
func (v *visit) savedText() string {
	switch v.r.URL.Query().Get("saved") {
	case "1":
		return v.words.say("keep.saved")
	case "removed":
		return v.words.say("keep.removed")
	case "invited":
		return v.words.say("logins.invited")
	}
	return ""
}

// keepsHere reports whether the viewer may make such records at their account.
func (v *visit) keepsHere(p access.Permission) bool {
	return v.Account != nil && v.may(p, v.here(p)).Allowed()
}

// here is a record that would be made at the viewer's account.
func (v *visit) here(p access.Permission) *access.Record {
	return records.Guard(&records.Queue{Account: v.Account.ID}, p, 0)
}

// one shows the form of a new record or of one that exists.
func (k *kept[T, P]) one(v *visit, arg string) error {
	r, _, err := k.find(v, arg)
	if err != nil {
		return err
	}
	return k.show(v, arg, r, form{})
}

// find gives the record of an address, or a fresh one, and how it was.
func (k *kept[T, P]) find(v *visit, arg string) (P, *T, error) {
	if d := v.may(k.needs, nil); !d.Allowed() {
		return nil, nil, refused{d}
	}
	if arg == "new" {
		if !v.keepsHere(k.needs) {
			return nil, nil, missing
		}
		return k.fresh(v, 1, v.Account.ID), nil, nil
	}
	s, err := look[P](v, k.needs, arg)
	if err != nil {
		return nil, nil, err
	}
	was := *s.It
	return s.It, &was, nil
}

func (k *kept[T, P]) show(v *visit, arg string, r P, f form) error {
	fields, err := k.fields(v, r)
	if err != nil {
		return err
	}
	view := keepView{Back: v.base + k.page, BackText: v.words.say(k.page + ".title"),
		Action: v.base + k.page + "/" + arg, Old: arg != "new", Form: f, Fields: f.fill(fields),
		Label: v.words.say(k.page + ".new"), Ask: k.needs.String()}
	if view.Old {
		view.Label, view.Ask = r.Title(), view.Ask+":"+arg
	}
	return v.show(f.statusOr(http.StatusOK), "keep", view.Label, view)
}

// post saves the form, or takes the record away.
func (k *kept[T, P]) post(v *visit, arg string) error {
	r, was, err := k.find(v, arg)
	if err != nil {
		return err
	}
	f := v.read(k.names...)
	if v.r.PostForm.Get("form") == "remove" && was != nil {
		err := v.env.Deeds.Do(v.r.Context(), v.Viewer, &edit.Discard{Record: r.Key()})
		if err == nil {
			return v.seeOther(k.page + "?saved=removed")
		}
		v.blame(&f, err)
		return k.show(v, arg, r, f)
	}
	if was == nil {
		r = k.fresh(v, v.newID(k.page), v.Account.ID)
	}
	k.read(v, &f, r)
	if f.isGood() {
		err := v.env.Deeds.Do(v.r.Context(), v.Viewer, k.save(was, *r))
		if err == nil {
			return v.seeOther(k.page + "?saved=1")
		}
		v.blame(&f, err, k.names...)
	}
	return k.show(v, arg, r, f)
}

// refused is a page that the viewer may not open; visit.fail answers it as refuse does.
type refused struct{ d access.Decision }

// Error says it for logs.
func (r refused) Error() string { return "refused: " + access.Plain(r.d) }

// dayOf reads a day of a form.
func (v *visit) dayOf(f *form, name string) access.Day {
	d, err := access.ParseDay(f.Values[name])
	if err != nil {
		f.Errors[name] = v.words.say("error.day")
	}
	return d
}

// choiceOf reads an id that a form chose.
func choiceOf[T any](v *visit, f *form, name string) records.ID[T] {
	id, err := records.ParseID[T](f.Values[name])
	if err != nil {
		f.Errors[name] = v.sentence(err)
	}
	return id
}
