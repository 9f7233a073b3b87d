package records

import (
	"regexp"
	"strings"
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
)

// Portal holds the settings of the office's one portal.
type Portal struct {
	Name           string // of the office, as customers read it
	Zone           string // IANA name of the time zone in which days begin and end (C4)
	RegisteredOnly bool   // Z2
	SignInToSubmit bool   // Z3
	Widget         bool   // Z6: the Add Request widget
	Tab            bool   // Z6: the Submit a Request tab
	AccountTickets bool   // Z4: everyone with tickets sees those of their account
	ManagersRaise  bool   // A35: a Manager may raise others; otherwise it is asked for (A31)
	SecondFactor   bool   // B19: nobody signs in without one
	CutOff         int64  // A38: seconds since 1970, 0 = all
	Closed         access.ComponentSet
	OldTickets     string // O16: an older address that leads to the tickets, such as /support/tickets
	PaymentLink    string // A40: where an invoice is paid; see Invoice.PayAt
	Accent         string // the office's colour, #rrggbb; empty = the portal's own
}

// Arrival is somebody before this portal's door.
func (p *Portal) Arrival(signedIn bool) access.Arrival {
	return access.Arrival{All: !p.RegisteredOnly, SignInFirst: p.SignInToSubmit,
		SignedIn: signedIn, Widget: p.Widget, Tab: p.Tab}
}

// PortalKey names the portal's settings.
var PortalKey = Key{KindPortal, 1}

// Key names the portal's settings.
func (p *Portal) Key() Key { return PortalKey }

// Index gives nothing: there is one portal.
func (p *Portal) Index(string) any { return nil }

// Location is the portal's time zone; a zone that this computer does not know counts as UTC.
func (p *Portal) Location() *time.Location {
	zone, err := time.LoadLocation(p.Zone)
	if err != nil {
		return time.UTC
	}
	return zone
}

// Check refuses a portal without a name or in a time zone that does not exist.
func (p *Portal) Check() error {
	if p.Name == "" || len(p.Name) > 200 {
		return problem.New(problem.Invalid, "The office needs a name of 1 to 200 letters.").
			On("name")
	}
	if _, err := time.LoadLocation(p.Zone); err != nil {
		return problem.Newf(problem.Invalid,
			"“%s” is not a time zone. Write it like Europe/Berlin.", p.Zone).On("zone")
	}
	if old := p.OldTickets; old != "" && (len(old) > 200 || !strings.HasPrefix(old, "/") ||
		strings.Contains(old, "//") || strings.ContainsAny(old, "?# \\")) {
		return problem.New(problem.Invalid, "Write the older address from its first slash on, such "+
			"as /support/tickets.php.").On("oldTickets")
	}
	if !colour.MatchString(p.Accent) {
		return problem.New(problem.Invalid, "Write the colour as # and six digits or letters from "+
			"a to f, such as #1c7ed6.").On("accent")
	}
	return CheckPayLink(p.PaymentLink)
}

var colour = regexp.MustCompile(`^(#[0-9a-f]{6})?$`)

// Role is what a member of staff may do.
type Role string

// The roles.
const (
	Administrator Role = "administrator"  // everything
	AccessManager Role = "access manager" // people, access, reviews
	Reader        Role = "reader"         // preview, explain, reports
)

// Staff is somebody who works at the office.
type Staff struct {
	ID     StaffID
	Name   string
	Email  string
	Role   Role
	Active bool
}

// Key names the member of staff.
func (s *Staff) Key() Key { return Key{KindStaff, int64(s.ID)} }

// Index gives the role.
func (s *Staff) Index(column string) any {
	if column == "role" {
		return string(s.Role)
	}
	return nil
}

// Title is the name.
func (s *Staff) Title() string { return s.Name }

// Check refuses staff without a name or with an unknown role.
func (s *Staff) Check() error {
	switch {
	case s.ID <= 0 || s.Name == "":
		return problem.New(problem.Invalid, "A member of staff needs a name.").On("name")
	case s.Role != Administrator && s.Role != AccessManager && s.Role != Reader:
		return problem.New(problem.Invalid,
			"Choose administrator, access manager or reader.").On("role")
	}
	return nil
}
