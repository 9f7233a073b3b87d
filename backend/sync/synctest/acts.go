package synctest

import (
	"gatehouse/backend/edit"
	"gatehouse/backend/records"
)

// The profiles that staff give, from the narrowest to the widest.
var profiles = []records.ProfileID{3, 4, 5}

// click is one act of the member of staff at a desk, on what the desk shows.
func (d *desk) click() {
	switch x := d.rng.IntN(100); {
	case x < 22:
		d.grant()
	case x < 40:
		d.revoke()
	case x < 52:
		d.change()
	case x < 70:
		d.panel()
	case x < 78:
		d.create()
	case x < 84:
		d.confirm()
	case x < 90:
		d.answer()
	default:
		d.undo()
	}
}

// pick gives the id of a record of a kind that the desk shows.
func (d *desk) pick(kind records.Kind) (id int64, ok bool) {
	list := d.seat.ids(kind)
	if len(list) == 0 {
		return 0, false
	}
	return list[d.rng.IntN(len(list))], true
}

// shown gives a record that a desk shows, nil for none.
func shown[T any, P interface {
	*T
	records.Record
}](d *desk, kind records.Kind, id int64) P {
	r, _ := d.seat.row(records.Key{Kind: kind, ID: id}).(P)
	return r
}

func (d *desk) user() (records.UserID, bool) {
	id, ok := d.pick(records.KindUser)
	return records.UserID(id), ok
}

func (d *desk) terms() edit.Terms {
	return edit.Terms{Profile: profiles[d.rng.IntN(3)], CanSign: d.rng.IntN(2) == 0}
}

func (d *desk) grant() {
	if u, ok := d.user(); ok {
		d.do(&edit.AddAccess{ID: records.AccessID(d.newID()), User: u, Terms: d.terms()})
	}
}

func (d *desk) revoke() {
	if u, ok := d.user(); ok {
		d.do(&edit.RemoveAccess{User: u})
	}
}

func (d *desk) change() {
	id, ok := d.pick(records.KindAccess)
	if !ok {
		return
	}
	a := shown[records.Access](d, records.KindAccess, id)
	was := edit.Terms{Profile: a.Profile, Schedule: a.Schedule, Closed: a.Closed,
		CanSign: a.CanSign, PinReset: a.PinReset}
	want := was
	field := []string{"Profile", "CanSign", "PinReset"}[d.rng.IntN(3)]
	switch field {
	case "Profile":
		want.Profile = profiles[d.rng.IntN(3)]
	case "CanSign":
		want.CanSign = !was.CanSign
	case "PinReset":
		want.PinReset = !was.PinReset
	}
	d.do(&edit.UpdateAccess{ID: a.ID, User: a.User, Was: was, Want: want}, field, "GrantedBy",
		"Reason")
}

// confirm answers a round of some review (B15).
func (d *desk) confirm() {
	id, ok := d.pick(records.KindAccess)
	if !ok {
		return
	}
	a := shown[records.Access](d, records.KindAccess, id)
	e := &edit.ConfirmAccess{Access: a.ID, User: a.User, Profile: a.Profile, Round: 1, Day: 1}
	if d.rng.IntN(2) == 0 { // a later round
		e.Round, e.Day = 2, 2
	}
	d.do(e, "Confirmed", "ConfirmedBy")
}

func (d *desk) panel() {
	id, ok := d.user()
	if !ok {
		return
	}
	u := shown[records.User](d, records.KindUser, int64(id))
	p := shown[records.Person](d, records.KindPerson, int64(u.Person))
	if p == nil {
		return
	}
	was := edit.Panel{PortalUser: u.PortalUser, Username: u.Username, Support: u.Support,
		Email: p.Email}
	want, field := was, "PortalUser"
	switch d.rng.IntN(4) {
	case 0:
		want.Email, field = mails[d.rng.IntN(len(mails))], "Email"
	case 1:
		want.Username, field = "name"+string(rune('a'+d.rng.IntN(5))), "Username"
	default:
		want.PortalUser = !was.PortalUser
	}
	d.do(&edit.UpdatePortalPanel{User: id, Was: was, Want: want}, field)
}

func (d *desk) create() {
	p, u := login(d.newID(), d.newID(), mails[d.rng.IntN(len(mails))])
	if d.rng.IntN(3) == 0 {
		u.Username = "name" + string(rune('a'+d.rng.IntN(5)))
	}
	d.do(&edit.CreatePerson{Person: p, User: u})
}

func (d *desk) answer() {
	id, ok := d.pick(records.KindTicket)
	if !ok || d.rng.IntN(3) == 0 {
		d.do(&edit.CreateTicket{ID: records.TicketID(d.newID()), Number: "T", Account: acme,
			Contact: 201, Subject: "It broke"})
		return
	}
	d.do(&edit.AddNote{ID: records.NoteID(d.newID()), Ticket: records.TicketID(id), Text: "Hello",
		Internal: d.rng.IntN(2) == 0})
}

func (d *desk) undo() {
	if id, ok := d.pick(records.KindHistory); ok {
		d.do(&edit.Undo{Of: shown[records.History](d, records.KindHistory, id).UID})
	}
}
