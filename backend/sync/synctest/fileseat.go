package synctest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
	"gatehouse/backend/sync/syncclient"
)

// fileSeat is a desk's file, and the clients over it.
type fileSeat struct {
	*onFiles
	d       *desk
	db      *store.DB
	look    *looker
	through file
	clients [2]*syncclient.Client
	isBusy  [2]bool
}

// newSeat seats a desk at a copy of a file.
func (g *onFiles) newSeat(d *desk, from string) (*fileSeat, error) {
	s := &fileSeat{onFiles: g, d: d}
	if err := copyFile(from, g.path(d.name)); err != nil {
		return nil, err
	}
	return s, s.start()
}

func (s *fileSeat) start() (err error) {
	path := s.path(s.d.name)
	if s.db, err = store.Open(ctx, path); err != nil {
		return err
	}
	if s.look, err = lookInto(path); err != nil {
		return err
	}
	s.through = s.d.watch(s.db)
	for i := range s.clients {
		s.clients[i] = s.client()
	}
	return nil
}

// client is a program that has just been started.
func (s *fileSeat) client() *syncclient.Client {
	return syncclient.New(keeper{s.through, s.db}, syncclient.Pairing{Server: s.front.URL,
		Machine: s.d.machine, Token: s.d.token, Key: s.d.key}, syncclient.Env{Schema: s.d.schema,
		NewID: func() string { return fmt.Sprint("id-", s.newID()) }, Edits: s.d.env})
}

// keeper is a desk's store for a client.
type keeper struct {
	file
	contents
}

type contents interface {
	Content(ctx context.Context, hash string) ([]byte, error)
	KeepContent(ctx context.Context, hash string, data []byte) error
	Note(ctx context.Context, name, value string) error
	Noted(ctx context.Context, name string) (string, error)
}

func (s *fileSeat) file() file { return s.through }

func (s *fileSeat) exchange(second bool) {
	i := 0
	if second != s.isBusy[1] { // of two, one may be in the middle of a round
		i = 1
	}
	if s.isBusy[i] {
		return
	}
	isStopped := s.clients[i].Standing().Need == syncclient.NeedPairing
	if isStopped && s.isPaired(s.d.machine) { // as after the server was put back
		s.clients[i] = s.client()
	}
	s.isBusy[i] = true
	err := s.clients[i].Once(ctx)
	s.isBusy[i] = false
	s.note("%s has exchanged: %v", s.d.name, err)
	if problem.Is(err, problem.Internal) && !errors.Is(err, errShaken) {
		s.fail("%s: the exchange fails: %v", s.d.name, err)
	}
}

func (s *fileSeat) asks() bool {
	return !s.isBusy[0] && s.clients[0].Standing().Need == syncclient.NeedConsent
}

func (s *fileSeat) consent() {
	s.isBusy[0] = true
	err := s.clients[0].Consent(ctx)
	s.isBusy[0] = false
	s.note("%s has agreed: %v", s.d.name, err)
}

func (s *fileSeat) end() error {
	if err := s.close(); err != nil {
		return err
	}
	return s.start()
}

func (s *fileSeat) close() error {
	if s.db == nil {
		return nil
	}
	err := errors.Join(s.look.Close(), s.db.Close())
	s.db = nil
	return err
}

func (s *fileSeat) save() error { return s.backup(s.path(s.d.name + "-saved")) }

func (s *fileSeat) backup(path string) error {
	if err := removeFile(path); err != nil {
		return err
	}
	return s.db.Backup(ctx, path)
}

func (s *fileSeat) goBack() error {
	if err := s.close(); err != nil {
		return err
	}
	path := s.path(s.d.name)
	if err := removeFile(path); err != nil {
		return err
	}
	if err := copyFile(s.path(s.d.name+"-saved"), path); err != nil {
		return err
	}
	return s.start()
}

func (s *fileSeat) copyTo(d *desk) (seat, error) {
	path := s.path(d.name + "-cloned")
	if err := s.backup(path); err != nil {
		return nil, err
	}
	return s.newSeat(d, path)
}

func (s *fileSeat) position() edit.Position {
	p, err := s.db.Position(ctx)
	s.must(err)
	return p
}

func (s *fileSeat) waiting() []edit.Waiting {
	list, err := s.db.Outbox(ctx, 0, 1_000_000)
	s.must(err)
	return list
}

func (s *fileSeat) shows() state { return stateOf(s.office, s.db) }

// base is what the desk shows, with the base copies put back.
func (s *fileSeat) base() state {
	base := s.shows()
	s.look.each(s.office, "SELECT kind, id, ver, body FROM undo", func(rows *sql.Rows) error {
		var k records.Key
		var ver int64
		var body *string
		err := rows.Scan(&k.Kind, &k.ID, &ver, &body)
		if base.drop(k); body != nil {
			base.put(k, row{ver: ver, cells: *body})
		}
		return err
	})
	return base
}

func (s *fileSeat) copies() int { return s.look.number(s.office, "SELECT count(*) FROM undo") }

// tables names those that acts pick from.
var tables = map[records.Kind]string{records.KindUser: "users", records.KindAccess: "accesses",
	records.KindTicket: "tickets", records.KindHistory: "history"}

func (s *fileSeat) ids(kind records.Kind) (list []int64) {
	s.look.each(s.office, "SELECT id FROM "+tables[kind]+" ORDER BY id", func(rows *sql.Rows) error {
		var id int64
		err := rows.Scan(&id)
		list = append(list, id)
		return err
	})
	return list
}

func (s *fileSeat) row(k records.Key) records.Record { return s.look.row(s.office, s.db, k) }

func (s *fileSeat) status(uid records.UID) (status records.Status) {
	s.look.each(s.office, "SELECT status FROM acked WHERE uid = $1", func(rows *sql.Rows) error {
		return rows.Scan(&status)
	}, string(uid))
	return status
}
