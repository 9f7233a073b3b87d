package synctest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
	"gatehouse/backend/sync/syncclient"
)

// whole is a database that gives everything it shows.
type whole interface {
	Everything(context.Context, edit.Receiver) error
}

// twinFile is a desk's file, and twinCenter a server without a network, in a database or in memory.
type twinFile interface {
	file
	whole
}

type twinCenter interface {
	center
	whole
}

// wholeFile and wholeServer are the twins in memory.
type wholeFile struct{ memoryFile }

func (f wholeFile) Everything(_ context.Context, to edit.Receiver) error {
	return everything(f.rows, to)
}

type wholeServer struct{ *memoryServer }

func (s wholeServer) Everything(_ context.Context, to edit.Receiver) error {
	return everything(s.rows, to)
}

func everything(rows state, to edit.Receiver) error {
	for kind, shelf := range rows {
		for id, r := range shelf.rows {
			cells, err := store.Cells(r.record)
			if err == nil && !kind.StaysAtServer() {
				err = to.Row(edit.Staged{Kind: kind, ID: id, Ver: r.ver, Cells: cells})
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func emptyFile() wholeFile {
	return wholeFile{memoryFile{memoryDesk: newMemoryDesk("", realCells{})}}
}

// talk is a machine between a file and a center.
type talk struct {
	t       *testing.T
	name    string
	file    twinFile
	center  twinCenter
	rng     *rand.Rand
	loses   int // of a hundred messages
	cuts    int // of a hundred pieces of a download
	machine *syncclient.Machine
	ids     *int64
	answer  []syncclient.Event // what is left of a download

	isReading bool // the server reads for it
}

func (s *talk) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *talk) newID() int64 {
	*s.ids++
	return 1_000_000 + *s.ids
}

func (s *talk) env(e edit.Envelope, side edit.Side) edit.Env {
	return edit.Env{Actor: edit.Actor{Name: "Anna", Staff: &records.Staff{ID: anna, Name: "Anna",
		Role: records.Administrator, Active: true}}, Machine: s.name, Now: time.Unix(e.At, 0),
		Zone: time.UTC, Side: side}
}

// begin starts the program anew.
func (s *talk) begin() {
	s.machine = syncclient.NewMachine(syncclient.MachineEnv{
		Now:    func() time.Time { return time.Unix(1000, 0) },
		Random: func(int64) int64 { return 0 },
		NewID:  func() string { return fmt.Sprint("id-", s.newID()) }})
}

// round lets the machine exchange until it rests.
func (s *talk) round() (err error) {
	for todo := s.machine.Step(syncclient.Kick{Insists: true}); len(todo) > 0; todo = todo[1:] {
		if end, ok := todo[0].(syncclient.End); ok {
			err = end.Err
		}
		if answer := s.do(todo[0]); answer != nil {
			todo = append(todo, s.machine.Step(answer)...)
		}
	}
	return err
}

func (s *talk) do(e syncclient.Effect) syncclient.Event {
	switch e := e.(type) {
	case syncclient.Look:
		at, err := s.file.Position(ctx)
		s.must(err)
		list, err := s.file.Outbox(ctx, max(e.After, at.Acked), e.Limit)
		s.must(err)
		_, removals, err := s.file.Pending(ctx)
		return syncclient.Looked{Ask: e.Ask, At: at, Waiting: list, Removals: removals > 0, Err: err}
	case syncclient.SendPush:
		if s.rng.IntN(100) < s.loses {
			return syncclient.Failed{Ask: e.Ask, Err: errLost}
		}
		out, err := s.center.Push(ctx, s.name, e.Copy, s.env(edit.Envelope{At: 500}, edit.Server),
			e.Edits)
		s.must(err)
		if s.rng.IntN(100) < s.loses {
			return syncclient.Failed{Ask: e.Ask, Err: errLost}
		}
		return syncclient.PushAnswered{Ask: e.Ask, Out: out, Sent: e.Edits[len(e.Edits)-1].Seq}
	case syncclient.Stage:
		ok, err := s.file.Stage(ctx, e.Piece)
		return syncclient.Staged{Ask: e.Ask, OK: ok, Err: err}
	case syncclient.Publish:
		out, err := s.file.Publish(ctx, e.Download, s.desk)
		return syncclient.Published{Ask: e.Ask, Out: out, Err: err}
	case syncclient.Reidentify:
		return syncclient.Reidentified{Ask: e.Ask, Err: s.file.Reidentify(ctx, e.NewCopy, s.desk)}
	}
	return s.pull(e)
}

func (s *talk) desk(e edit.Envelope) edit.Env { return s.env(e, edit.Desk) }

func (s *talk) pull(e syncclient.Effect) syncclient.Event {
	switch e := e.(type) {
	case syncclient.SendPull:
		if s.rng.IntN(100) < s.loses {
			return syncclient.Failed{Ask: e.Ask, Err: errLost}
		}
		got := &taken{}
		s.isReading = true
		d, err := s.center.Handout(ctx, e.At, got)
		s.isReading = false
		if got.open == nil {
			got.open = &edit.Opening{}
		}
		s.answer = append(got.events, syncclient.PullClosed{Rows: got.rows, End: d})
		if problem.Is(err, problem.Busy) { // too much was forgotten meanwhile
			s.answer[len(got.events)] = syncclient.Failed{Err: errLost}
		} else {
			s.must(err)
		}
		return syncclient.PullOpened{Ask: e.Ask, Full: got.open.Full, After: got.open.After,
			Done: got.open.Done, Total: got.open.Total}
	case syncclient.Read:
		next := s.answer[0]
		s.answer = s.answer[1:]
		if s.cuts > 0 && s.rng.IntN(100) < s.cuts {
			return syncclient.Failed{Ask: e.Ask, Err: errLost}
		}
		switch next := next.(type) {
		case syncclient.PullPiece:
			next.Ask = e.Ask
			return next
		case syncclient.PullClosed:
			next.Ask = e.Ask
			return next
		case syncclient.Failed:
			next.Ask = e.Ask
			return next
		}
	}
	return nil
}

// click makes an edit, which the desk may refuse.
func (s *talk) click() {
	user := records.UserID(301 + s.rng.IntN(3))
	var e edit.Edit
	switch s.rng.IntN(4) {
	case 0:
		e = &edit.AddAccess{ID: records.AccessID(s.newID()), User: user,
			Terms: edit.Terms{Profile: profiles[s.rng.IntN(3)]}}
	case 1:
		e = &edit.RemoveAccess{User: user}
	case 2:
		e = &edit.CreateTicket{ID: records.TicketID(s.newID()), Number: "T", Account: acme,
			Contact: 201, Subject: "It broke"}
	default:
		p, u := login(s.newID(), s.newID(), mails[s.rng.IntN(len(mails))])
		e = &edit.CreatePerson{Person: p, User: u}
	}
	args, err := json.Marshal(e)
	s.must(err)
	in := edit.Envelope{UID: records.UID(fmt.Sprint("uid-", s.newID())), NV: 1, At: 400,
		Name: reflect.TypeOf(e).Elem().Name(), Args: args}
	_, _ = s.file.Author(ctx, s.desk(in), []edit.Envelope{in}, nil)
}

// luck is what a run follows from: a seed, and how many of a hundred pieces are lost.
type luck struct {
	seed uint64
	cuts int
}

// twins plays desks at a server, and gives what each has in the end.
func twins(t *testing.T, l luck, c twinCenter, files ...twinFile) []map[records.Key]row {
	var seats []*talk
	rng, ids := rand.New(rand.NewPCG(l.seed, 1)), new(int64)
	for i, f := range files {
		s := &talk{t: t, name: fmt.Sprint("machine-", i), file: f, center: c, rng: rng, loses: 20,
			cuts: l.cuts, ids: ids}
		s.begin()
		s.must(f.Reidentify(ctx, fmt.Sprint("copy-", i), s.desk))
		seats = append(seats, s)
	}
	if memory, ok := c.(wholeServer); ok && l.cuts > 0 {
		memory.between = meanwhile(memory, seats)
	}
	for range 60 {
		s := seats[rng.IntN(len(seats))]
		switch rng.IntN(8) {
		case 0:
			s.begin()
		case 1, 2, 3:
			if err := s.round(); err != nil && !errors.Is(err, errLost) {
				t.Fatal(err)
			}
		default:
			s.click()
		}
	}
	if memory, ok := c.(wholeServer); ok {
		memory.between = nil
	}
	for range 2 {
		for _, s := range seats {
			s.loses, s.cuts = 0, 0
			s.must(s.round())
		}
	}
	all := []map[records.Key]row{flat(t, c)}
	for _, s := range seats {
		shows := flat(t, s.file)
		if d := cmp.Diff(all[0], shows, cmp.AllowUnexported(row{})); d != "" {
			t.Fatalf("seed %d: %s shows something else than the server has: %s", l.seed, s.name, d)
		}
		at, err := s.file.Position(ctx)
		s.must(err)
		shows[records.Key{Kind: "position"}] = row{ver: at.Acked, cells: fmt.Sprint(at)}
		all = append(all, shows)
	}
	return all
}

// meanwhile lets somebody act, and the server forget, while a download is read.
func meanwhile(c wholeServer, seats []*talk) func() {
	busy := false
	return func() {
		s := seats[seats[0].rng.IntN(len(seats))]
		if busy || s.isReading || s.rng.IntN(3) > 0 {
			return
		}
		busy = true
		if s.rng.IntN(8) == 0 {
			c.compacted(c.Version - int64(s.rng.IntN(6)))
		}
		s.click()
		_ = s.round() // it may be lost
		busy = false
	}
}

// flat gives everything that a database shows.
func flat(t *testing.T, db whole) map[records.Key]row {
	t.Helper()
	shows, list := state{}, map[records.Key]row{}
	if err := db.Everything(ctx, read{state: shows}); err != nil {
		t.Fatal(err)
	}
	for kind, shelf := range shows {
		for id, r := range shelf.rows {
			list[records.Key{Kind: kind, ID: id}] = r
		}
	}
	return list
}

// memoryOffice is a server in memory with the records of a database.
func memoryOffice(t *testing.T, db *store.DB, page int) wholeServer {
	t.Helper()
	s := newMemoryServer(page, realCells{})
	for k, r := range flat(t, db) {
		record, err := store.FromCells(k.Kind, json.RawMessage(r.cells))
		if err != nil {
			t.Fatal(err)
		}
		s.Version = r.ver
		s.Put(record)
	}
	at, err := db.Lineage(ctx)
	if err != nil {
		t.Fatal(err)
	}
	s.Version = at.Version
	return wholeServer{s}
}

func openFile(t *testing.T, fill func(*store.DB) error) *store.DB {
	t.Helper()
	db, err := store.Open(ctx, filepath.Join(t.TempDir(), "file.db"))
	if err == nil {
		t.Cleanup(func() { _ = db.Close() })
		err = fill(db)
	}
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// TestTheTwinsInMemoryDoWhatTheStoreDoes: the same seed gives the same records, versions, history
// and position, with a database and without.
func TestTheTwinsInMemoryDoWhatTheStoreDoes(t *testing.T) {
	nothing := func(*store.DB) error { return nil }
	for seed := uint64(1); seed <= 3; seed++ {
		server := openFile(t, found)
		memory := memoryOffice(t, server, 1000)
		want := twins(t, luck{seed, 0}, server, openFile(t, nothing), openFile(t, nothing))
		got := twins(t, luck{seed, 0}, memory, emptyFile(),
			emptyFile())
		if d := cmp.Diff(want, got, cmp.AllowUnexported(row{})); d != "" {
			t.Fatalf("seed %d: %s", seed, d)
		}
	}
}

// TestDownloadsThatAreCutAgainAndAgainComeToAnEnd: small pages, and every third is lost.
func TestDownloadsThatAreCutAgainAndAgainComeToAnEnd(t *testing.T) {
	server := openFile(t, found)
	for seed := uint64(1); seed <= 100; seed++ {
		twins(t, luck{seed, 30}, memoryOffice(t, server, 3), emptyFile(),
			emptyFile())
	}
}
