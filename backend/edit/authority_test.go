package edit_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/store/storetest"
)

// authority says who may make each edit: the administrator (A), the access manager (M), the reader
// (R), a customer (C) for what is their own, a visitor (V), the server itself (P), and an identity
// provider of Acme's (T).
var authority = map[string]string{
	"CreateAccount":     "A M",
	"CreatePerson":      "A M T",
	"UpdatePortalPanel": "A M T",
	"UpdateDetails":     "A M C T",
	"SetPassword":       "A M", // an initial one; customers their own, see below
	"AddAccess":         "A M T",
	"UpdateAccess":      "A M T",
	"RemoveAccess":      "A M T",
	"CreateTicket":      "A M C",
	"AddNote":           "A M C",
	"WriteArticle":      "A M",
	"SaveCategory":      "A M",
	"SuggestArticle":    "", // who has Draft articles: see article_test.go
	"DecideSuggestion":  "A M",
	"GiveFeedback":      "C V",
	"SaveForum":         "A M",
	"OpenTopic":         "A M C",
	"WritePost":         "A M C",
	"HidePost":          "A M",
	"HideTopic":         "A M",
	"SayInChat":         "C",
	"AnswerChat":        "A M",
	"CloseChat":         "A M",
	"SaveMessage":       "A M",
	"SetPortal":         "A",
	"AddStaff":          "A",
	"SaveStaff":         "A",
	"Undo":              "A M", // of what they may do themselves
	"Settle":            "A M",
	"UseMine":           "A M", // of their own lines: see decide_test.go
	"RevokeMachine":     "A",
	"SignedIn":          "C",
	"CreateProfile":     "A",
	"UpdateProfile":     "A",
	"RemoveProfile":     "A",
	"SetOverrides":      "A",
	"UpdateAccount":     "A M",
	"Consolidate":       "A M",
	"Separate":          "A M",
	"SetRequests":       "A M",
	"Discard":           "A M",
	"AttachFile":        "A M C",
	"SaveFileType":      "A M",
	"Invite":            "A M T",
	"StartReset":        "A M",

	"SetPortalUser":        "A M T",
	"SaveQueue":            "A M", // those of their account: see service_test.go
	"SaveRequestType":      "A M",
	"SaveVendor":           "A M",
	"SaveAbsence":          "A M",
	"SaveClosing":          "A M",
	"SaveReview":           "A M", // B15
	"BeginRound":           "A M P",
	"RemindEnding":         "P",
	"EndRound":             "A M P",
	"EndUnanswered":        "A M P",
	"ConfirmAccess":        "A M",
	"SaveAllowance":        "A M",
	"SaveDraw":             "A M",
	"SaveModule":           "A M",
	"AddModule":            "A M",
	"RemoveModule":         "A M",
	"WithdrawModuleChange": "A M",
	"RequestElevation":     "-", // an account's contacts, see service_test.go
	"RequestAccess":        "-", // whoever has none, see service_test.go
	"DecideElevation":      "A M",
	"UpdateCompany":        "A M",
	"DecideApproval":       "C",
	"UpdateTicket":         "A M",
	"CloseTicket":          "A M",
	"SaveProject":          "A M",
	"SaveTask":             "A M",
	"SavePhase":            "A M",
	"SaveAppointment":      "A M",
	"SaveIssue":            "A M",
	"SaveCharge":           "A M",
	"AddProjectNote":       "A M C",
	"MailProjectTeam":      "A M C",
	"AddIssue":             "A M C",

	"SaveOrder":     "A M",
	"SaveOrderType": "A M",
	"SaveFlag":      "A M",
	"SaveOrderTask": "A M",

	"SaveDocument":          "A M",
	"UploadDocument":        "C",
	"SaveConfigurationItem": "A M",
	"SaveLicence":           "A M",
	"RevealPassword":        "A M", // and customers whose profile says so, see below
	"AskReset":              "C V P T",
	"SaveInvoice":           "A M",
	"PayInvoice":            "none", // customers who may, see money_test.go
	"PaymentArrived":        "P",
	"RecordPayment":         "A M",
	"SaveQuotation":         "A M",
	"SaveSalesOrder":        "A M",
	"Sign":                  "none", // customers who may, see sign_test.go
	"SetPIN":                "C",
	"LockPIN":               "P",
	"ResetPIN":              "A M",
	"AddSecondFactor":       "C",
	"RemoveSecondFactor":    "A M C",
	"SetStaffPassword":      "P",
	"SetStaffFactor":        "P",
	"AddToken":              "A",
	"RevokeToken":           "A",
	"SaveProvision":         "T",
	"AddPasskey":            "C",
	"RemovePasskey":         "C",
}

func sampleEdits() map[string]edit.Edit {
	all := accessEdits()
	maps.Copy(all, wordsEdits())
	maps.Copy(all, serviceEdits())
	maps.Copy(all, workEdits())
	maps.Copy(all, moneyEdits())
	return all
}

func accessEdits() map[string]edit.Edit {
	return map[string]edit.Edit{
		"CreateAccount":     &edit.CreateAccount{},
		"CreatePerson":      &edit.CreatePerson{Person: records.Person{Account: storetest.Acme}},
		"UpdatePortalPanel": &edit.UpdatePortalPanel{User: storetest.MiaUser},
		"UpdateDetails":     &edit.UpdateDetails{Person: storetest.Mia},
		"SetPassword":       &edit.SetPassword{User: storetest.MiaUser, Initial: true},
		"AddAccess":         grant(1, storetest.MiaUser, storetest.Basic),
		"UpdateAccess": &edit.UpdateAccess{ID: 1, User: storetest.MiaUser,
			Want: edit.Terms{Profile: storetest.Manager}},
		"RemoveAccess":  &edit.RemoveAccess{User: storetest.MiaUser, Account: storetest.Acme},
		"SetPortal":     &edit.SetPortal{},
		"AddStaff":      &edit.AddStaff{},
		"SaveStaff":     &edit.SaveStaff{},
		"Undo":          &edit.Undo{Of: "none"},
		"Settle":        &edit.Settle{Line: "none"},
		"UseMine":       &edit.UseMine{},
		"RevokeMachine": &edit.RevokeMachine{},
		"SignedIn":      &edit.SignedIn{User: storetest.MiaUser},
		"CreateProfile": &edit.CreateProfile{},
		"UpdateProfile": &edit.UpdateProfile{ID: storetest.Basic},
		"RemoveProfile": &edit.RemoveProfile{ID: storetest.Basic},
		"SetOverrides":  &edit.SetOverrides{Access: 1},
		"UpdateAccount": &edit.UpdateAccount{ID: storetest.Acme},
		"Consolidate":   &edit.Consolidate{},
		"Separate":      &edit.Separate{},
		"SetRequests":   &edit.SetRequests{User: storetest.MiaUser},
		"Discard":       &edit.Discard{Record: records.Key{Kind: records.KindFileType, ID: 1}},
		"Invite":        &edit.Invite{User: storetest.MiaUser},
		"StartReset":    &edit.StartReset{User: storetest.MiaUser},
		"AskReset":      &edit.AskReset{User: storetest.MiaUser},
	}
}

func wordsEdits() map[string]edit.Edit {
	return map[string]edit.Edit{
		"WriteArticle":     &edit.WriteArticle{},
		"SaveCategory":     &edit.SaveCategory{},
		"SuggestArticle":   &edit.SuggestArticle{},
		"DecideSuggestion": &edit.DecideSuggestion{},
		"GiveFeedback":     &edit.GiveFeedback{Article: 510},
		"SaveForum":        &edit.SaveForum{},
		"OpenTopic":        &edit.OpenTopic{Forum: 520},
		"WritePost":        &edit.WritePost{Topic: 530},
		"HidePost":         &edit.HidePost{},
		"HideTopic":        &edit.HideTopic{},
		"SayInChat":        &edit.SayInChat{},
		"AnswerChat":       &edit.AnswerChat{},
		"CloseChat":        &edit.CloseChat{},
		"SaveMessage":      &edit.SaveMessage{},
	}
}

func serviceEdits() map[string]edit.Edit {
	return map[string]edit.Edit{
		"CreateTicket": &edit.CreateTicket{ID: 9, Account: storetest.Acme,
			Contact: storetest.Mia},
		"AddNote":              &edit.AddNote{ID: 1, Ticket: 500},
		"SetPortalUser":        &edit.SetPortalUser{User: storetest.MiaUser},
		"SaveQueue":            &edit.SaveQueue{},
		"SaveRequestType":      &edit.SaveRequestType{},
		"SaveVendor":           &edit.SaveVendor{},
		"SaveAbsence":          &edit.SaveAbsence{},
		"SaveClosing":          &edit.SaveClosing{},
		"SaveReview":           &edit.SaveReview{},
		"BeginRound":           &edit.BeginRound{Review: 1},
		"RemindEnding":         &edit.RemindEnding{User: storetest.MiaUser, Day: 1},
		"EndRound":             &edit.EndRound{Review: 1},
		"EndUnanswered":        &edit.EndUnanswered{Review: 1, User: storetest.MiaUser},
		"ConfirmAccess":        &edit.ConfirmAccess{User: storetest.MiaUser},
		"SaveAllowance":        &edit.SaveAllowance{},
		"SaveDraw":             &edit.SaveDraw{},
		"SaveModule":           &edit.SaveModule{},
		"AddModule":            &edit.AddModule{Account: storetest.Acme},
		"RemoveModule":         &edit.RemoveModule{ID: 1},
		"WithdrawModuleChange": &edit.WithdrawModuleChange{ID: 1},
		"RequestElevation":     &edit.RequestElevation{User: storetest.TomUser},
		"RequestAccess":        &edit.RequestAccess{},
		"DecideElevation":      &edit.DecideElevation{},
		"UpdateCompany":        &edit.UpdateCompany{Account: storetest.Acme},
		"DecideApproval":       &edit.DecideApproval{Ticket: 500},
		"UpdateTicket":         &edit.UpdateTicket{},
		"CloseTicket":          &edit.CloseTicket{Ticket: 500},
	}
}

func workEdits() map[string]edit.Edit {
	return map[string]edit.Edit{
		"AttachFile": &edit.AttachFile{File: records.File{ID: 1, Owner: records.KindTicket,
			OwnerID: 500}},
		"SaveFileType":          &edit.SaveFileType{},
		"SaveProject":           &edit.SaveProject{},
		"SaveTask":              &edit.SaveTask{},
		"SavePhase":             &edit.SavePhase{},
		"SaveAppointment":       &edit.SaveAppointment{},
		"SaveIssue":             &edit.SaveIssue{},
		"SaveCharge":            &edit.SaveCharge{},
		"AddProjectNote":        &edit.AddProjectNote{ID: 1, Project: 600},
		"MailProjectTeam":       &edit.MailProjectTeam{ID: 1, Project: 600},
		"AddIssue":              &edit.AddIssue{ID: 1, Project: 600},
		"SaveOrder":             &edit.SaveOrder{},
		"SaveOrderType":         &edit.SaveOrderType{},
		"SaveFlag":              &edit.SaveFlag{},
		"SaveOrderTask":         &edit.SaveOrderTask{},
		"SaveDocument":          &edit.SaveDocument{},
		"UploadDocument":        &edit.UploadDocument{ID: 1},
		"SaveConfigurationItem": &edit.SaveConfigurationItem{},
		"SaveLicence":           &edit.SaveLicence{},
		"RevealPassword":        &edit.RevealPassword{Item: 1},
	}
}

func moneyEdits() map[string]edit.Edit {
	return map[string]edit.Edit{
		"SaveInvoice":        &edit.SaveInvoice{},
		"PayInvoice":         &edit.PayInvoice{ID: 1, Invoice: 600},
		"PaymentArrived":     &edit.PaymentArrived{ID: 1, Invoice: 600},
		"RecordPayment":      &edit.RecordPayment{},
		"SaveQuotation":      &edit.SaveQuotation{},
		"SaveSalesOrder":     &edit.SaveSalesOrder{},
		"Sign":               &edit.Sign{Of: records.Key{Kind: records.KindQuotation, ID: 1}},
		"SetPIN":             &edit.SetPIN{User: storetest.MiaUser},
		"LockPIN":            &edit.LockPIN{User: storetest.MiaUser},
		"ResetPIN":           &edit.ResetPIN{User: storetest.MiaUser},
		"AddSecondFactor":    &edit.AddSecondFactor{User: storetest.MiaUser},
		"RemoveSecondFactor": &edit.RemoveSecondFactor{User: storetest.MiaUser},
		"SetStaffPassword":   &edit.SetStaffPassword{Staff: storetest.Ben},
		"SetStaffFactor":     &edit.SetStaffFactor{Staff: storetest.Ben},
		"AddToken":           &edit.AddToken{},
		"RevokeToken":        &edit.RevokeToken{},
		"SaveProvision":      &edit.SaveProvision{Want: records.Provision{ID: storetest.MiaUser}},
		"AddPasskey":         &edit.AddPasskey{User: storetest.MiaUser},
		"RemovePasskey":      &edit.RemovePasskey{User: storetest.MiaUser},
	}
}

// staffed is an office with a reader, an administrator who no longer works, a ticket of Mia's, and
// Mia with Basic.
func staffed(t *testing.T) *storetest.Office {
	t.Helper()
	o := storetest.New(t)
	write(t, o, &records.Staff{ID: 3, Name: "Rita", Role: records.Reader, Active: true},
		&records.Staff{ID: 4, Name: "Gus", Role: records.Administrator},
		&records.Ticket{ID: 500, Account: storetest.Acme, Creator: storetest.Mia, Subject: "S",
			Approver: storetest.Mia, Approval: records.Pending, Status: records.Open,
			Created: o.Now.Unix()},
		&records.Article{ID: 510, Shelf: records.HelpShelf, Slug: "s", Title: "T", Published: true,
			Audience: records.Everyone},
		&records.Forum{ID: 520, Name: "F", Audience: records.Registered},
		&records.Topic{ID: 530, Forum: 520, Subject: "S", Audience: records.Registered},
		&records.Project{ID: 600, Account: storetest.Acme, Name: "P", State: records.Running,
			Team: []records.PersonID{storetest.Mia}},
		bill(600), okta())
	o.At(storetest.Anna, grant(1, storetest.MiaUser, storetest.Basic))
	return o
}

// okta is the token of Acme's identity provider.
func okta() *records.Token {
	hash := records.HashOfToken("okta")
	return &records.Token{ID: records.TokenID(records.TokenKey(hash).ID), Hash: hash, Name: "Okta",
		Use: records.ForSCIM, Account: storetest.Acme}
}

// program is Acme's identity provider.
func program(o *storetest.Office) edit.Env {
	env := o.Env(storetest.Anna, edit.Server)
	env.Actor, env.Machine = edit.Actor{Name: "SCIM: Okta", Token: okta().ID}, edit.Provider
	return env
}

func actors(t *testing.T, o *storetest.Office) map[string]edit.Env {
	t.Helper()
	as := func(id records.StaffID, claims records.Role) edit.Env {
		env := o.Env(id, edit.Server)
		env.Actor.Staff.Role = claims
		return env
	}
	visitor := o.Env(storetest.Anna, edit.Server)
	visitor.Actor = edit.Actor{Name: "Visitor", Subject: &access.Subject{Visitor: true}}
	visitor.Actor.Subject.Keys = access.KeysOf(access.Sets{access.Shared: {records.Everyone}})
	return map[string]edit.Env{
		"A":         as(storetest.Anna, records.Administrator),
		"M":         as(storetest.Ben, records.AccessManager),
		"M claim A": as(storetest.Ben, records.Administrator), // what they claim does not count
		"R":         as(3, records.Reader),
		"R claim A": as(3, records.Administrator),
		"Gone":      as(4, records.Administrator),
		"Stranger":  as(77, records.Administrator),
		"C":         customer(t, o),
		"V":         visitor,
		"P":         itself(o),
		"T":         program(o),
	}
}

func TestEveryEditAsksWhoMakesIt(t *testing.T) {
	o := staffed(t)
	for name, e := range sampleEdits() {
		for who, env := range actors(t, o) {
			var err error
			_, failed := o.Server.Write(ctx, func(tx edit.Tx) error {
				err = e.Authorize(tx, env)
				return nil
			})
			must(t, failed)
			want := slices.Contains(strings.Fields(authority[name]), who[:1])
			if (err == nil) != want {
				t.Errorf("%s by %s: %v", name, who, err)
			}
			if err != nil && !problem.Is(err, problem.Denied) {
				t.Errorf("%s by %s is refused as %v", name, who, err)
			}
		}
	}
}

// TestCustomersActForThemselvesOnly: what a customer may do is never somebody else's.
func TestCustomersActForThemselvesOnly(t *testing.T) {
	o := staffed(t)
	write(t, o, &records.Ticket{ID: 501, Account: storetest.Acme, Creator: storetest.Tom,
		Subject: "Tom's", Status: records.Open, Created: o.Now.Unix()},
		&records.Ticket{ID: 502, Account: storetest.Acme, Creator: storetest.Mia,
			Subject: "Done", Status: records.Resolved, Created: o.Now.Unix()},
		&records.Project{ID: 601, Account: storetest.Acme, Name: "Tom's", State: records.Running,
			Team: []records.PersonID{storetest.Tom}})
	mia := customer(t, o)
	for name, c := range map[string]struct {
		edit edit.Edit
		want problem.Kind
	}{
		"another's details":  {&edit.UpdateDetails{Person: storetest.Tom}, problem.NotFound},
		"another's ticket":   {&edit.AddNote{ID: 1, Ticket: 501}, problem.NotFound},
		"no ticket":          {&edit.AddNote{ID: 1, Ticket: 999}, problem.NotFound},
		"a closed ticket":    {&edit.AddNote{ID: 1, Ticket: 502}, problem.Denied},
		"an internal note":   {&edit.AddNote{ID: 1, Ticket: 500, Internal: true}, problem.NotFound},
		"another's password": {&edit.SetPassword{User: storetest.TomUser}, problem.Denied},
		"an initial password of their own": {&edit.SetPassword{User: storetest.MiaUser,
			Initial: true}, problem.Denied},
		"another's sign-in": {&edit.SignedIn{User: storetest.TomUser}, problem.Denied},
		"a ticket for another": {&edit.CreateTicket{ID: 9, Account: storetest.Acme,
			Contact: storetest.Tom}, problem.Denied},
		"a ticket at another account": {&edit.CreateTicket{ID: 9, Account: storetest.Labs,
			Contact: storetest.Mia}, problem.Denied},
		"another team's note": {&edit.AddProjectNote{ID: 1, Project: 601}, problem.NotFound},
		"an internal remark": {&edit.AddProjectNote{ID: 1, Project: 600, Internal: true},
			problem.NotFound},
		"mail to another team": {&edit.MailProjectTeam{ID: 1, Project: 601}, problem.NotFound},
		"an issue elsewhere":   {&edit.AddIssue{ID: 1, Project: 601}, problem.NotFound},
		"an issue nowhere":     {&edit.AddIssue{ID: 1, Project: 999}, problem.NotFound},
		"a priority": {&edit.CreateTicket{ID: 9, Account: storetest.Acme, Contact: storetest.Mia,
			Priority: "urgent"}, problem.Denied},
	} {
		_, failed := o.Server.Write(ctx, func(tx edit.Tx) error {
			if err := c.edit.Authorize(tx, mia); !problem.Is(err, c.want) {
				t.Errorf("%s: %v", name, err)
			}
			return nil
		})
		must(t, failed)
	}
	own := &edit.SetPassword{User: storetest.MiaUser, Verifier: verifier}
	if out := run(t, o, mia, o.Envelope(own)); out.Status != records.Applied {
		t.Errorf("her own password: %+v", out)
	}
}

// TestStaffNeverChooseAPasswordThatStays: staff set initial ones only (C6).
func TestStaffNeverChooseAPasswordThatStays(t *testing.T) {
	o := storetest.New(t)
	e := &edit.SetPassword{User: storetest.MiaUser, Verifier: verifier}
	out := run(t, o, o.Env(storetest.Anna, edit.Server), o.Envelope(e))
	if out.Status != records.Refused {
		t.Errorf("%+v", out)
	}
	e.Initial = true
	o.At(storetest.Anna, e)
	if u := userOf(t, o, storetest.MiaUser); !u.MustChange || !u.PasswordSet {
		t.Errorf("%+v", u)
	}
}

// TestUndoNeedsTheRightsOfWhatItUndoes: an access manager cannot undo an administrator's setting.
func TestUndoNeedsTheRightsOfWhatItUndoes(t *testing.T) {
	o := storetest.New(t)
	p, err := o.Server.Portal(ctx)
	must(t, err)
	want := *p
	want.RegisteredOnly = true
	in := o.Envelope(&edit.SetPortal{Was: *p, Want: want})
	run(t, o, o.Env(storetest.Anna, edit.Server), in)
	undo := o.Envelope(&edit.Undo{Of: in.UID})
	if out := run(t, o, o.Env(storetest.Ben, edit.Server), undo); out.Status != records.Refused {
		t.Errorf("by an access manager: %+v", out)
	}
	undo = o.Envelope(&edit.Undo{Of: in.UID})
	undo.Seen = []records.UID{in.UID}
	if out := run(t, o, o.Env(storetest.Anna, edit.Server), undo); out.Status != records.Applied {
		t.Errorf("by an administrator: %+v", out)
	}
}

// TestUndoOfAnUndoNeedsTheSameRights: what an administrator gave and took back, an access manager
// cannot give again.
func TestUndoOfAnUndoNeedsTheSameRights(t *testing.T) {
	o := withBasic(t)
	anna, ben := o.Env(storetest.Anna, edit.Server), o.Env(storetest.Ben, edit.Server)
	given := o.Envelope(&edit.SetOverrides{Access: 1,
		Want: access.Overrides{access.PaymentMake: access.Account}})
	taken := o.Envelope(&edit.Undo{Of: given.UID})
	for _, in := range []edit.Envelope{given, taken} {
		if out := run(t, o, anna, in); out.Status != records.Applied {
			t.Fatalf("%+v", out)
		}
	}
	again := o.Envelope(&edit.Undo{Of: taken.UID})
	again.Seen = []records.UID{taken.UID}
	if out := run(t, o, ben, again); out.Status != records.Refused {
		t.Errorf("by an access manager: %+v", out)
	}
	again = o.Envelope(&edit.Undo{Of: taken.UID})
	again.Seen = []records.UID{taken.UID}
	if out := run(t, o, anna, again); out.Status != records.Applied {
		t.Errorf("by an administrator: %+v", out)
	}
}

// TestAnAccessIsItsUsers: whoever may manage one person's access changes no other's in their name.
func TestAnAccessIsItsUsers(t *testing.T) {
	o := withBasic(t)
	in := o.Envelope(&edit.UpdateAccess{ID: 1, User: storetest.TomUser,
		Was:  edit.Terms{Profile: storetest.Basic},
		Want: edit.Terms{Profile: storetest.Manager}})
	if out := run(t, o, o.Env(storetest.Ben, edit.Server), in); out.Status != records.Refused {
		t.Errorf("%+v", out)
	}
	if got := o.ProfileOf(o.Server, storetest.MiaUser); got != storetest.Basic {
		t.Errorf("Mia has profile %d", got)
	}
}
