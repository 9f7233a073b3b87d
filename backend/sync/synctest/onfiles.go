package synctest

import (
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"time"

	"crypto/ed25519"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
	"gatehouse/backend/sync/syncserver"
)

// onFiles is the real ground: a server's database, desks' files and HTTP between.
type onFiles struct {
	*office
	place  place // of the server's database
	server *store.DB
	look   *looker // into it
	to     http.Handler
	front  *httptest.Server

	depth int // of exchanges inside exchanges
	held  []*http.Request
	past  [][]byte // answers to earlier pulls
}

// place is where a server's database lies, which is closed while it is saved or put back.
type place interface {
	open() (*store.DB, *looker, error)
	save() error
	goBack() error
	remove() error
}

func (g *onFiles) open() (err error) {
	if g.Ground == Postgres {
		g.place, err = newPostgresPlace(g.Template.postgres)
	} else {
		g.place, err = newFilePlace(g.path("server"), g.Template.server)
	}
	if err != nil {
		return err
	}
	g.front = httptest.NewServer(g)
	return g.start()
}

func (g *onFiles) path(name string) string { return filepath.Join(g.Folder, name+".db") }

// start starts the server over its database.
func (g *onFiles) start() (err error) {
	if g.server, g.look, err = g.place.open(); err != nil {
		return err
	}
	var through center = g.server
	if g.Fault != nil && g.Fault.Center != nil {
		through = g.Fault.Center(through, g.office)
	}
	g.to = syncserver.New(served{g.server, through}, syncserver.Env{Newest: g.schema,
		Now:   func() time.Time { return g.now },
		NewID: func() string { return fmt.Sprint("server-", g.newID()) },
		Limit: func(*http.Request, string) error { return nil }})
	return nil
}

func (g *onFiles) stop() error {
	if g.server == nil {
		return nil
	}
	err := errors.Join(g.look.Close(), g.server.Close())
	g.server = nil
	return err
}

func (g *onFiles) close() error {
	if g.front != nil {
		g.front.Close()
	}
	err := g.stop()
	if g.place != nil {
		err = errors.Join(err, g.place.remove())
	}
	return err
}

func (g *onFiles) core() core { return g }

func (g *onFiles) join(d *desk) (seat, error) {
	if err := g.pair(d); err != nil {
		return nil, err
	}
	s, err := g.newSeat(d, g.Template.desk)
	if err == nil {
		err = s.db.Note(ctx, "copy", d.name+"-copy")
	}
	return s, err
}

func (g *onFiles) pair(d *desk) error {
	code := "code-" + d.machine
	if err := g.server.Invite(ctx, code, d.who, g.now.Unix()+60); err != nil {
		return err
	}
	key := base64.StdEncoding.EncodeToString(d.key.Public().(ed25519.PublicKey))
	_, err := g.server.Pair(ctx, code, g.now.Unix(), edit.Machine{ID: d.machine, Name: d.machine,
		TokenHash: syncserver.Hash(d.token), PublicKey: key})
	return err
}

func (g *onFiles) isPaired(machine string) bool {
	m, err := g.server.Machine(ctx, machine)
	return err == nil && !m.Revoked
}

// isShutOut is of a machine that the server knows: one that was put back may know nothing of it.
func (g *onFiles) isShutOut(machine string) bool {
	m, err := g.server.Machine(ctx, machine)
	return err == nil && m.Revoked
}

func (g *onFiles) revoke(machine string) error { return g.server.Revoke(ctx, machine) }

func (g *onFiles) write(fn func(edit.Tx) error) error {
	_, err := g.server.Write(ctx, fn)
	return err
}

func (g *onFiles) renew() error {
	if err := g.stop(); err != nil {
		return err
	}
	return g.start()
}

func (g *onFiles) quarantined() (all []held) {
	list, err := g.server.Quarantined(ctx)
	g.must(err)
	for _, q := range list {
		all = append(all, held{q.Edit.UID, q.Machine, q.Narrow})
	}
	return all
}

func (g *onFiles) decide(uid records.UID, isTaken bool) error {
	if !isTaken {
		return g.server.DropQuarantined(ctx, uid)
	}
	list, err := g.server.Quarantined(ctx)
	if err != nil {
		return err
	}
	who, err := g.server.Staff(ctx, anna)
	if err != nil {
		return err
	}
	for _, q := range list {
		if q.Edit.UID != uid {
			continue
		}
		if g.ghost.has(uid) {
			g.reach("an edit in quarantine comes another way")
		}
		_, err = g.server.TakeQuarantined(ctx, edit.Env{Actor: edit.Actor{Name: who.Name,
			Staff: who}, Now: g.now, Zone: time.UTC, Side: edit.Server}, q)
	}
	return err
}

func (g *onFiles) compact(version int64) error {
	g.look.do(g.office, "DELETE FROM sync_idx WHERE del = 1 AND ver <= $1", version)
	g.look.do(g.office, "UPDATE lineage SET horizon = $1 WHERE horizon < $1", version)
	return nil
}

func (g *onFiles) save() error {
	if g.isWide {
		g.look.do(g.office, "UPDATE lineage SET durable = version")
	}
	if err := g.stop(); err != nil {
		return err
	}
	return errors.Join(g.place.save(), g.start())
}

func (g *onFiles) goBack(epoch int64) error {
	g.held = nil
	if err := g.stop(); err != nil {
		return err
	}
	if err := errors.Join(g.place.goBack(), g.start()); err != nil || epoch == 0 {
		return err
	}
	g.look.do(g.office, "UPDATE lineage SET epoch = $1", epoch)
	if g.isWide {
		g.look.do(g.office, "UPDATE lineage SET durable = version")
		g.look.do(g.office, "INSERT INTO epochs (epoch, forked_at, at) "+
			"SELECT epoch, version, 0 FROM lineage")
		g.reach("a server is restored that knows from where it went another way")
	}
	return nil
}

func (g *onFiles) at() (c edit.Cookie, err error) {
	return c, g.look.QueryRow("SELECT portal, epoch, version, history_hash FROM lineage").
		Scan(&c.Portal, &c.Epoch, &c.Version, &c.Head)
}

func (g *onFiles) shows() state { return stateOf(g.office, g.server) }

func stateOf(o *office, db *store.DB) state {
	s := state{}
	o.must(db.Everything(ctx, read{state: s}))
	return s
}

func (g *onFiles) row(k records.Key) records.Record { return g.look.row(g.office, g.server, k) }

func (g *onFiles) lines(after int64) (list []told) {
	g.look.each(g.office, "SELECT n, ver, id, uid, machine, status, why, changes, hash "+
		"FROM history WHERE n > $1 ORDER BY n", func(rows *sql.Rows) error {
		l := told{History: new(records.History)}
		err := rows.Scan(&l.N, &l.ver, &l.ID, &l.UID, &l.Machine, &l.Status, &l.Why, &l.Changes,
			&l.Hash)
		list = append(list, l)
		return err
	}, after)
	return list
}

func (g *onFiles) copies() (list []counted) {
	g.look.each(g.office, "SELECT c.id, c.lmid, count(a.seq), coalesce(max(a.seq), 0) "+
		"FROM copies c LEFT JOIN applied a ON a.copy = c.id GROUP BY c.id, c.lmid",
		func(rows *sql.Rows) error {
			var c counted
			err := rows.Scan(&c.id, &c.last, &c.count, &c.top)
			list = append(list, c)
			return err
		})
	return list
}

func (g *onFiles) misfiled() int {
	return g.look.number(g.office, "SELECT count(*) FROM (SELECT ver, id FROM history EXCEPT "+
		"SELECT ver, id FROM sync_idx WHERE kind = 'history') AS wrong")
}

// served is the server's database for its half of sync, perhaps with a fault.
type served struct {
	*store.DB
	through center
}

// looker reads a database beside the product, with plain SQL.
type looker struct{ *sql.DB }

func (l *looker) each(o *office, query string, scan func(*sql.Rows) error, args ...any) {
	rows, err := l.Query(query, args...)
	if !o.must(err) {
		return
	}
	defer rows.Close()
	for rows.Next() {
		o.must(scan(rows))
	}
	o.must(rows.Err())
}

func (l *looker) number(o *office, query string, args ...any) (n int) {
	o.must(l.QueryRow(query, args...).Scan(&n))
	return n
}

func (l *looker) do(o *office, query string, args ...any) {
	_, err := l.Exec(query, args...)
	o.must(err)
}

// row reads a record of a kind that acts and checks look at.
func (l *looker) row(o *office, db *store.DB, k records.Key) (r records.Record) {
	found := func(n records.Record, err error) {
		if err == nil {
			r = n
		}
	}
	switch k.Kind {
	case records.KindUser:
		u, err := db.User(ctx, records.UserID(k.ID))
		found(u, err)
	case records.KindPerson:
		p, err := db.Person(ctx, records.PersonID(k.ID))
		found(p, err)
	case records.KindStaff:
		s, err := db.Staff(ctx, records.StaffID(k.ID))
		found(s, err)
	case records.KindAccess:
		user := l.number(o, "SELECT user_id FROM accesses WHERE id = $1", k.ID)
		list, err := db.AccessesOf(ctx, records.UserID(user))
		for _, a := range list {
			if a.Key() == k {
				found(a, err)
			}
		}
	case records.KindHistory:
		var uid records.UID
		o.must(l.QueryRow("SELECT uid FROM history WHERE id = $1", k.ID).Scan(&uid))
		h, err := db.HistoryLine(ctx, uid)
		found(h, err)
	case records.KindInbox:
		i := new(records.Inbox)
		found(i, l.QueryRow("SELECT staff FROM inbox WHERE id = $1", k.ID).Scan(&i.Staff))
	}
	return r
}
