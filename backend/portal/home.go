package portal

import (
	"net/http"

	"gatehouse/backend/access"
	"gatehouse/backend/records"
)

type homeView struct {
	Greeting string
	Tiles    []tile
	Widget   *link // nil: hidden; without Href: greyed
}

// tile is one component on the home page (O2).
type tile struct {
	Key, Label, About string
	Href              string // empty: greyed
	Why               string // the small line of a greyed one
}

// home shows a big tile for every component, greyed where it is not open (O1, O2), and the Add
// Request widget (Z6).
func (v *visit) home(string) error {
	h := homeView{Greeting: v.words.say("home.welcome", "office", v.portal.Name)}
	if v.Person != nil {
		h.Greeting = v.words.say("home.hello", "name", firstName(v.Person))
	}
	for _, c := range access.Components() {
		h.Tiles = append(h.Tiles, v.tile(c))
	}
	if v.entrance().Widget {
		h.Widget = &link{Ask: access.TicketCreate.String()}
		if v.may(access.TicketCreate, nil).Allowed() {
			h.Widget.Href = v.base + "new-ticket"
		}
	}
	return v.show(http.StatusOK, "home", v.words.say("nav.home"), h)
}

func (v *visit) tile(c access.Component) tile {
	key := c.String()
	t := tile{Key: key, Label: v.words.say("component." + key), About: v.words.say("about." + key)}
	d := v.may(c.First(), nil)
	switch {
	case d.Allowed() && hasPage.Has(c):
		t.Href = v.base + key
	case d.Allowed():
		t.Why = v.words.say("tile.no-page")
	case access.Plain(d) == "sign-in-first":
		t.Why = v.words.say("tile.sign-in")
	default:
		t.Why = v.words.say("tile.off")
	}
	return t
}

func firstName(p *records.Person) string {
	if p.First != "" {
		return p.First
	}
	return p.Name()
}

// entrance says where the portal offers to submit a request, and what comes before the form (the
// Z table).
type entrance struct {
	Widget      bool // the Add Request widget stands on the home page
	Tab         bool // the Submit a Request tab stands in the navigation
	SignInFirst bool // the form's address asks a visitor to sign in
	Refused     bool // the form's address refuses a visitor
	OnArrival   bool // every page asks a visitor to sign in
}

// entranceOf is the Z table: its seven rows are its test. Somebody whose login is deactivated
// counts as not signed in.
func entranceOf(p *records.Portal, signedIn bool) entrance {
	e := entrance{Widget: p.Widget, Tab: p.Tab}
	switch {
	case signedIn:
	case p.RegisteredOnly:
		return entrance{OnArrival: true}
	case p.SignInToSubmit:
		e.SignInFirst = true
	case !p.Widget && !p.Tab:
		e.Refused = true
	}
	return e
}

func (v *visit) entrance() entrance {
	signedIn := !v.Subject.Visitor && access.SignIn(v.Subject, v.at).Allowed()
	return entranceOf(v.portal, signedIn)
}
