package app

import (
	"context"
	"encoding/json"
	"log/slog"
	"reflect"
	"sync"
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/portal"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/sealing"
	"gatehouse/backend/sync/syncclient"
)

// Store is what the desk needs of its database. It is also the portal's source for the preview.
type Store interface {
	portal.Source
	syncclient.Store
	Author(ctx context.Context, env edit.Env, in []edit.Envelope, each func(int)) (
		[]edit.Outcome, error)
	Alone(ctx context.Context, first ...records.Record) error
	Pending(ctx context.Context) (edits, removals int, err error)
	Note(ctx context.Context, name, value string) error
	Noted(ctx context.Context, name string) (string, error)

	Counts(ctx context.Context, day access.Day, staff records.StaffID) (records.Counts, error)
	UserLines(ctx context.Context, q records.UserQuery) ([]records.UserLine, int, error)
	EveryUserLine(ctx context.Context, q records.UserQuery,
		yield func(l records.UserLine, total int) error) error
	AccessReport(ctx context.Context, from, to access.Day, now time.Time) (records.AccessReport, error)
	Cast(ctx context.Context, id records.UserID) (*records.Cast, error)
	CastAt(ctx context.Context, id records.AccountID) (*records.Cast, error)
	Everybody(ctx context.Context, yield func(*records.Cast) bool) error
	Who(ctx context.Context, p access.Permission, r *access.Record, at access.Moment) (
		[]access.Seer, error)
	EverybodyWith(ctx context.Context, id records.ProfileID, yield func(*records.Cast) bool) error
	Hold(ctx context.Context, c *records.Cast, a *records.Access) error
	Logins(ctx context.Context, name string) ([]*records.User, error)
	Staff(ctx context.Context, id records.StaffID) (*records.Staff, error)
	Account(ctx context.Context, id records.AccountID) (*records.Account, error)
	AccountLines(ctx context.Context, q records.AccountQuery) ([]records.AccountLine, int, error)
	Consolidated(ctx context.Context, id records.AccountID) (members, over []records.AccountLine,
		err error)
	PeopleAt(ctx context.Context, at records.AccountID, text string, limit int) (
		[]records.PersonLine, int, error)
	AccountsByName(ctx context.Context) (map[string]records.AccountID, error)
	Emails(ctx context.Context) (map[string]bool, error)
	Profile(ctx context.Context, id records.ProfileID) (*records.Profile, error)
	Profiles(ctx context.Context) ([]*records.Profile, error)
	Holders(ctx context.Context) (map[records.ProfileID]int, error)
	Reviews(ctx context.Context) ([]*records.Review, error)
	Review(ctx context.Context, id records.ReviewID) (*records.Review, error)
	CountUnanswered(ctx context.Context, r *records.Review) (int, error)
	CountReview(ctx context.Context, r *records.Review) (records.ReviewCount, error)
	ReviewLines(ctx context.Context, q records.ReviewQuery) ([]records.ReviewLine, int, error)
	EachUnanswered(ctx context.Context, r *records.Review, each func(records.ReviewLine)) error
	Unanswered(ctx context.Context, r *records.Review, after records.AccessID, limit int) (
		[]*records.Access, error)
	EndedIn(ctx context.Context, r *records.Review, from, size int) ([]*records.History, error)
	Accesses(ctx context.Context, ids []records.AccessID) ([]*records.Access, error)
	ReviewCasts(ctx context.Context, list []*records.Access, yield func(*records.Cast) bool) error
	Lines(ctx context.Context, kind records.Kind, text string, from, size int) (
		[]records.Line, int, error)
	LinesOf(ctx context.Context, kind records.Kind, column string, value int64) (
		[]records.Line, error)
	LineOf(ctx context.Context, key records.Key) (records.Line, error)
	File(ctx context.Context, id records.FileID) (*records.File, error)
	HistoryOf(ctx context.Context, about records.Key, limit int) ([]*records.History, error)
	HistoryOfGroup(ctx context.Context, group records.UID) ([]*records.History, error)
	HistoryLine(ctx context.Context, uid records.UID) (*records.History, error)
	HistoryPage(ctx context.Context, q records.HistoryQuery) ([]*records.History, int, error)
	HistoryNames(ctx context.Context, column string) ([]string, error)
	VerifyHistory(ctx context.Context, publicKey string) (records.Verdict, error)
	IsSignedByOthers(ctx context.Context, key string) (bool, error)
	Rehearse(ctx context.Context, env edit.Env, in []edit.Envelope) (
		[]edit.Outcome, []*records.History, error)
	Foretell(ctx context.Context, env edit.Env, in []edit.Envelope, about []records.AccountID,
		yield func(before, after *records.Cast) bool) error
	Computers(ctx context.Context) ([]records.ComputerLine, error)
	Inbox(ctx context.Context, id records.StaffID) ([]*records.Inbox, error)
	OpenConflicts(ctx context.Context, id records.StaffID) (int, error)
}

// Env is what the program gives the desk.
type Env struct {
	Now      func() time.Time
	NewUID   func() string // a fresh, time-ordered 128-bit id
	NewID    func() int64  // a fresh, random, positive 63-bit id
	Hash     func(password string) (string, error)
	Computer string // this computer's name
	Host     string // the system's own id of it, or empty
	Folder   string // where the desk keeps files
	Version  string
	Keys     Keys

	// Rehearsal opens an empty database at a path, and makes its folder.
	Rehearsal func(ctx context.Context, path string) (Rehearsal, error)
}

// Desk is bound to the window: its exported methods are all that the user interface can ask for.
type Desk struct {
	ctx    context.Context
	store  Store
	env    Env
	window Window

	mu        sync.Mutex
	lang      string // the window's language
	states    int64  // how often the state was asked for
	staff     *records.Staff
	zone      *time.Location
	sync      *syncclient.Client
	stop      context.CancelFunc
	locked    *sealed // the pairing waits for a passphrase
	moved     bool    // the data came from elsewhere: it is to be connected anew
	strange   bool    // another key than the portal's has signed the history
	pairing   *pairing
	joining   *joining
	passwords *sealing.Box // of the documentation; nil: none came, or it is locked

	historyKey string // that countersigns the history, as the pairing brought it; empty: none does

	imports  map[string]*importing
	previews map[string]*preview
}

// New makes a desk over a store. Nothing runs before Start.
func New(ctx context.Context, store Store, env Env) *Desk {
	return &Desk{ctx: ctx, store: store, env: env, zone: time.UTC,
		imports: map[string]*importing{}, previews: map[string]*preview{}}
}

// Start shows a desk in a window, and connects it where it has been paired. It is no method, so
// that the window's page cannot call it.
func Start(d *Desk, w Window) error {
	d.window = w
	err := d.resume()
	d.resumePairing()
	d.resumeJoining()
	go d.keepReviews()
	return err
}

// Ready is called by the user interface once it can hear events.
func (d *Desk) Ready() (err error) {
	defer d.answer(&err)
	d.tell()
	return nil
}

// me gives the member of staff who works here.
func (d *Desk) me() (*records.Staff, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.staff == nil {
		return nil, problem.New(problem.Denied, "Connect this computer first.")
	}
	return d.staff, nil
}

// refresh reads anew who works here and where days begin, after the records have changed.
func (d *Desk) refresh() {
	zone := time.UTC
	if p, err := d.store.Portal(d.ctx); err == nil {
		zone = p.Location()
	}
	me, err := d.me()
	if err == nil {
		if now, err := d.store.Staff(d.ctx, me.ID); err == nil {
			me = now
		}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.zone = zone
	if err == nil {
		d.staff = me
	}
}

func (d *Desk) timeZone() *time.Location {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.zone
}

// moment is now, in the portal's time zone.
func (d *Desk) moment() access.Moment { return access.At(d.env.Now(), d.timeZone()) }

// circumstances are those of an edit that is made here; for one that is done again after a
// download, its own time is kept. The rights are those of the records that it runs on.
func (d *Desk) circumstances(e edit.Envelope) edit.Env {
	env := edit.Env{Machine: d.env.Computer, Now: time.Unix(e.At, 0), Zone: d.timeZone(),
		Side: edit.Desk}
	if s, err := d.me(); err == nil {
		env.Actor = edit.Actor{Name: s.Name, Staff: s}
	}
	return env
}

// envelope wraps an edit for the outbox.
func (d *Desk) envelope(e edit.Edit, reason string, group records.UID) (edit.Envelope, error) {
	args, err := json.Marshal(e)
	return edit.Envelope{UID: records.UID(d.env.NewUID()), Group: group,
		Name: reflect.TypeOf(e).Elem().Name(), NV: 1, Args: args, Reason: reason,
		At: d.env.Now().Unix()}, err
}

// SavedView is the result of one saved edit.
type SavedView struct {
	UID     string `json:"uid"`
	Text    string `json:"text" say:"yes"`
	CanUndo bool   `json:"canUndo"`
	ID      string `json:"id"`    // of the record that was made; else empty
	Group   string `json:"group"` // of several edits, which are undone as one; else empty
}

// save makes one edit and says so.
func (d *Desk) save(e edit.Edit, reason, text string) (SavedView, error) {
	env, err := d.envelope(e, reason, "")
	if err != nil {
		return SavedView{}, err
	}
	outs, err := d.store.Author(d.ctx, d.circumstances(env), []edit.Envelope{env}, nil)
	if err != nil {
		return SavedView{}, err
	}
	if outs[0].Status == records.Merged {
		text = "It was already so. Nothing was changed."
	}
	d.changed("user", "ticket", "profile", "account", "conflict", "data", "history", "computer",
		"review")
	return SavedView{UID: string(env.UID), Text: text,
		CanUndo: outs[0].Status.HasEffect() && !once[env.Name]}, nil
}

// changed tells the window, and the server where there is one.
func (d *Desk) changed(kinds ...string) {
	d.emit(eventChanged, ChangedEvent{Kinds: kinds})
	d.mu.Lock()
	c := d.sync
	d.mu.Unlock()
	if c != nil {
		c.Kick()
	}
	d.tell()
}

func (d *Desk) tell() {
	s, err := d.State()
	if err != nil {
		slog.Error("state", "err", err)
		return
	}
	d.emit(eventState, s)
}

// rfc3339 writes a moment for the window; 0 is empty.
func rfc3339(unix int64) string {
	if unix == 0 {
		return ""
	}
	return time.Unix(unix, 0).UTC().Format(time.RFC3339)
}
