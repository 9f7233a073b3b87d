package records

import "gatehouse/backend/access"

// Query narrows a list of records of one kind. The zero value asks for all of them, newest first.
type Query struct {
	Text   string     // found in what the kind is searched by; empty = everything
	State  string     // empty = every state
	Of     int64      // only those of this record, by the column that the kind is listed by; 0 = all
	Day    access.Day // only those whose days hold this one; 0 = all
	Since  int64      // only what was made then or later; 0 = all
	Before Place      // only records that are older; zero = from the newest
	Limit  int        // rows at most
	Today  access.Day // where a state depends on it
}

// Place is a record's place in a list that is newest first.
type Place struct {
	At int64 // when it was made, or last talked about: seconds since 1970
	ID int64
}

// PlaceOf gives a record's place: a topic stands where its last post puts it, everything else where
// it was made.
func PlaceOf(r Guarded) Place {
	if t, ok := r.(*Topic); ok {
		return Place{t.Updated, int64(t.ID)}
	}
	return Place{r.Record(0).Created, r.Key().ID}
}

// Line is a record as the office's own lists show it.
type Line struct {
	Record  Record
	Pending bool // changed here, not yet confirmed
}

// UserQuery asks for a stretch of the list of users.
type UserQuery struct {
	Text string // words that begin in name, e-mail or company
	View string // all, with, without, wide, ending, never, here (B18)
	Sort string // name, email, company, profile
	Desc bool
	From int
	Size int
	Day  access.Day // today, in the portal's zone
}

// UserLine is a user as a list shows it.
type UserLine struct {
	User    User
	Name    string
	Email   string
	Company string
	Profile string
	Access  access.Window // the schedule of the portal access
	Pending bool          // changed here, not yet confirmed
}

// Counts are the figures of the home screen.
type Counts struct {
	People, WithAccess, EndingSoon, NeverSignedIn, OpenTickets, Conflicts, Requests, Chats int
}

// AccountQuery asks for a stretch of the list of accounts, by name.
type AccountQuery struct {
	Text string // found in the name; empty = all
	Tree bool   // subsidiaries under their parent (A37); not with text
	From int
	Size int
}

// AccountLine is an account as a list shows it.
type AccountLine struct {
	ID           AccountID
	Name         string
	Parent       string // its name; empty = none
	Depth        int    // parents above it, in a tree
	People       int64
	Active       bool
	Portal       bool
	Consolidated bool
	Pending      bool // changed here, not yet confirmed
}

// PersonLine is somebody of an account.
type PersonLine struct {
	Person Person
	User   UserID // 0 = no login
}

// LoginQuery narrows a list of logins.
type LoginQuery struct {
	Text  string // found in the name or the e-mail address; empty = everything
	After UserID // 0 = from the beginning
	Limit int
}

// TicketCount is how many tickets of a state were opened in a stretch of time.
type TicketCount struct {
	Stretch int // from 0
	Status  TicketStatus
	Tickets int
}
