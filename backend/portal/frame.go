package portal

import (
	"html/template"
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/records"
)

// frame is what the layout shows around every page; Page is the page's own content.
type frame struct {
	words     *words
	base      string
	Lang      string
	Title     string
	Office    string
	Nav       []link
	Languages []link
	Name      string // of who has signed in
	Account   string
	Seats     []option // the accounts to choose from; empty where there is one
	Seat      string   // the one that the page is about
	SignInTo  string   // address of the sign-in page, or empty
	MyDetails bool     // the viewer may open their details
	Host      hostMarks
	Page      any
}

// link is a link of the layout. One without Href is shown and cannot be used.
type link struct {
	Href, Label, Lang string
	Ask               string // data-ask
	Here              bool
}

// hostMarks surround what only the hosted portal has.
type hostMarks struct {
	Begin, End template.HTML
	Key, Once  string
	Passkeys   bool // they work here
}

func (v *visit) frame(title string) *frame {
	f := &frame{words: v.words, base: v.base, Lang: v.words.lang, Title: title,
		Office: v.portal.Name, Host: hostMarks{Begin: "<!--host-->", End: "<!--/host-->"}}
	if v.Key != "" {
		f.Host.Key, f.Host.Once = v.Key, v.onceOf()
	}
	f.Host.Passkeys = v.env.Deeds != nil && v.env.Deeds.HasPasskeys(v.r)
	for _, w := range allWords {
		f.Languages = append(f.Languages, link{Href: v.base + "home?lang=" + w.lang,
			Label: w.say("language"), Lang: w.lang, Here: w.lang == v.words.lang})
	}
	switch {
	case v.staffName != "":
		f.Name = v.staffName
	case v.asked: // whoever is asked to sign in is nobody yet
	case v.Subject.Visitor:
		f.SignInTo = v.base + "sign-in"
	case v.Person != nil:
		f.Name = v.Person.Name()
	default:
		f.Name = v.words.say("somebody")
	}
	if v.Account != nil {
		f.Account = v.Account.Name
	}
	if v.Account != nil && !v.asked && !v.Subject.SecondFactor {
		f.Seats, f.Seat = v.seatOptions(), v.Account.ID.String()
	}
	if v.isInside() {
		f.Nav = v.nav()
		f.MyDetails = v.may(access.DetailsView, nil).Allowed()
	}
	return f
}

// isInside reports whether the viewer may walk about, and is not led to one page.
func (v *visit) isInside() bool {
	if v.Subject.Visitor {
		return !v.portal.RegisteredOnly && !v.atDesk
	}
	return access.SignIn(v.Subject, v.at).Allowed() && !v.Subject.MustChange &&
		!v.Subject.SecondFactor
}

// navComponents are what people open most; everything else is a tile of the home page.
var navComponents = []access.Component{access.Tickets, access.Projects, access.Orders,
	access.Invoices, access.Documents, access.Knowledgebase, access.HelpGuide}

// nav lists home, the Submit a Request tab (Z6), and the pages that are open to the viewer.
func (v *visit) nav() []link {
	list := []link{{Href: v.base + "home", Label: v.words.say("nav.home"), Here: v.isAt("home")}}
	for _, c := range navComponents {
		if !access.Open(v.Subject, c, v.at).Allowed() {
			continue
		}
		list = append(list, link{Href: v.base + c.String(), Ask: "tile:" + c.String(),
			Label: v.words.say("component." + c.String()), Here: v.isAt(c.String())})
	}
	if v.entrance().Tab {
		tab := link{Label: v.words.say("request.tab"), Ask: access.TicketCreate.String(),
			Here: v.isAt("new-ticket")}
		if v.may(access.TicketCreate, nil).Allowed() {
			tab.Href = v.base + "new-ticket"
		}
		list = append(list, tab)
	}
	return list
}

// isAt reports whether the visit is to a page or to one below it.
func (v *visit) isAt(path string) bool {
	p, _ := pageAt(v.path)
	return p != nil && (p.path == path || p.path == path+"/*")
}

// T says a sentence in the viewer's language; pairs fill its {names}.
func (f *frame) T(key string, pairs ...any) string { return f.words.say(key, pairs...) }

// To gives the relative way to a page of the portal.
func (f *frame) To(path string) string { return f.base + path }

// Look gives the relative way to a file of look/.
func (f *frame) Look(name string) string { return f.base + "look/" + name + "?v=" + lookVersion }

// Icon gives a small picture, which says nothing that the words beside it do not.
func (f *frame) Icon(name string) template.HTML { return icons[name] }

// money writes an amount as the viewer's language does.
func (v *visit) money(m records.Money) string {
	return m.Format(v.words.say("number.thousands"), v.words.say("number.point"))
}

// moment is an instant as pages show it.
type moment struct{ ISO, Day, Full string }

func (v *visit) moment(unix int64) moment {
	t := time.Unix(unix, 0).In(v.portal.Location())
	day := v.words.day(t)
	return moment{ISO: t.Format(time.RFC3339), Day: day, Full: day + ", " + t.Format("15:04")}
}
