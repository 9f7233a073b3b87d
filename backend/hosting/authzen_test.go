package hosting_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/hosting"
	"gatehouse/backend/portal/portaltest"
	"gatehouse/backend/records"
	"gatehouse/backend/store/storetest"
)

const (
	evaluationWay  = "/access/v1/evaluation"
	evaluationsWay = "/access/v1/evaluations"
)

func evaluation(user, permission, kind, id string) string {
	return fmt.Sprintf(`{"subject":{"type":"user","id":%q},"action":{"name":%q},
		"resource":{"type":%q,"id":%q},"context":{"time":"1985-10-26T01:22-07:00"},"new":[1]}`,
		user, permission, kind, id)
}

// TestAnEvaluationSaysWhy (B5): with the reasons for staff, and what the subject may read.
func TestAnEvaluationSaysWhy(t *testing.T) {
	s := open(t)
	p := s.gateway()
	s.put(&records.Ticket{ID: 500, Account: storetest.Acme, Creator: storetest.Mia, Subject: "S",
		Status: records.Open, Created: s.Now.Unix()})
	p.header.Set("X-Request-ID", "bfe9-1")
	a := p.ask("POST", evaluationWay, evaluation(miaName, "ticket.view", "ticket", "500")).is(200).
		has("decision", true, "context.reason_user", nil)
	if a.header.Get("X-Request-ID") != "bfe9-1" ||
		!strings.Contains(a.body, "The security profile Basic includes") ||
		!strings.Contains(a.body, "It is Mia Miller's own.") {
		t.Errorf("%v %s", a.header, a.body)
	}
	p.ask("POST", evaluationWay, evaluation("301", "ticket.view", "ticket", "500")).
		has("decision", true)
	p.ask("POST", evaluationWay, evaluation("Tom@example.com", "invoice.view", "component",
		"invoices")).is(200).has("decision", false,
		"context.reason_admin.en", "The security profile Minimum does not include “See invoices”.",
		"context.reason_user.en", "This is not part of your access.")
	s.user(storetest.MiaUser, func(u *records.User) { u.PortalUser = false })
	p.ask("POST", evaluationWay, evaluation("301", "ticket.view", "ticket", "500")).is(200).
		has("decision", false, "context.reason_user.de",
			"Dieser Zugang kann das Portal nicht benutzen. Bitte fragen Sie uns.").
		says(200, "Tick Portal User.")
}

// TestWhatIsUnknownIsDenied: it is no error.
func TestWhatIsUnknownIsDenied(t *testing.T) {
	s := open(t)
	p := s.gateway()
	s.put(&records.Ticket{ID: 500, Account: storetest.Acme, Creator: storetest.Mia, Subject: "S",
		Status: records.Open, Created: s.Now.Unix()},
		&records.User{ID: 305, Person: storetest.Tom, Username: "301", Active: true})
	for _, q := range []string{
		evaluation("nobody", "ticket.view", "ticket", "500"),
		evaluation("301", "ticket.view", "ticket", "500"), // one's id, another's name
		strings.Replace(evaluation(miaName, "ticket.view", "ticket", "500"), `"user"`, `"group"`, 1),
		evaluation(miaName, "ticket.fly", "ticket", "500"),
		evaluation(miaName, "invoice.view", "ticket", "500"),
		evaluation(miaName, "ticket.view", "invoice", "500"),
		evaluation(miaName, "ticket.view", "spaceship", "500"),
		evaluation(miaName, "ticket.view", "ticket", "501"),
		evaluation(miaName, "ticket.view", "ticket", "-1"),
		evaluation(miaName, "ticket.view", "ticket", "500' OR 1=1"),
		evaluation(miaName, "ticket.view", "component", "invoices"),
		evaluation(miaName, "article.read", "article", "../../etc/passwd"),
		evaluation(miaName, "forum.read", "topic", "500"),
	} {
		p.ask("POST", evaluationWay, q).is(200).has("decision", false)
	}
	p.ask("POST", evaluationWay, evaluation(miaName, "ticket.create", "component", "tickets")).
		has("decision", true)
	for _, q := range []string{`{}`, `{"subject":{"type":"user"},"action":{"name":"ticket.view"},
		"resource":{"type":"ticket","id":"500"}}`, evaluation("", "ticket.view", "ticket", "500"),
		evaluation(miaName, "", "ticket", "500"), evaluation(miaName, "ticket.view", "", "500"),
		evaluation(miaName, "ticket.view", "ticket", "")} {
		p.ask("POST", evaluationWay, q).says(http.StatusBadRequest, "The request has no")
	}
}

// TestSeveralEvaluations: with defaults, errors in their places, and the three semantics.
func TestSeveralEvaluations(t *testing.T) {
	s := open(t)
	p := s.gateway()
	tile := func(permission, component string) string {
		return fmt.Sprintf(`{"action":{"name":%q},"resource":{"type":"component","id":%q}}`,
			permission, component)
	}
	yes, no := tile("ticket.view", "tickets"), tile("invoice.view", "invoices")
	for _, c := range []struct{ semantic, list, want string }{
		{"", yes + "," + no + "," + yes, "true false true"},
		{"execute_all", no + `,{},` + yes, "false false true"},
		{"deny_on_first_deny", yes + "," + no + "," + yes, "true false"},
		{"permit_on_first_permit", no + "," + yes + "," + no, "false true"},
		{"", "", "true"},
	} {
		a := p.ask("POST", evaluationsWay, `{"subject":{"type":"user","id":"301"},
			"action":{"name":"ticket.view"},"resource":{"type":"component","id":"tickets"},
			"options":{"evaluations_semantic":"`+c.semantic+`","other":1},
			"evaluations":[`+c.list+`]}`).is(200)
		list, _ := a.at("evaluations").([]any)
		if list == nil {
			list = []any{map[string]any{"decision": a.at("decision")}}
		}
		var got []string
		for _, one := range list {
			got = append(got, fmt.Sprint(one.(map[string]any)["decision"]))
		}
		if c.semantic == "execute_all" { // {} takes all of the defaults
			c.want = "false true true"
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s of %s: %v", c.semantic, c.list, got)
		}
	}
	p.ask("POST", evaluationsWay, `{"subject":{"type":"user","id":"301"},"evaluations":[`+yes+`,
		{"resource":{"type":"component","id":"tickets"}}]}`).is(200).has("evaluations.0.decision",
		true, "evaluations.1.decision", false, "evaluations.1.context.error.status", 400.0)
	for _, bad := range []string{
		`{"evaluations":[` + yes + `],"options":{"evaluations_semantic":"x"}}`,
		`{"evaluations":[` + strings.Repeat(yes+",", 200) + yes + `]}`, `{"evaluations":5}`, `{}`} {
		p.ask("POST", evaluationsWay, bad).is(http.StatusBadRequest)
	}
}

// TestWhereEverythingIs: for everybody to read.
func TestWhereEverythingIs(t *testing.T) {
	s := openWith(t, hosting.Env{Address: "https://portal.example"})
	nobody := &program{s, "", http.Header{}}
	nobody.ask("GET", "/.well-known/authzen-configuration", "").is(200).has("policy_decision_point",
		"https://portal.example", "search_action_endpoint",
		"https://portal.example/access/v1/search/action")
}

// world is portaltest's office behind the hosted portal.
func world(t *testing.T) (*portaltest.World, *program) {
	t.Helper()
	w := portaltest.Sample(t)
	s := &site{t: t, Office: &storetest.Office{T: t, Server: w.DB, Now: w.Now}}
	s.handler = hosting.New(w.DB, hosting.Env{Now: func() time.Time { return w.Now },
		NewID: func() string { return fmt.Sprintf("id-%030d", s.ids.Add(1)) }},
		hosting.NewLimits(func() time.Time {
			return time.Now().Add(time.Duration(s.moved.Load()) * time.Second)
		}))
	s.server = httptest.NewServer(s.handler)
	t.Cleanup(s.server.Close)
	return w, s.gateway()
}

// question is one of all that can be asked of the sample world, with its answer.
type question struct {
	user, kind, id string
	permission     access.Permission
	allowed        bool
}

func (q question) text() string { return evaluation(q.user, q.permission.String(), q.kind, q.id) }

// questions gives all of them. The answers come from access.Check alone, at every account of the
// user.
func questions(t *testing.T, w *portaltest.World) (all []question) {
	t.Helper()
	for user, m := range w.Cast {
		if m.Person != nil {
			all = append(all, questionsOf(t, w, user, m.User.ID)...)
		}
	}
	return all
}

func questionsOf(t *testing.T, w *portaltest.World, user string, id records.UserID) (
	all []question) {
	t.Helper()
	at := access.At(w.Now, w.Settings.Location())
	var subjects []*access.Subject
	seats, err := w.Seats(ctx, id)
	must(t, err)
	for _, a := range seats {
		c, err := w.CastFor(ctx, id, a.ID)
		must(t, err)
		subjects = append(subjects, c.Subject())
	}
	for _, p := range access.Permissions() {
		for _, r := range about(t, w, p, at.Day) {
			r.user, r.permission = user, p
			for _, s := range subjects {
				r.allowed = r.allowed || access.Check(s, p, r.record, at).Allowed()
			}
			all = append(all, r.question)
		}
	}
	return all
}

type asked struct {
	question
	record *access.Record
}

// about gives every record that a permission is about.
func about(t *testing.T, w *portaltest.World, p access.Permission, day access.Day) (list []asked) {
	t.Helper()
	for _, a := range w.Library {
		if a.Shelf.Permission() == p {
			list = append(list, asked{question{kind: "article", id: a.Slug}, a.Record()})
		}
	}
	for _, key := range keysOf(w) {
		if kind := records.About(p); kind == "" || key.Kind != kind &&
			key.Kind != records.Holder(kind) {
			continue
		}
		r, closed, err := w.One(ctx, key)
		must(t, err)
		list = append(list, asked{question{kind: string(key.Kind), id: fmt.Sprint(key.ID)},
			records.GuardOn(r, p, closed, day)})
	}
	return list
}

func keysOf(w *portaltest.World) (list []records.Key) {
	for _, r := range w.Rows {
		list = append(list, r.Key())
	}
	for _, r := range w.More {
		if _, ok := r.(records.Guarded); ok {
			list = append(list, r.Key())
		}
	}
	for _, a := range w.Accounts {
		list = append(list, a.Key())
	}
	for _, c := range w.Cast {
		if c.Person != nil {
			list = append(list, c.Person.Key())
		}
	}
	return list
}

// TestEveryDecisionIsThatOfAccess (B20): for everybody, every permission and every record of the
// sample office; and what the searches find is what the evaluations allow.
func TestEveryDecisionIsThatOfAccess(t *testing.T) {
	w, p := world(t)
	all := questions(t, w)
	allowed := 0
	for some := range slices.Chunk(all, 200) {
		p.wait()
		var list []string
		for _, q := range some {
			list = append(list, q.text())
		}
		a := p.ask("POST", evaluationsWay, `{"evaluations":[`+strings.Join(list, ",")+`]}`).is(200)
		got, _ := a.at("evaluations").([]any)
		if len(got) != len(some) {
			t.Fatalf("%d answers to %d questions", len(got), len(some))
		}
		for i, q := range some {
			if got[i].(map[string]any)["decision"] != q.allowed {
				t.Errorf("%s %s %s %s: not %v: %v", q.user, q.permission, q.kind, q.id, q.allowed,
					got[i])
			}
			if q.allowed {
				allowed++
			}
		}
	}
	if share := float64(allowed) / float64(len(all)); len(all) < 3000 || share < .05 || share > .95 {
		t.Fatalf("%d questions, %.2f of them allowed", len(all), share)
	}
	p.findsWhatIsAllowed(all)
}

// findsWhatIsAllowed searches in all three directions.
func (p *program) findsWhatIsAllowed(all []question) {
	p.t.Helper()
	want := map[string][]string{} // by the search
	for _, q := range all {
		user := fmt.Sprintf(`{"type":"user","id":%q}`, q.user)
		action, kind := fmt.Sprintf(`{"name":%q}`, q.permission), fmt.Sprintf(`{"type":%q}`, q.kind)
		record := fmt.Sprintf(`{"type":%q,"id":%q}`, q.kind, q.id)
		for search, hit := range map[string]string{
			`subject {"subject":{"type":"user"},"action":` + action + `,"resource":` + record +
				`}`: q.user,
			`resource {"subject":` + user + `,"action":` + action + `,"resource":` + kind +
				`}`: q.id,
			`action {"subject":` + user + `,"resource":` + record + `}`: q.permission.String(),
		} {
			want[search] = append(want[search], map[bool][]string{true: {hit}}[q.allowed]...)
		}
	}
	for search, hits := range want {
		what, body, _ := strings.Cut(search, " ")
		if what == "resource" && strings.Contains(body, `"resource":{"type":"person"}`) {
			continue // people are asked about one by one
		}
		if p.moved.Add(1); testing.Short() && p.moved.Load()%5 != 0 {
			continue // some of them
		}
		got := p.search(what, body, 3)
		slices.Sort(got)
		slices.Sort(hits)
		if !slices.Equal(got, hits) {
			p.t.Errorf("%s finds %q, not %q", search, got, hits)
		}
	}
}

// search gives all hits of a search, some a page.
func (p *program) search(what, body string, limit int) (hits []string) {
	p.t.Helper()
	page := fmt.Sprintf(`{"limit":%d}`, limit)
	for range 1000 {
		a := p.ask("POST", "/access/v1/search/"+what, strings.TrimSuffix(body, "}")+`,"page":`+page+`}`)
		if a.status != http.StatusOK {
			p.t.Fatalf("%s: %d %s", body, a.status, a.body)
		}
		list, _ := a.at("results").([]any)
		for _, one := range list {
			hit := one.(map[string]any)
			text, _ := hit["id"].(string)
			if name, ok := hit["name"].(string); ok {
				text = name
			}
			hits = append(hits, text)
		}
		next, _ := a.at("page.next_token").(string)
		if next == "" {
			return hits
		}
		page = fmt.Sprintf(`{"token":%q}`, next)
	}
	p.t.Fatalf("%s has no end", body)
	return nil
}

// TestATokenOfOneAccountHearsOfNoOther: people and records of others answer as unknown ones do, to
// the byte.
func TestATokenOfOneAccountHearsOfNoOther(t *testing.T) {
	w, all := world(t)
	p := all.as("Acme", records.ForAuthZEN, func(t *records.Token) { t.Account = 10 })
	at := access.At(w.Now, w.Settings.Location())
	foreign := 0
	for _, q := range questions(t, w) {
		here := false // does access allow it at this account?
		if c, err := w.CastFor(ctx, w.Cast[q.user].User.ID, 10); err == nil {
			for _, r := range about(t, w, q.permission, at.Day) {
				here = here || r.kind == q.kind && r.id == q.id &&
					access.Check(c.Subject(), q.permission, r.record, at).Allowed()
			}
		}
		if q.permission != access.TicketView && q.permission != access.InvoiceView &&
			q.permission != access.ProjectView {
			continue
		}
		p.moved.Add(1)
		a := p.ask("POST", evaluationWay, q.text()).is(200).has("decision", here)
		if here {
			continue
		}
		foreign++
		unknown := q
		unknown.id = "987654321"
		if b := p.ask("POST", evaluationWay, unknown.text()); b.body != a.body {
			t.Errorf("%s %s %s: %s, and of none %s", q.user, q.permission, q.id, a.body, b.body)
		}
	}
	if foreign < 50 {
		t.Errorf("only %d refusals", foreign)
	}
	fay := p.ask("POST", evaluationWay, evaluation("fay", "help guide.read", "component",
		"help-guide"))
	nobody := p.ask("POST", evaluationWay, evaluation("xxx", "help guide.read", "component",
		"help-guide"))
	if fay.body != nobody.body {
		t.Errorf("%s, %s", fay.body, nobody.body)
	}
	all.ask("POST", evaluationWay, evaluation("fay", "help guide.read", "component", "help-guide")).
		has("decision", true)
	for _, name := range p.search("subject", `{"subject":{"type":"user"},
		"action":{"name":"ticket.view"},"resource":{"type":"ticket","id":"1"}}`, 100) {
		if seats, err := w.Seats(ctx, w.Cast[name].User.ID); err != nil ||
			!slices.ContainsFunc(seats, func(a *records.Account) bool { return a.ID == 10 }) {
			t.Errorf("%s is found", name)
		}
	}
}

// TestAPageIsOfItsSearch: another question, another token or another size is refused.
func TestAPageIsOfItsSearch(t *testing.T) {
	_, p := world(t)
	other := p.as("Other", records.ForAuthZEN, nil)
	body := func(user, page string) string {
		return fmt.Sprintf(`{"subject":{"type":"user","id":%q},"action":{"name":"ticket.view"},
			"resource":{"type":"ticket"},"page":%s}`, user, page)
	}
	const way = "/access/v1/search/resource"
	next, _ := p.ask("POST", way, body("cleo", `{"limit":2}`)).has("page.count", 2.0).
		at("page.next_token").(string)
	if next == "" {
		t.Fatal("there is one page only")
	}
	text, err := json.Marshal(next)
	must(t, err)
	page := `{"token":` + string(text) + `}`
	p.ask("POST", way, body("cleo", page)).is(200)
	p.ask("POST", way, body("ben", page)).is(http.StatusBadRequest)
	other.ask("POST", way, body("cleo", page)).is(http.StatusBadRequest)
	p.ask("POST", way, body("cleo", `{"limit":3,"token":`+string(text)+`}`)).is(http.StatusBadRequest)
	p.ask("POST", way, body("cleo", `{"token":"x"}`)).is(http.StatusBadRequest)
	p.ask("POST", way, body("cleo", `{"limit":-1}`)).is(http.StatusBadRequest)
	p.ask("POST", way, body("nobody", `{}`)).is(200).has("page.count", 0.0, "page.next_token", "")
}
