package synctest

import (
	"context"
	"database/sql"
	"errors"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
)

// looker reads a database's file beside the product, with plain SQL.
type looker struct{ *sql.DB }

func lookInto(path string) (*looker, error) {
	db, err := sql.Open("sqlite3", "file:"+path+"?_busy_timeout=5000")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return &looker{db}, nil
}

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

func (l *looker) number(o *office, query string, args ...any) (n int64) {
	o.must(l.QueryRow(query, args...).Scan(&n))
	return n
}

// state is everything that a database shows, or has as its base.
type state map[records.Key]row

type row struct {
	ver   int64
	cells string
}

func (s state) Begin(edit.Opening) error { return nil }

func (s state) Mark(string) error { return nil }

func (s state) Row(r edit.Staged) error {
	s[records.Key{Kind: r.Kind, ID: r.ID}] = row{r.Ver, string(r.Cells)}
	return nil
}

func stateOf(o *office, db *store.DB) state {
	s := state{}
	o.must(db.Everything(ctx, s))
	return s
}

// base is what the desk shows, with the base copies put back.
func (d *desk) base(view state) state {
	base := state{}
	for k, r := range view {
		base[k] = r
	}
	d.look.each(d.office, "SELECT kind, id, ver, body FROM undo", func(rows *sql.Rows) error {
		var k records.Key
		var ver int64
		var body *string
		err := rows.Scan(&k.Kind, &k.ID, &ver, &body)
		if delete(base, k); body != nil {
			base[k] = row{ver, *body}
		}
		return err
	})
	return base
}

// differs names a record in which two states differ.
func (s state) differs(want state) (k records.Key, differs bool) {
	for k, r := range want {
		if s[k] != r {
			return k, true
		}
	}
	for k := range s {
		if _, ok := want[k]; !ok {
			return k, true
		}
	}
	return k, false
}

// errShaken is a failure that the schedule made.
var errShaken = errors.New("the program ended here")

// shaky is a desk's store under a program that may end before a publish.
type shaky struct {
	*store.DB
	d *desk
}

func (s *shaky) Publish(ctx context.Context, d edit.Download,
	env func(edit.Envelope) edit.Env) (edit.Published, error) {
	if !s.d.net.quiet && s.d.rng.IntN(25) == 0 {
		return edit.Published{}, errShaken
	}
	return s.DB.Publish(ctx, d, env)
}

func (s *shaky) Reidentify(ctx context.Context, newCopy string,
	env func(edit.Envelope) edit.Env) error {
	s.d.note("%s takes a new identity %s", s.d.name, newCopy)
	return s.DB.Reidentify(ctx, newCopy, env)
}
