package store

import (
	"context"

	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

var files = &table{
	kind: records.KindFile, name: "files",
	cols: "id, owner, owner_id, type, name, media, size, hash, internal, person, author, created",
	fields: func(r records.Record) []any {
		f := r.(*records.File)
		return []any{&f.ID, &f.Owner, &f.OwnerID, &f.Type, &f.Name, &f.Media, &f.Size, &f.Hash,
			&f.Internal, &f.Person, &f.Author, &f.Created}
	},
	finds: []string{"id", "owner_id"},
	shown: `internal = 0 AND (owner <> 'order'
		OR type IN (SELECT y.id FROM file_types y WHERE y.customer = 1))`, // A42, N7
}

var fileTypes = &table{
	kind: records.KindFileType, name: "file_types",
	cols: "id, name, customer",
	fields: func(r records.Record) []any {
		f := r.(*records.FileType)
		return []any{&f.ID, &f.Name, &f.Customer}
	},
}

// File gives one file, whoever may see it: for staff only.
func (db *DB) File(ctx context.Context, id records.FileID) (*records.File, error) {
	return record[*records.File](ctx, db, records.Key{Kind: records.KindFile, ID: int64(id)})
}

// KeepContent keeps the content of a file under its hash. What is kept already stays.
func (db *DB) KeepContent(ctx context.Context, hash string, data []byte) error {
	return db.within(ctx, func(tx *Tx) error {
		tx.exec("INSERT INTO contents (hash, data) VALUES (?, ?) ON CONFLICT (hash) DO NOTHING",
			hash, data)
		return nil
	})
}

// HasContent reports whether a content is kept here.
func (db *DB) HasContent(ctx context.Context, hash string) (has bool, err error) {
	var n int
	err = db.read.QueryRowContext(ctx, "SELECT count(*) FROM contents WHERE hash = ?", hash).Scan(&n)
	return n > 0, Explain(err)
}

// Content gives what is kept under a hash. A content that has not come to this computer yet is
// problem.Unavailable.
func (db *DB) Content(ctx context.Context, hash string) (data []byte, err error) {
	err = Explain(db.read.QueryRowContext(ctx, "SELECT data FROM contents WHERE hash = ?", hash).
		Scan(&data))
	if problem.Is(err, problem.NotFound) {
		err = problem.New(problem.Unavailable, "This file is not on this computer yet.").By(err)
	}
	return data, err
}
