package store

import (
	"context"

	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

var links = &table{
	kind: records.KindLink, name: "links",
	cols: "id, hash, user_id, purpose, expires, staff",
	fields: func(r records.Record) []any {
		l := r.(*records.Link)
		return []any{&l.ID, &l.Hash, &l.User, &l.Purpose, &l.Expires, &l.Staff}
	},
	finds: []string{"user_id", "staff"},
}

// NewLink keeps a one-time link.
func (db *DB) NewLink(ctx context.Context, l *records.Link) error {
	return db.within(ctx, func(tx *Tx) error {
		tx.write(l, 0)
		return nil
	})
}

// VoidLinks makes a link the only one of its owner and purpose.
func (db *DB) VoidLinks(ctx context.Context, but *records.Link) error {
	return db.within(ctx, func(tx *Tx) error {
		tx.exec("DELETE FROM links "+
			"WHERE user_id = ? AND staff = ? AND purpose = ? AND hash <> ?",
			int64(but.User), int64(but.Staff), string(but.Purpose), but.Hash)
		return nil
	})
}

// Link gives the one-time link with this hash that is good at a moment; problem.NotFound for any
// other.
func (db *DB) Link(ctx context.Context, hash string, now int64) (*records.Link, error) {
	l, err := record[*records.Link](ctx, db, records.LinkKey(hash))
	if err != nil {
		return nil, err
	}
	if !l.Opens(hash, now) {
		return nil, problem.New(problem.NotFound, "This link is no longer good.")
	}
	return l, nil
}
