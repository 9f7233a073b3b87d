package portal

import (
	"net/http"

	"gatehouse/backend/access"
	"gatehouse/backend/records"
)

type homeView struct {
	Greeting string
	Messages []messageView
	Manager  *managerView // A46
	Tiles    []tile
	Widget   *link // nil: hidden; without Href: greyed
	Ask      *link // to ask for access; nil: there is nothing to ask for
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
	var err error
	if h.Messages, err = v.messages(); err != nil {
		return err
	}
	if h.Manager, err = v.manager(); err != nil {
		return err
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
	first, err := v.mayAskFirst()
	switch {
	case err != nil:
		return err
	case first:
		h.Ask = &link{Href: v.base + "ask-access", Label: v.words.say("ask-access.first")}
	case v.isContact():
		h.Ask = &link{Href: v.base + "ask-access", Label: v.words.say("ask-access.contact")}
	}
	return v.show(http.StatusOK, "home", v.words.say("nav.home"), h)
}

func (v *visit) tile(c access.Component) tile {
	key := c.String()
	t := tile{Key: key, Label: v.words.say("component." + key), About: v.words.say("about." + key)}
	d := access.Open(v.Subject, c, v.at)
	switch {
	case d.Allowed() && hasPage(c):
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

// entrance says where the portal offers to submit a request, and what comes before the form.
func (v *visit) entrance() access.Entrance {
	signedIn := !v.Subject.Visitor && access.SignIn(v.Subject, v.at).Allowed()
	return access.Enter(v.portal.Arrival(signedIn))
}
