package edit

import (
	"encoding/json"

	"gatehouse/backend/records"
)

// Cookie names a published state: exactly what a server had committed at a version of an epoch.
// Head is the hash of the newest history line of that state: a server that was put back to an
// older state and went another way has another one at the same version.
type Cookie struct {
	Portal  string `json:"portal"`
	Epoch   int64  `json:"epoch"`
	Version int64  `json:"version"`
	Head    string `json:"head,omitempty"`
}

// Position is where a desk stands in the protocol.
type Position struct {
	Cookie Cookie
	Copy   string // this incarnation of the desk's database; owns the numbers of its edits
	Acked  int64  // the last number whose outcome has come down
	Part   Part   // the download that is under way
	Schema int    // that the program of this desk speaks; 0 = the newest; it is not kept
	Base   int    // the schema in which the published state was brought; 0 = the first
	Whole  bool   // everything is asked for, whatever the cookie; it is not kept

	Anew []records.Kind // all of these kinds is asked for, beside what changed; it is not kept
}

// Part is a download that is not complete: its rows lie in the stage, up to a position that the
// server has named.
type Part struct {
	Download string `json:"download,omitempty"` // its name, fresh for each; empty = none
	Pos      string `json:"pos,omitempty"`      // from where it goes on; only the server reads it
	Full     bool   `json:"full,omitempty"`
}

// Waiting is an edit in the outbox, with its number in the copy: 1, 2, 3 ...
type Waiting struct {
	Seq    int64
	Edit   Envelope
	Narrow bool // it took access away when it ran here; the server does not ask
}

// Answered is an edit whose outcome has come down. It is kept until the server cannot lose it.
type Answered struct {
	Edit   Envelope
	Status records.Status
	Ver    int64
}

// Pushed is what became of a push.
type Pushed struct {
	Fork    bool // this copy's numbers were used by somebody else
	Gap     bool // an edit is missing between
	LastSeq int64
	Version int64
	Results []Landed
}

// Landed is the outcome of one edit of a push.
type Landed struct {
	Seq    int64
	UID    records.UID
	Status records.Status
	Why    string
	Inbox  bool
}

// Staged is one row of a download; Cells are nil for a record that is gone.
type Staged struct {
	Kind  records.Kind
	ID    int64
	Ver   int64
	Cells json.RawMessage
}

// Ack is the server's outcome of one edit of a copy, as the download brings it.
type Ack struct {
	Seq    int64
	UID    records.UID
	Status records.Status
	Why    string
	Ver    int64
}

// Piece is what a download has brought up to a position from which it can go on.
type Piece struct {
	Download string
	Schema   int // of the cells
	Full     bool
	After    string // the position that its rows follow; empty = it is the first
	Pos      string // the position that they lead to
	Rows     []Staged
}

// Download is what a complete pull has brought.
type Download struct {
	Was     Position // the question that it answers
	Name    string
	Full    bool           // its rows replace everything,
	Anew    []records.Kind // or, beside what changed, all there was of these kinds
	After   string         // the position of its last staged piece; empty = none of it is staged
	Rows    []Staged       // after that
	To      Cookie
	Acks    []Ack
	Durable int64 // a version that the server cannot lose any more; 0 = it does not know of one
	Lost    bool  // the server no longer has all that it had; what it had up to
	Since   int64 // this version is still there
	Sums    map[records.Kind]Tally
	NewCopy string // a fresh identity, should the desk's turn out to be used twice

	Wanted    int64 // so many records may go: the user was asked, and wants it
	Unchecked bool  // the sums were wrong before, and everything anew did not help
}

// Published tells what a publish changed.
type Published struct {
	Held  Loss           // so much would go, which the user has to be asked about; nothing was done
	Wrong []records.Kind // they do not add up; but for a download of everything that is an error
	Stale bool           // the answer was to a question that is no longer asked; nothing was done
	At    Position       // where the desk stands now; another Copy means that it took a new identity
	Kinds []records.Kind
	Acks  []Ack // of edits of this desk
}

// Machine is a paired computer of one member of staff.
type Machine struct {
	ID        string
	Staff     records.StaffID
	Name      string
	PublicKey string // Ed25519, base64
	TokenHash string // SHA-256 of the pairing token, hexadecimal
	Paired    int64  // seconds since 1970
	Seen      int64  // likewise; to some minutes
	Revoked   bool
}

// Pairing is a computer that shows a short code and waits to be taken in.
type Pairing struct {
	HandleHash string // of what the computer asks with
	CodeHash   string // of what it shows
	Computer   string
	PublicKey  string // Ed25519, base64
	BoxKey     string // X25519, base64: secrets are wrapped to it
	Expires    int64  // seconds since 1970
	Machine    string // its id, once a member of staff has confirmed it
}
