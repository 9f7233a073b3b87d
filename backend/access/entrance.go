package access

// Arrival is somebody before the portal's door (Z1 to Z3, Z6).
type Arrival struct {
	All         bool // Z1: open to all customers; otherwise to registered ones only (Z2)
	SignInFirst bool // Z3: sign in to submit
	SignedIn    bool // and the login is not deactivated
	Widget, Tab bool // Z6: the two switches
}

// Entrance is how the portal receives them, and what it offers for opening a request.
type Entrance struct {
	Row    int    // of Entrances, from 1
	Widget bool   // the Add Request widget is shown
	Tab    bool   // the Submit a Request tab is shown
	Asked  Asking // when signing in is asked for
	Guest  bool   // the form's own address accepts a visitor
}

// Asking says when a visitor is asked to sign in.
type Asking string

// When signing in is asked for.
const (
	AskedNever     Asking = "never to submit, only to track"
	AskedForForm   Asking = "when the form is opened"
	AskedOnArrival Asking = "on arrival"
	AskedNoMore    Asking = "already done"
)

// EntranceRow is one row of the table; what is nil fits both.
type EntranceRow struct {
	All, SignInFirst, SignedIn, AnySwitch *bool
	Offers                                bool // the widget and the tab, each as its switch says
	Asked                                 Asking
	Guest                                 bool
}

var yes, no = new(true), new(false)

// Entrances is the table of modes, switches and visitors: the first row that fits holds. The home
// page and the settings screen both read it. Somebody deactivated counts as a visitor (row 7).
var Entrances = []EntranceRow{
	{yes, no, no, yes, true, AskedNever, true},
	{yes, no, no, no, false, AskedNever, false},
	{yes, yes, no, nil, true, AskedForForm, false},
	{yes, nil, yes, nil, true, AskedNoMore, false},
	{no, nil, no, nil, false, AskedOnArrival, false},
	{no, nil, yes, nil, true, AskedNoMore, false},
}

func (r EntranceRow) fits(a Arrival) bool {
	fit := func(want *bool, is bool) bool { return want == nil || *want == is }
	return fit(r.All, a.All) && fit(r.SignInFirst, a.SignInFirst) &&
		fit(r.SignedIn, a.SignedIn) && fit(r.AnySwitch, a.Widget || a.Tab)
}

// Enter reads the table for one arrival.
func Enter(a Arrival) Entrance {
	for i, r := range Entrances {
		if r.fits(a) {
			return Entrance{Row: i + 1, Widget: r.Offers && a.Widget, Tab: r.Offers && a.Tab,
				Asked: r.Asked, Guest: r.Guest}
		}
	}
	return Entrance{Asked: AskedOnArrival} // every arrival fits a row; its test says so
}
