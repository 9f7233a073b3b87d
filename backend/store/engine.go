package store

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"
	"errors"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing/fstest"
	"unicode"
	"unicode/utf8"

	"gatehouse/backend/access"
)

// engine is what a database runs on. All SQL is written once, in SQLite's words; this file has what
// differs. Desks always run on SQLite, and so what only they do stays in its words.
type engine struct{ access.Dialect }

var (
	sqlite   = engine{access.SQLite}
	postgres = engine{access.Postgres}
)

// sql writes a query for the engine.
func (e engine) sql(query string) string {
	if e == postgres {
		return rebind(query)
	}
	return query
}

// args writes the arguments of a query for the engine.
func (e engine) args(args []any) []any {
	if e == sqlite {
		return args
	}
	list := slices.Clone(args)
	for i, a := range list {
		if text, ok := a.(string); ok {
			list[i] = plain(text)
		}
	}
	return list
}

// among ends a query, which stops at its condition, by asking that a column has one of many values:
// its one argument. At PostgreSQL each is looked up by the index, however little that knows of the
// table: a statement keeps the way that was best when it was first used, and of a young office that
// is to read everything.
func (e engine) among(query, column string, values any) (whole string, arg any) {
	if e == sqlite {
		text, err := json.Marshal(values)
		if err != nil {
			text = []byte("[]") // numbers and text always marshal
		}
		return query + column + " IN (SELECT value FROM json_each(?))", string(text)
	}
	list := "bigint[]"
	if _, are := values.([]string); are {
		list = "text[]"
	}
	return "SELECT t.* FROM unnest(?::" + list + ") asked (v), LATERAL (" + query + column +
		" = asked.v OFFSET 0) t", values
}

var placeholder = regexp.MustCompile(`\?\d*`)

// rebind writes a query in PostgreSQL's words: ? and ?2 become $1 and $2, and LIKE becomes ILIKE,
// which in columns that compare by bytes looks past the case of ASCII letters only, as LIKE does in
// SQLite. What stands in quotes stays.
func rebind(query string) string {
	n := 0
	parts := strings.Split(query, "'") // every other one stands in quotes
	for i := 0; i < len(parts); i += 2 {
		text := strings.ReplaceAll(parts[i], " LIKE ", " ILIKE ")
		parts[i] = placeholder.ReplaceAllStringFunc(text, func(p string) string {
			if p == "?" {
				n++
				return "$" + strconv.Itoa(n)
			}
			return "$" + p[1:]
		})
	}
	return strings.Join(parts, "'")
}

// plain gives text that every engine can keep: PostgreSQL takes no zero byte and only UTF-8.
func plain(text string) string {
	if utf8.ValidString(text) && strings.IndexByte(text, 0) < 0 {
		return text
	}
	return strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\x00", "\uFFFD")
}

// noCase orders by a column without the case of ASCII letters, on its index.
func (e engine) noCase(column string) string {
	if e == postgres {
		return "lower(" + column + ")"
	}
	return column + " COLLATE NOCASE"
}

// search turns what somebody typed into a condition on user_lines l and its argument ?2: every word
// begins somewhere. Text without words finds everybody.
func (e engine) search(text string) (condition, match string) {
	words := strings.FieldsFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	switch {
	case len(words) == 0:
		return "1 = 1", ""
	case e == postgres:
		return "l.words @@ search_for(?2)", strings.Join(words, " ")
	}
	return "l.user_id IN (SELECT rowid FROM user_search WHERE user_search MATCH ?2)",
		`"` + strings.Join(words, `"* "`) + `"*`
}

// begin starts a transaction that is the only one that writes. At PostgreSQL the lock keeps out
// other processes too, until it ends. What it then reads was committed before: every statement of
// a transaction at READ COMMITTED sees that.
func (e engine) begin() string {
	if e == postgres {
		return "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SET LOCAL lock_timeout = '5s'; " +
			"SELECT pg_advisory_xact_lock(7461746568)"
	}
	return "BEGIN IMMEDIATE"
}

//go:embed migrations/*.sql migrations/postgres/*.sql
var migrations embed.FS

// typesOf writes SQLite's types in PostgreSQL's words. Text compares by bytes on both.
var typesOf = strings.NewReplacer("INTEGER PRIMARY KEY", "BIGINT PRIMARY KEY", " BLOB ", " BYTEA ",
	" TEXT", ` TEXT COLLATE "C"`)

// migrations gives the files that make the schema. A file in postgres/ stands in for the one of its
// name; the others are the same on both engines but for the names of types.
func (e engine) migrations() (fs.FS, error) {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil || e == sqlite {
		return files, err
	}
	names, err := fs.Glob(files, "*.sql")
	if err != nil {
		return nil, err
	}
	twins := fstest.MapFS{} // a folder in memory
	for _, name := range names {
		text, err := fs.ReadFile(files, "postgres/"+name)
		if errors.Is(err, fs.ErrNotExist) {
			text, err = fs.ReadFile(files, name)
			text = []byte(typesOf.Replace(string(text)))
		}
		if err != nil {
			return nil, err
		}
		twins[name] = &fstest.MapFile{Data: text}
	}
	return twins, nil
}

// reader asks for rows: of the pool of readers, or of one snapshot of the database. No query that
// reads goes past it.
type reader struct {
	engine engine
	on     interface {
		QueryContext(context.Context, string, ...any) (*sql.Rows, error)
		QueryRowContext(context.Context, string, ...any) *sql.Row
	}
}

// QueryContext asks for rows.
func (r reader) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return r.on.QueryContext(ctx, r.engine.sql(query), r.engine.args(args)...)
}

// QueryRowContext asks for one row.
func (r reader) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	return r.on.QueryRowContext(ctx, r.engine.sql(query), r.engine.args(args)...)
}

// snapshot lets fn read the database as it is at one moment. Its errors stay as they are.
func (db *DB) snapshot(ctx context.Context, fn func(reader) error) error {
	tx, err := db.pool.BeginTx(ctx, &sql.TxOptions{ReadOnly: true,
		Isolation: sql.LevelRepeatableRead}) // as SQLite always reads
	if err != nil {
		return Explain(err)
	}
	return errors.Join(fn(reader{db.dialect, tx}), ignoreDone(tx.Rollback()))
}
