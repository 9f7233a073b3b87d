package records

import "fmt"

// UID names an edit, for ever: it is also its idempotency key and the name of a narrowing.
type UID string

// Status is what became of an edit.
type Status string

// The outcomes.
const (
	Applied  Status = "applied"
	Merged   Status = "merged"   // it was already so
	Overrode Status = "overrode" // somebody else's value was replaced; both are in the inbox
	Removed  Status = "removed"  // its record was removed meanwhile; the edit is kept in the inbox
	Refused  Status = "refused"
	Withheld Status = "withheld" // applied, but without the access it would have given
	Parked   Status = "parked"   // could not be carried out here; kept for a person to look at
)

// HasEffect reports whether an edit with this outcome changed records.
func (s Status) HasEffect() bool { return s == Applied || s == Overrode || s == Withheld }

// History is one line of the history: one edit, and what became of it (B14). The server gives it
// its number and chains it; at a desk, a line with number 0 has not been confirmed.
type History struct {
	ID       int64 // KeyOf(UID)
	N        int64
	UID      UID
	Group    UID // of a bulk action, or empty
	Edit     string
	Subject  string // the person, account or ticket it is about, as people say it
	About    Key    // the user, ticket or account it is about, for its record
	Actor    string
	Staff    StaffID `json:",omitempty"` // who that is, of the office's staff
	Machine  string
	Reason   string
	Status   Status
	Why      string
	Changes  string // JSON: the records before and after
	At       int64  // the author's clock, seconds since 1970: a claim
	Received int64  // the server's clock
	Prev     string
	Hash     string
}

// Key names the line.
func (h *History) Key() Key { return Key{KindHistory, h.ID} }

// Index gives the group, and what it is about.
func (h *History) Index(column string) any {
	switch column {
	case "grp":
		return string(h.Group)
	case "about":
		return h.About.ID
	}
	return nil
}

// Checkpoint is a line of the history that the server has countersigned: whoever changes an older
// line would have to sign this one anew.
type Checkpoint struct {
	N         int64 // of the line
	Hash      string
	At        int64  // the server's clock when it took the line
	PublicKey string // Ed25519, base64; whoever verifies knows it already, or keeps the first one
	Signature string // of SignedText, base64
}

// Key names the checkpoint.
func (c *Checkpoint) Key() Key { return Key{KindCheckpoint, c.N} }

// Index gives nothing: edits do not look checkpoints up.
func (c *Checkpoint) Index(string) any { return nil }

// SignedText is what a server signs of a portal's history: a line and, by its hash, all before it.
func SignedText(portal string, n int64, hash string) []byte {
	return fmt.Appendf(nil, "gatehouse history\n%s\n%d\n%s", portal, n, hash)
}

// HistoryQuery asks for a page of the history; an empty filter lets everything through.
type HistoryQuery struct {
	Actor   string
	Machine string
	Edit    string
	Group   UID
	About   Key
	Subject string // how it begins
	From    int
	Size    int
}

// Verdict is what became of verifying a history.
type Verdict struct {
	Lines  int64  // whole, counted from the first
	Signed int64  // the newest line that a signature vouches for
	Broken int64  // the first line that is not whole; 0 = all are
	Why    string // it is not, as a sentence
}

// Narrowing records that access was taken away: the ledger that a later grant must have seen. It
// is never deleted.
type Narrowing struct {
	ID      int64 // KeyOf(subject, uid)
	Subject string
	UID     UID
}

// Key names the narrowing.
func (n *Narrowing) Key() Key { return Key{KindNarrowing, n.ID} }

// Index gives the subject.
func (n *Narrowing) Index(column string) any {
	if column == "subject" {
		return n.Subject
	}
	return nil
}

// Inbox is an edit that met somebody else's: both sides, for a person to decide (B13).
type Inbox struct {
	ID      int64 // KeyOf(UID)
	UID     UID
	Staff   StaffID // whose edit it was, 0 = for every administrator
	Edit    string
	Subject string // the person or thing, as people say it
	About   Key    // what it is about
	Text    string // what happened, in one sentence
	Mine    string
	Theirs  string
	Args    string // JSON of the edit, to do it again
	Open    bool
	At      int64
	Group   UID    // of the bulk action that the edit belongs to, or empty
	By      string // who made the other edit, as the history has it; empty = not known
	From    string // at which computer
	When    int64  // by their clock
	Other   UID    // the other edit
	Clashes string // JSON: the values of this side that are not in force, or empty
}

// Key names the inbox line.
func (i *Inbox) Key() Key { return Key{KindInbox, i.ID} }

// Index gives nothing: the inbox is listed, not searched, by edits.
func (i *Inbox) Index(string) any { return nil }

// KeyOf makes a positive id from text, always the same one (FNV-1a, 63 bits).
func KeyOf(parts ...string) int64 {
	h := uint64(14695981039346656037)
	for _, part := range parts {
		for i := 0; i < len(part); i++ {
			h = (h ^ uint64(part[i])) * 1099511628211
		}
		h = (h ^ 0xff) * 1099511628211
	}
	return int64(h>>1) | 1
}
