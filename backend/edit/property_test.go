package edit_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/store/storetest"
)

// first is storetest's office in memory, with a custom profile that Mia has, and an article.
func first(t *testing.T) *inMemory {
	t.Helper()
	o := storetest.New(t)
	w := newInMemory(t, o, firstRecords(t, o))
	w.at(anna, &edit.CreateProfile{Profile: records.Profile{ID: helpDesk, Name: "Help desk",
		Base: storetest.Basic, Matrix: access.Systems()[storetest.Basic-1].Matrix}},
		&edit.WriteArticle{Want: guide()})
	w.at(anna, &edit.AddAccess{ID: 1, User: storetest.MiaUser,
		Terms: edit.Terms{Profile: storetest.Advanced, Schedule: spring}})
	return w
}

// like is the same office, apart from it.
func (w *inMemory) like() *inMemory {
	return newLike(w, w.server.clone())
}

func newLike(w *inMemory, server *memory) *inMemory {
	return &inMemory{Office: w.Office, server: server, desks: map[records.StaffID]*memory{},
		waits: map[records.StaffID][]edit.Waiting{}, seq: map[records.StaffID]int64{}}
}

// drawn is any edit of somebody's access, or of what it rests on, from what m shows now.
func drawn(t *rapid.T, m *memory, label string) edit.Edit {
	switch rapid.IntRange(0, 7).Draw(t, label) {
	case 0:
		return takeMias
	case 1:
		return drawnAccess(t, m)
	case 2:
		return drawnPanel(t, m)
	case 3:
		return drawnProfile(t, m)
	case 4:
		return drawnPortal(t, m)
	case 5:
		return drawnAccount(t, m)
	case 6:
		return drawnDetails(t, m)
	}
	on := rapid.Bool().Draw(t, "on")
	return &edit.SetPortalUser{User: storetest.MiaUser, On: on}
}

func drawnTerms(t *rapid.T, was edit.Terms) edit.Terms {
	days := []access.Day{0, spring.From, spring.From + 20, spring.To, spring.To + 20}
	want := was
	if rapid.Bool().Draw(t, "profile changes") {
		want.Profile = rapid.SampledFrom([]records.ProfileID{storetest.Basic, storetest.Advanced,
			storetest.Manager, helpDesk}).Draw(t, "profile")
	}
	if rapid.Bool().Draw(t, "schedule changes") {
		from := rapid.SampledFrom(days[:3]).Draw(t, "from")
		want.Schedule = access.Window{From: from,
			To: rapid.SampledFrom([]access.Day{0, spring.To, spring.To + 20}).Draw(t, "to")}
	}
	if rapid.Bool().Draw(t, "components change") {
		want.Closed = access.ComponentSet(rapid.IntRange(0, 7).Draw(t, "closed"))
	}
	want.CanSign = rapid.Bool().Draw(t, "can sign")
	return want
}

func drawnAccess(t *rapid.T, m *memory) edit.Edit {
	for _, r := range m.Find(records.KindAccess, "user_id", int64(storetest.MiaUser)) {
		a := r.(*records.Access)
		was := edit.Terms{Profile: a.Profile, Schedule: a.Schedule, Closed: a.Closed,
			CanSign: a.CanSign, PinReset: a.PinReset}
		return &edit.UpdateAccess{ID: a.ID, User: a.User, Was: was, Want: drawnTerms(t, was)}
	}
	id := rapid.Int64Range(2, 1<<40).Draw(t, "id")
	return &edit.AddAccess{ID: records.AccessID(id), User: storetest.MiaUser,
		Terms: drawnTerms(t, edit.Terms{Profile: storetest.Basic})}
}

func drawnPanel(t *rapid.T, m *memory) edit.Edit {
	u := m.Row(records.Key{Kind: records.KindUser, ID: int64(storetest.MiaUser)}).(*records.User)
	p := m.Row(records.Key{Kind: records.KindPerson, ID: int64(u.Person)}).(*records.Person)
	was := edit.Panel{PortalUser: u.PortalUser, Username: u.Username, Support: u.Support,
		Email: p.Email}
	want := was
	want.PortalUser = rapid.Bool().Draw(t, "portal user")
	want.Support = rapid.SampledFrom([]access.Window{{}, spring, {From: 5}}).Draw(t, "support")
	want.Email = rapid.SampledFrom([]string{"", was.Email, "mia@e.com"}).Draw(t, "e-mail")
	return &edit.UpdatePortalPanel{User: u.ID, Was: was, Want: want}
}

func drawnProfile(t *rapid.T, m *memory) edit.Edit {
	p := m.Row(records.Key{Kind: records.KindProfile, ID: int64(helpDesk)}).(*records.Profile)
	was := edit.ProfileTerms{Name: p.Name, Description: p.Description, Assignable: p.Assignable,
		Matrix: p.Matrix}
	want := was
	want.Description = rapid.SampledFrom([]string{"", "A", "B"}).Draw(t, "description")
	for range rapid.IntRange(1, 3).Draw(t, "permissions") {
		k := rapid.SampledFrom(access.Permissions()[:6]).Draw(t, "permission")
		want.Matrix[k] = rapid.SampledFrom([]access.Scope{access.None, access.Own, access.Account,
			access.All}).Draw(t, "scope")
	}
	return &edit.UpdateProfile{ID: helpDesk, Was: was, Want: want}
}

func drawnPortal(t *rapid.T, m *memory) edit.Edit {
	was := *m.Row(records.PortalKey).(*records.Portal)
	want := was
	want.RegisteredOnly = rapid.Bool().Draw(t, "registered")
	want.AccountTickets = rapid.Bool().Draw(t, "account tickets")
	want.CutOff = rapid.SampledFrom([]int64{0, 500, 1000}).Draw(t, "cut off")
	want.Closed = access.ComponentSet(rapid.IntRange(0, 3).Draw(t, "closed"))
	want.PaymentLink = rapid.SampledFrom([]string{"", "https://a.com"}).Draw(t, "link")
	return &edit.SetPortal{Was: was, Want: want}
}

func drawnAccount(t *rapid.T, m *memory) edit.Edit {
	a := m.Row(records.Key{Kind: records.KindAccount, ID: int64(storetest.Acme)}).(*records.Account)
	was := edit.AccountTerms{Parent: a.Parent, Primary: a.Primary, Billing: a.Billing,
		Manager: a.Manager, Active: a.Active, Portal: a.Portal, Closed: a.Closed,
		Requests: a.Requests}
	want := was
	want.Portal = rapid.Bool().Draw(t, "portal")
	want.Closed = access.ComponentSet(rapid.IntRange(0, 3).Draw(t, "closed"))
	want.Requests = records.Requests(rapid.IntRange(0, 2).Draw(t, "requests"))
	want.Primary = rapid.SampledFrom([]records.PersonID{0, storetest.Mia, storetest.Tom}).
		Draw(t, "primary")
	return &edit.UpdateAccount{ID: a.ID, Was: was, Want: want}
}

func drawnDetails(t *rapid.T, m *memory) edit.Edit {
	p := m.Row(records.Key{Kind: records.KindPerson, ID: int64(storetest.Mia)}).(*records.Person)
	was := edit.Details{First: p.First, Last: p.Last, Phone: p.Phone, Mobile: p.Mobile,
		JobTitle: p.JobTitle}
	want := was
	want.Phone = rapid.SampledFrom([]string{"", "1", "2"}).Draw(t, "phone")
	want.JobTitle = rapid.SampledFrom([]string{"", "Buyer", "Seller"}).Draw(t, "job")
	return &edit.UpdateDetails{Person: p.ID, Was: was, Want: want}
}

// accessible are the records that access rests on, and what an undo brings back.
func accessible(m *memory) map[string]string {
	all := map[string]string{}
	for k, r := range m.rows {
		switch k.Kind {
		case records.KindHistory, records.KindNarrowing, records.KindInbox:
			continue
		}
		if a, ok := r.(*records.Access); ok { // who gave it last is no part of what it is
			n := *a
			n.GrantedBy, n.Reason = "", ""
			r = &n
		}
		text, err := json.Marshal(r)
		if err != nil {
			m.t.Fatal(err)
		}
		all[fmt.Sprint(k)] = string(text)
	}
	return all
}

// author makes an edit at a desk and gives its envelope, nil where the desk refuses.
func author(w *inMemory, m *memory, who records.StaffID, e edit.Edit) (*edit.Envelope,
	edit.Outcome) {
	in := w.Envelope(e)
	in.Seen = edit.Observe(m, w.Env(who, edit.Desk), in)
	out := edit.Run(m, w.Env(who, edit.Desk), in)
	if !out.Status.HasEffect() {
		return nil, out
	}
	in.Saw = out.Saw
	return &in, out
}

// TestNarrowingAndWideningCommuteToTheNarrower: whichever of two arrives first, and neither author
// knew of the other, afterwards what the narrowing took away is away: doing it again on what is
// there takes nothing more.
func TestNarrowingAndWideningCommuteToTheNarrower(t *testing.T) {
	start, pairs := first(t), map[string]int{}
	defer func() { t.Logf("%d kinds of pairs met", len(pairs)) }()
	rapid.Check(t, func(t *rapid.T) {
		w := start.like()
		deskA, deskB := w.server.clone(), w.server.clone()
		a, outA := author(w, deskA, anna, drawn(t, deskA, "Anna's"))
		b, outB := author(w, deskB, cleoID, drawn(t, deskB, "Cleo's"))
		if a == nil || b == nil || !outA.Narrow || outB.Narrow {
			return
		}
		for _, order := range [][]*edit.Envelope{{a, b}, {b, a}} {
			server := w.server.clone()
			for _, in := range order {
				who := anna
				if in == b {
					who = cleoID
				}
				out := edit.Run(server, w.Env(who, edit.Server), *in)
				if in == a && !out.Status.HasEffect() && out.Status != records.Merged {
					t.Fatalf("%s, then %s: the narrowing is %+v", order[0].Name, order[1].Name, out)
				}
			}
			pairs[a.Name+" and "+b.Name]++
			again := *a
			again.UID += " again"
			before := accessible(server)
			out := edit.Run(server, w.Env(anna, edit.Server), again)
			if after := accessible(server); out.Narrow && !cmp.Equal(before, after) {
				t.Fatalf("%s, then %s: the narrowing still takes something away (%+v)\n%s\n%s",
					order[0].Name, order[1].Name, out, a.Args, cmp.Diff(before, after))
			}
		}
	})
}

// TestTheSameEditGivesTheSameBytes, each time: nothing depends on the order of a map.
func TestTheSameEditGivesTheSameBytes(t *testing.T) {
	start := first(t)
	rapid.Check(t, func(t *rapid.T) {
		w := start.like()
		desk := w.server.clone()
		in, _ := author(w, desk, anna, drawn(t, desk, "edit"))
		if in == nil {
			return
		}
		var results []map[records.Key]records.Record
		for range 4 {
			m := w.server.clone()
			edit.Run(m, w.Env(anna, edit.Server), *in)
			results = append(results, m.rows)
		}
		for _, r := range results[1:] {
			if !reflect.DeepEqual(results[0], r) {
				t.Fatalf("%s: %s", in.Name, cmp.Diff(results[0], r))
			}
		}
	})
}

// TestDoneAndUndoneIsAsBefore, whatever it was.
func TestDoneAndUndoneIsAsBefore(t *testing.T) { // B11
	start := first(t)
	rapid.Check(t, func(t *rapid.T) {
		w := start.like()
		before := accessible(w.server)
		desk := w.server.clone()
		in, _ := author(w, desk, anna, drawn(t, desk, "edit"))
		if in == nil {
			return
		}
		undo, out := author(w, desk, anna, &edit.Undo{Of: in.UID})
		if undo == nil {
			t.Fatalf("%s %s cannot be undone: %+v", in.Name, in.Args, out)
		}
		for _, e := range []*edit.Envelope{in, undo} {
			if out := edit.Run(w.server, w.Env(anna, edit.Server), *e); !out.Status.HasEffect() {
				t.Fatalf("%s: %+v", e.Name, out)
			}
		}
		if diff := cmp.Diff(before, accessible(w.server)); diff != "" {
			t.Fatalf("%s %s: %s", in.Name, in.Args, diff)
		}
	})
}

// TestUndoneUnderAnothersEditLeavesTheirs: what Cleo did on top, and nothing of Anna's.
func TestUndoneUnderAnothersEditLeavesTheirs(t *testing.T) { // B11
	start := first(t)
	rapid.Check(t, func(t *rapid.T) {
		w := start.like()
		alone := w.server.clone()
		desk := w.server.clone()
		in, _ := author(w, desk, anna, drawn(t, desk, "Anna's"))
		if in == nil {
			return
		}
		edit.Run(w.server, w.Env(anna, edit.Server), *in)
		desk = w.server.clone() // Cleo has seen it, and changes other fields
		e := drawn(t, desk, "Cleo's")
		theirs, _ := author(w, desk, cleoID, e)
		if theirs == nil || meets(w, in, theirs) {
			return
		}
		edit.Run(w.server, w.Env(cleoID, edit.Server), *theirs)
		if out := edit.Run(alone, w.Env(cleoID, edit.Server), *theirs); !out.Status.HasEffect() {
			return // without Anna's there was nothing for hers to do
		}
		undo, out := author(w, w.server.clone(), anna, &edit.Undo{Of: in.UID})
		if undo == nil {
			t.Fatalf("%s under %s: %+v", in.Name, theirs.Name, out)
		}
		edit.Run(w.server, w.Env(anna, edit.Server), *undo)
		if diff := cmp.Diff(accessible(alone), accessible(w.server)); diff != "" {
			t.Fatalf("%s %s under %s %s: %s", in.Name, in.Args, theirs.Name, theirs.Args, diff)
		}
	})
}

// meets reports whether two edits changed one field, or one of them a whole record of the other's.
func meets(w *inMemory, a, b *edit.Envelope) bool {
	for key := range b.Saw {
		if _, both := a.Saw[key]; both {
			return true
		}
	}
	return a.Name == "RemoveAccess" || b.Name == "RemoveAccess" || a.Name == "AddAccess" ||
		b.Name == "AddAccess"
}
