package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"

	"gatehouse/backend/problem"
)

// Copied says what was copied of one table.
type Copied struct {
	Table string
	Rows  int64
}

// CopyTo brings everything that is here, as it is at one moment, to an empty database of either
// engine, and compares both before it is kept there: all of it, or nothing.
func (db *DB) CopyTo(ctx context.Context, to *DB) (list []Copied, err error) {
	err = db.snapshot(ctx, func(r reader) error {
		shapes, err := r.shapes(ctx)
		if err != nil {
			return err
		}
		return to.within(ctx, func(tx *Tx) error {
			for _, s := range shapes {
				n, err := copyTable(ctx, r, tx, s)
				if err != nil {
					return fmt.Errorf("%s: %w", s.table, err)
				}
				list = append(list, Copied{s.table, n})
			}
			if to.dialect == postgres {
				tx.exec("ANALYZE") // or the first questions are answered by reading everything
			}
			return nil
		})
	})
	return list, err
}

// shape is a table with its columns.
type shape struct {
	table   string
	columns []string
}

// The tables with their columns in order, in the words of each engine. What triggers keep is not
// copied: it comes by itself.
const (
	sqliteShapes = `
		SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND m.name NOT LIKE 'goose%'
			AND m.name NOT LIKE 'user\_search%' ESCAPE '\' AND m.name <> 'user_lines'
		ORDER BY m.name, c.cid`
	postgresShapes = `
		SELECT t.table_name::text, c.column_name::text
		FROM information_schema.tables t JOIN information_schema.columns c
			ON c.table_schema = t.table_schema AND c.table_name = t.table_name
		WHERE t.table_schema = current_schema() AND t.table_type = 'BASE TABLE'
			AND t.table_name NOT LIKE 'goose%' AND t.table_name <> 'user_lines'
		ORDER BY t.table_name COLLATE "C", c.ordinal_position`
)

// shapes gives all tables, those of records first and in their order, as triggers need it.
func (r reader) shapes(ctx context.Context) (list []shape, err error) {
	query := sqliteShapes
	if r.engine == postgres {
		query = postgresShapes
	}
	rows, err := r.on.QueryContext(ctx, query)
	if err != nil {
		return nil, Explain(err)
	}
	defer rows.Close()
	for rows.Next() {
		var table, column string
		if err := rows.Scan(&table, &column); err != nil {
			return nil, Explain(err)
		}
		if n := len(list); n == 0 || list[n-1].table != table {
			list = append(list, shape{table: table})
		}
		last := &list[len(list)-1]
		last.columns = append(last.columns, column)
	}
	place := func(s shape) int {
		i := slices.IndexFunc(tables, func(t *table) bool { return t.name == s.table })
		return (i + len(tables) + 1) % (len(tables) + 1) // none comes last
	}
	slices.SortStableFunc(list, func(a, b shape) int { return place(a) - place(b) })
	return list, Explain(rows.Err())
}

// mostCopied bounds what is held in memory, in bytes; a row alone may be larger.
const mostCopied = 4 << 20

func copyTable(ctx context.Context, from reader, tx *Tx, s shape) (int64, error) {
	var some int
	if tx.one("SELECT 1 FROM "+s.table+" LIMIT 1", nil, &some) {
		return 0, problem.New(problem.Conflict, "There is data already where this should go. "+
			"Nothing was changed. Choose an empty database.")
	}
	columns := strings.Join(s.columns, ", ")
	in, out := newBulk(s.table, columns, ""), "SELECT "+columns+" FROM "+s.table
	rows, err := from.QueryContext(ctx, out)
	if err != nil {
		return 0, Explain(err)
	}
	var there digest
	var cells []any
	size := 0
	err = there.read(rows, len(s.columns), func(row []any, n int) error {
		cells, size = append(cells, row...), size+n
		if size > mostCopied || len(cells) >= strides[0]*in.cells {
			tx.insert(in, cells)
			cells, size = nil, 0
		}
		return errors.Join(tx.err, ctx.Err())
	})
	if err != nil {
		return 0, err
	}
	tx.insert(in, cells)
	var here digest
	if rows := tx.rows(out); rows != nil {
		tx.Fail(here.read(rows, len(s.columns), func([]any, int) error { return ctx.Err() }))
	}
	if tx.err == nil && here != there {
		return 0, problem.Newf(problem.Internal, "%s was not copied as it is: %d rows became %d. "+
			"Nothing was changed.", s.table, there.rows, here.rows)
	}
	return there.rows, tx.err
}

// digest tells whether two tables hold the same rows, in whatever order: it adds up their hashes.
type digest struct {
	rows int64
	sum  [4]uint64
}

// read takes in rows of so many columns and closes them; each hears of every row and its size.
func (d *digest) read(rows *sql.Rows, columns int, each func(row []any, size int) error) error {
	defer rows.Close()
	for rows.Next() {
		row, into := make([]any, columns), make([]any, columns)
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			return Explain(err)
		}
		size := d.add(row)
		if err := each(row, size); err != nil {
			return err
		}
	}
	return Explain(rows.Err())
}

// add writes a row without doubt about where a cell ends, and text as every engine can keep it.
func (d *digest) add(row []any) (size int) {
	var text []byte
	for _, cell := range row {
		switch c := cell.(type) {
		case nil:
			text = append(text, 'n')
		case string:
			c = plain(c)
			text = append(fmt.Appendf(text, "t%d:", len(c)), c...)
		case []byte:
			text = append(fmt.Appendf(text, "t%d:", len(c)), c...)
		default:
			text = fmt.Appendf(text, "%T%v;", c, c)
		}
	}
	hash := sha256.Sum256(text)
	for i := range d.sum {
		d.sum[i] += binary.BigEndian.Uint64(hash[8*i:])
	}
	d.rows++
	return len(text)
}

// Moved gives where this office was moved to; empty where it is here.
func (db *DB) Moved(ctx context.Context) (to string, err error) {
	err = db.read.QueryRowContext(ctx, "SELECT coalesce(max(moved), '') FROM lineage").Scan(&to)
	return to, Explain(err)
}

// MoveTo copies everything to an empty database and marks this one, so that it is served no more,
// and takes no edits from whoever serves it all the same. The mark says in words for people where
// the office went.
func (db *DB) MoveTo(ctx context.Context, to *DB, where string) ([]Copied, error) {
	release, err := db.Reserve(ctx)
	if err != nil {
		return nil, err
	}
	defer release()
	var list []Copied
	err = db.within(ctx, func(tx *Tx) (err error) { // nobody writes meanwhile, here or elsewhere
		if list, err = db.CopyTo(ctx, to); err == nil {
			tx.exec("UPDATE lineage SET moved = ? WHERE id = 1", where)
		}
		return err
	})
	return list, err
}
