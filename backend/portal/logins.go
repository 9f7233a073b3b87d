package portal

import (
	"net/http"
	"net/url"
	"slices"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/sentence"
)

// logins lists the portal logins of the viewer's account and its subsidiaries (A19).
func (v *visit) logins(string) error {
	if d := v.may(access.LoginsManage, nil); !d.Allowed() {
		return v.refuse(d)
	}
	from := v.r.URL.Query()
	q := records.LoginQuery{Text: shortened(from.Get("q")), Limit: pageRows + 1}
	if after, err := records.ParseID[records.User](from.Get("after")); err == nil {
		q.After = after
	}
	found, err := v.source.LoginLines(v.r.Context(),
		v.rows(access.LoginsManage, records.LoginColumns), q)
	if err != nil {
		return err
	}
	view := listView{Page: "logins", Way: v.base + "logins", Label: v.words.say("logins.title"),
		Lead: v.words.say("logins.lead"), Ask: access.LoginsManage.String() + ":", Query: q.Text,
		Back: v.base + "administration", BackText: v.words.say("administration.back"),
		Saved: v.savedText(), Empty: v.words.say("logins.none")}
	if q.Text != "" {
		view.Empty = v.words.say("list.none-found", "text", q.Text)
	}
	if len(found) == q.Limit {
		found = found[:pageRows]
		older := url.Values{"after": {found[pageRows-1].User.String()}}
		if q.Text != "" {
			older.Set("q", q.Text)
		}
		view.Older, view.OlderText = v.base+"logins?"+older.Encode(), v.words.say("pager.more")
	}
	if q.After != 0 {
		view.Newest, view.NewestText = v.base+"logins", v.words.say("pager.first")
	}
	for _, l := range found {
		view.Rows = append(view.Rows, v.loginRow(l))
	}
	view.Results = v.words.say("list.shown", "n", len(found))
	if v.keepsHere(access.LoginsManage) {
		view.Actions = []link{{Href: v.base + "logins/new", Label: v.words.say("logins.new"),
			Ask: access.LoginsManage.String()}}
	}
	return v.show(http.StatusOK, "list", view.Label, view)
}

func (v *visit) loginRow(l records.Login) row {
	one := row{ID: l.Person.String(), Href: v.base + "logins/" + l.Person.String(), Title: l.Name,
		Subs: subs(l.Email), Marks: []mark{{"info", l.Profile}}}
	if l.Account != v.accountID() {
		one.Subs = append(one.Subs, l.Company)
	}
	if l.Profile == "" {
		one.Marks = []mark{{"off", v.words.say("logins.minimum")}}
	}
	if !l.On {
		one.Marks = append(one.Marks, mark{"bad", v.words.say("logins.is-off")})
	}
	return one
}

// profileChoice is a security profile in the form of a login.
type profileChoice struct {
	Value, Label, About string
	Chosen              bool
	Why                 string // it cannot be chosen, because; empty: it can
}

// isOffered reports whether the portal's administration shows a profile: a custom one that clients
// may not assign is not shown (A34), and neither is what visitors have.
func isOffered(p *records.Profile) bool {
	return int64(p.ID) != access.GuestProfile && (p.System || p.Assignable)
}

// profileChoices tells of every profile whether this viewer may give it to somebody (A34, A35).
func (v *visit) profileChoices(c *records.Cast, chosen records.ProfileID) (
	list []profileChoice, err error) {
	profiles, err := v.source.Profiles(v.r.Context())
	for _, p := range profiles {
		if !isOffered(p) {
			continue
		}
		one := profileChoice{Value: p.ID.String(), Label: sentence.Profile(v.words.lang, p.Name),
			About: p.Description, Chosen: p.ID == chosen}
		if p.System {
			one.About = sentence.ToCustomer(v.words.lang, p.Description)
		}
		if p.ID != chosen {
			one.Why = v.whyNot(c, p)
		}
		list = append(list, one)
	}
	return list, err
}

// whyNot says why the viewer may not give a profile; nothing when they may. What decides is the
// edit, by the same questions.
func (v *visit) whyNot(c *records.Cast, p *records.Profile) string {
	want := *c
	terms := records.Access{Account: c.Account.ID, Profile: p.ID}
	if c.Access != nil {
		terms = *c.Access
		terms.Profile = p.ID
	}
	want.Access, want.Profile = &terms, p
	err := access.Delegate(v.Subject, c.Grant(), want.Grant(), v.at)
	switch {
	case !p.Assignable:
		return v.words.say("logins.office-only")
	case problem.Of(err).Field == "profile":
		return v.words.say("logins.more-than-you")
	case err != nil:
		return v.words.say("logins.not-yours")
	case !v.portal.ManagersRaise && !v.isLow(c, p):
		return v.words.say("logins.by-request")
	}
	return ""
}

// isLow reports whether a profile gives no more than somebody has, or than Basic does.
func (v *visit) isLow(c *records.Cast, p *records.Profile) bool {
	now := c.Grant()
	want := now
	want.Matrix = p.Matrix
	basic := want
	for _, s := range access.Systems() {
		if s.ID == access.BasicProfile {
			basic.Matrix = s.Matrix
		}
	}
	return now.Covers(want) || basic.Covers(want)
}

// effects says what somebody gains and loses between two casts, as it is once they can sign in
// (B7).
func (v *visit) effects(before, after *records.Cast) (gains, losses []string) {
	x, y := before.Subject(), after.Subject()
	for _, s := range []*access.Subject{x, y} {
		s.MustChange, s.SecondFactor = false, false
	}
	for _, c := range access.Compare(x, y, v.at) {
		if c.Wider {
			gains = append(gains, v.sayMay(c.Permission, c.After))
		}
		if c.Narrower {
			losses = append(losses, v.sayMay(c.Permission, c.Before))
		}
	}
	return gains, losses
}

// sayMay says a permission with its reach in the viewer's language.
func (v *visit) sayMay(p access.Permission, s access.Scope) string {
	text := v.words.say("may." + p.String())
	if plain := access.Say(p, s); plain == p.Label() {
		return text
	}
	return text + ": " + v.words.say("scope."+s.String())
}

// accountsToManage are the accounts at which the viewer may make logins, their own first.
func (v *visit) accountsToManage() (list []option, err error) {
	ids := v.Subject.Keys.Of(access.Tree)
	found, err := parts[*records.Account](v, records.KindAccount, "id", ids...)
	slices.SortStableFunc(found, func(a, b *records.Account) int {
		switch v.accountID() {
		case a.ID:
			return -1
		case b.ID:
			return 1
		}
		return 0
	})
	for _, a := range found {
		if v.may(access.LoginsManage, a.Record(0)).Allowed() {
			list = append(list, option{a.ID.String(), a.Name})
		}
	}
	return list, err
}
