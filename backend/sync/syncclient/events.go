package syncclient

import (
	"time"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/sync/wire"
)

// Event is something that happened. Ask repeats the number of the effect that it answers.
type Event interface{ event() }

// The events.
type (
	// Kick asks for a round now: an edit was made, or the network is there again. A user who
	// insists does not keep the time that the server asked for.
	Kick struct{ Insists bool }
	// Poke is the server's word of a new version.
	Poke struct{ Version int64 }
	// Pause asks to stop what is under way. A download goes on from there at the next kick.
	Pause struct{}
	// Consent says that the user was asked about a download that takes most records away, and
	// wants it.
	Consent struct{}
	// Woke says that a Wait is over.
	Woke struct{ Ask int }

	// Looked answers Look.
	Looked struct {
		Ask      int
		At       edit.Position
		Waiting  []edit.Waiting
		Pending  int        // how many edits wait in all, those that were sent in this round too
		Removals bool       // any edit that waits takes access away
		Contact  time.Time  // the last one that was noted; zero = none
		Speaks   wire.Range // what the server spoke when it was last heard; zero = not known
		Err      error
	}
	// PushAnswered is the server's answer to SendPush, of which the edits up to Sent were sent.
	PushAnswered struct {
		Ask  int
		Out  edit.Pushed
		Sent int64
	}
	// PullOpened is the first line of the answer to SendPull.
	PullOpened struct {
		Ask   int
		Full  bool
		Anew  []records.Kind // of which everything comes
		After string         // the position that it goes on from; empty = from the beginning
		Done  int            // how many rows came before that position
		Total int            // how many rows come in all, as far as the server knows; 0 = it does not
	}
	// PullPiece answers Read: rows, up to a position from which the download can go on.
	PullPiece struct {
		Ask  int
		Rows []edit.Staged
		Pos  string
	}
	// PullClosed answers Read: the last rows, and what the last line says.
	PullClosed struct {
		Ask  int
		Rows []edit.Staged
		End  edit.Download
	}
	// Failed says that SendPush, SendPull or Read got no answer, or a refusal. Later is the time
	// that the server asks to wait; Sent is the last edit of a push that the server has read.
	Failed struct {
		Ask   int
		Err   error
		Later time.Duration
		Sent  int64
	}

	// Staged answers Stage; not OK means that the piece does not follow what is staged.
	Staged struct {
		Ask int
		OK  bool
		Err error
	}
	// Published answers Publish.
	Published struct {
		Ask int
		Out edit.Published
		Err error
	}
	// Reidentified answers Reidentify.
	Reidentified struct {
		Ask int
		Err error
	}
)

// Effect is something to be done. Those with an Ask are answered by an event that repeats it.
type Effect interface{ effect() }

// The effects.
type (
	// Look asks the desk's file for its position and the first edits that wait after a number.
	Look struct {
		Ask   int
		After int64
		Limit int
	}
	// SendPush asks the server to take edits.
	SendPush struct {
		Ask   int
		Copy  string
		Edits []edit.Waiting
	}
	// SendPull asks the server for everything since a position. At.Part is the download to go on
	// with; without one, Download names a new one.
	SendPull struct {
		Ask      int
		At       edit.Position
		Download string
	}
	// Read asks for what comes next of the download.
	Read struct{ Ask int }
	// Leave gives up the answer to a pull, however much of it has come.
	Leave struct{}

	// Stage keeps a piece of the download in the desk's file.
	Stage struct {
		Ask   int
		Piece edit.Piece
	}
	// Publish makes the download the base of the desk's file.
	Publish struct {
		Ask      int
		Download edit.Download
	}
	// Reidentify gives the desk's file a new identity.
	Reidentify struct {
		Ask     int
		NewCopy string
	}

	// Note keeps the time of the last contact in the desk's file.
	Note struct{ At time.Time }
	// Wait asks for Woke after a time. It takes the place of an earlier Wait.
	Wait struct {
		Ask int
		For time.Duration
	}
	// Tell says that the standing has changed.
	Tell struct{ Standing Standing }
	// Count says how far a long exchange is; Total is 0 where nobody knows.
	Count struct {
		Of          Way
		Done, Total int
	}
	// End says that a round is over, and how.
	End struct{ Err error }
)

// Way is which way a long exchange goes.
type Way string

// The ways.
const (
	Download Way = "download" // rows that are staged
	Upload   Way = "upload"   // edits that were sent
)

func (Kick) event()         {}
func (Poke) event()         {}
func (Pause) event()        {}
func (Consent) event()      {}
func (Woke) event()         {}
func (Looked) event()       {}
func (PushAnswered) event() {}
func (PullOpened) event()   {}
func (PullPiece) event()    {}
func (PullClosed) event()   {}
func (Failed) event()       {}
func (Staged) event()       {}
func (Published) event()    {}
func (Reidentified) event() {}

func (Look) effect()       {}
func (SendPush) effect()   {}
func (SendPull) effect()   {}
func (Read) effect()       {}
func (Leave) effect()      {}
func (Stage) effect()      {}
func (Publish) effect()    {}
func (Reidentify) effect() {}
func (Note) effect()       {}
func (Wait) effect()       {}
func (Tell) effect()       {}
func (Count) effect()      {}
func (End) effect()        {}
