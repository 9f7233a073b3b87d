package edit_test

import (
	"slices"
	"testing"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/store/storetest"
)

func sampleProject(team ...records.PersonID) records.Project {
	return records.Project{ID: 600, Account: storetest.Acme, Name: "Move", State: records.Running,
		Team: team, Created: 1}
}

func row[T records.Record](t *testing.T, o *storetest.Office, k records.Key) (found T) {
	t.Helper()
	_, err := o.Server.Write(ctx, func(tx edit.Tx) error {
		found, _ = tx.Row(k).(T)
		return nil
	})
	must(t, err)
	return found
}

// TestTwoWhoChangeATeamBothCount: a team is a set (C10), and other fields stay what they are.
func TestTwoWhoChangeATeamBothCount(t *testing.T) {
	o := storetest.New(t)
	was := sampleProject(storetest.Mia)
	one, two := sampleProject(storetest.Mia, storetest.Tom), sampleProject()
	two.Name = "The move"
	o.At(storetest.Anna, &edit.SaveProject{Save: edit.Save[records.Project, *records.Project]{
		Want: was}},
		&edit.SaveProject{Save: edit.Save[records.Project, *records.Project]{Was: &was, Want: one}},
		&edit.SaveProject{Save: edit.Save[records.Project, *records.Project]{Was: &was, Want: two}})
	p := row[*records.Project](t, o, was.Key())
	if !slices.Equal(p.Team, []records.PersonID{storetest.Tom}) || p.Name != "The move" {
		t.Errorf("%+v", p)
	}
}

// TestPartsBelongToTheAccountOfWhatTheyArePartOf: whatever a form says.
func TestPartsBelongToTheAccountOfWhatTheyArePartOf(t *testing.T) {
	o := storetest.New(t)
	p := sampleProject()
	order := records.Order{ID: 700, Account: storetest.Acme, Name: "O", Status: records.OrderNew}
	o.At(storetest.Anna,
		&edit.SaveProject{Save: edit.Save[records.Project, *records.Project]{Want: p}},
		&edit.SaveOrder{Save: edit.Save[records.Order, *records.Order]{Want: order}},
		&edit.SaveTask{Save: edit.Save[records.Task, *records.Task]{Want: records.Task{ID: 1,
			Project: 600, Account: storetest.Labs, Name: "T"}}},
		&edit.SaveOrderTask{Save: edit.Save[records.OrderTask, *records.OrderTask]{
			Want: records.OrderTask{ID: 2, Order: 700, Account: storetest.Labs, Name: "T"}}})
	task := row[*records.Task](t, o, (&records.Task{ID: 1}).Key())
	inside := row[*records.OrderTask](t, o, (&records.OrderTask{ID: 2}).Key())
	if task == nil || task.Account != storetest.Acme || task.Created == 0 || inside == nil ||
		inside.Account != storetest.Acme {
		t.Errorf("%+v, %+v", task, inside)
	}
	moved := p
	moved.Account = storetest.Labs
	for name, e := range map[string]edit.Edit{
		"a moved project": &edit.SaveProject{Save: edit.Save[records.Project, *records.Project]{
			Was: &p, Want: moved}},
		"a document of another account's project": &edit.SaveDocument{
			Save: edit.Save[records.Document, *records.Document]{Want: records.Document{ID: 5,
				Name: "D", Account: storetest.Labs, Project: 600}}},
		"an account that is not there": &edit.SaveOrder{
			Save: edit.Save[records.Order, *records.Order]{Want: records.Order{ID: 701,
				Account: 999, Name: "O", Status: records.OrderNew}}},
	} {
		if out := run(t, o, o.Env(storetest.Anna, edit.Server), o.Envelope(e)); out.Status !=
			records.Refused {
			t.Errorf("%s: %+v", name, out)
		}
	}
}

// TestAProjectWithPartsIsNotUndone: its parts would hang on nothing.
func TestAProjectWithPartsIsNotUndone(t *testing.T) {
	o := storetest.New(t)
	in := o.Envelope(&edit.SaveProject{Save: edit.Save[records.Project, *records.Project]{
		Want: sampleProject(storetest.Mia)}})
	run(t, o, o.Env(storetest.Anna, edit.Server), in)
	o.At(storetest.Anna, &edit.AddProjectNote{ID: 1, Project: 600, Text: "N"})
	out := run(t, o, o.Env(storetest.Anna, edit.Server), o.Envelope(&edit.Undo{Of: in.UID}))
	if out.Status.HasEffect() || row[*records.Project](t, o,
		records.Key{Kind: records.KindProject, ID: 600}) == nil {
		t.Errorf("%+v", out)
	}
}

// TestAnUploadIsTheUploadersOwn: whatever the form says (C11); sent twice it is there once.
func TestAnUploadIsTheUploadersOwn(t *testing.T) {
	o := staffed(t)
	mia := customer(t, o)
	e := &edit.UploadDocument{ID: 5, Name: "signed.pdf", File: records.File{ID: 6,
		Owner: records.KindTicket, OwnerID: 501, Name: "signed.pdf", Size: 3, Person: storetest.Tom,
		Hash: "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824", Internal: true}}
	for _, want := range []records.Status{records.Applied, records.Merged} {
		if out := run(t, o, mia, o.Envelope(e)); out.Status != want {
			t.Fatalf("%+v, want %s", out, want)
		}
	}
	d := row[*records.Document](t, o, records.Key{Kind: records.KindDocument, ID: 5})
	f := row[*records.File](t, o, records.Key{Kind: records.KindFile, ID: 6})
	if d.Contact != storetest.Mia || d.Account != storetest.Acme || !d.Shown || d.Public ||
		f.Owner != records.KindDocument || f.OwnerID != 5 || f.Internal ||
		f.Person != storetest.Mia {
		t.Errorf("%+v, %+v", d, f)
	}
}

// TestRevealingNeedsItsPermissionAtTheItem: A26, A39. Basic has none; Manager has it at the own
// account only.
func TestRevealingNeedsItsPermissionAtTheItem(t *testing.T) {
	o := staffed(t)
	write(t, o, &records.ConfigurationItem{ID: 1, Account: storetest.Acme, Name: "R", Sealed: "1.x"},
		&records.ConfigurationItem{ID: 2, Account: storetest.Labs, Name: "L", Sealed: "1.x"},
		&records.ConfigurationItem{ID: 3, Account: storetest.Acme, Name: "Bare"})
	try := func(id records.ConfigurationItemID, want records.Status, kind problem.Kind) {
		t.Helper()
		out := run(t, o, customer(t, o), o.Envelope(&edit.RevealPassword{Item: id}))
		if out.Status != want || want == records.Refused && !problem.Is(out.Err(), kind) {
			t.Errorf("item %d: %+v", id, out)
		}
	}
	try(1, records.Refused, problem.Denied)
	write(t, o, &records.Access{ID: 1, User: storetest.MiaUser, Account: storetest.Acme,
		Profile: storetest.Manager})
	try(1, records.Applied, "")
	try(2, records.Refused, problem.NotFound)
	try(3, records.Refused, problem.Invalid)
	try(9, records.Refused, problem.NotFound)
}

// TestAMessageGoesToTheTeamButNotToItsAuthor: A10. Staff are told of a customer's.
func TestAMessageGoesToTheTeamButNotToItsAuthor(t *testing.T) {
	o := staffed(t)
	p := sampleProject(storetest.Mia, storetest.Tom, 999)
	write(t, o, &p)
	in := o.Envelope(&edit.MailProjectTeam{ID: 1, Project: 600, Text: "See you\non Monday."})
	for range 2 { // however often it is carried out
		run(t, o, customer(t, o), in)
	}
	to := mailsOf(t, o.Server, storetest.TomUser)
	if len(to) != 1 || to[0].Template != records.ProjectTeamMail || to[0].Link != "projects/600" ||
		to[0].Args["from"] != "Mia" || to[0].Args["text"] != "See you\non Monday." {
		t.Errorf("%+v", to)
	}
	if own := mailsOf(t, o.Server, storetest.MiaUser); len(own) > 0 {
		t.Errorf("the author gets %+v", own[0])
	}
	inbox, err := o.Server.Inbox(ctx, storetest.Ben)
	must(t, err)
	if len(inbox) != 1 || inbox[0].Text != "Mia writes: See you on Monday." {
		t.Errorf("staff are told %+v", inbox)
	}
	o.At(storetest.Anna, &edit.MailProjectTeam{ID: 2, Project: 600, Text: "We are ready."})
	if both := len(mailsOf(t, o.Server, storetest.MiaUser)); both != 1 {
		t.Errorf("staff's message brings Mia %d mails", both)
	}
}

// TestAContactIsToldOfADocumentOnce: when it is shown, not when it is changed (C11).
func TestAContactIsToldOfADocumentOnce(t *testing.T) {
	o := storetest.New(t)
	hidden := records.Document{ID: 5, Name: "Agreement", Account: storetest.Acme,
		Contact: storetest.Mia, Created: 1}
	shown := hidden
	shown.Shown = true
	renamed := shown
	renamed.Name = "The agreement"
	save := func(was *records.Document, want records.Document) edit.Edit {
		return &edit.SaveDocument{Save: edit.Save[records.Document, *records.Document]{Was: was,
			Want: want}}
	}
	for i, e := range []edit.Edit{save(nil, hidden), save(&hidden, shown), save(&shown, renamed)} {
		o.At(storetest.Anna, e)
		list := mailsOf(t, o.Server, storetest.MiaUser)
		if want := min(i, 1); len(list) != want {
			t.Errorf("after edit %d: %d mails, want %d", i, len(list), want)
		}
	}
}
