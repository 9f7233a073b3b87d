package synctest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync/atomic"

	"github.com/jackc/pgx/v5"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver for looking beside the product

	"gatehouse/backend/edit"
	"gatehouse/backend/store"
)

// Template is what schedules on files start from: an office that is founded, and a desk's empty
// file.
type Template struct{ server, desk, postgres string }

// NewTemplate makes the files in a folder, and a database at PostgreSQL where GATEHOUSE_POSTGRES
// names one. Remove drops that again.
func NewTemplate(folder string) (*Template, error) {
	t := &Template{server: filepath.Join(folder, "server.db"), desk: filepath.Join(folder, "desk.db")}
	db, err := store.Open(ctx, t.server)
	if err := foundIn(db, err); err != nil {
		return nil, err
	}
	if db, err = store.Open(ctx, t.desk); err == nil {
		err = db.Close()
	}
	if err != nil || os.Getenv("GATEHOUSE_POSTGRES") == "" {
		return t, err
	}
	t.postgres = newName()
	err = atPostgres("CREATE DATABASE " + t.postgres + " TEMPLATE template0 ENCODING 'UTF8'")
	if err != nil {
		return nil, err
	}
	db, err = store.OpenPostgres(ctx, postgresAddress(t.postgres))
	return t, foundIn(db, err)
}

// Remove drops what files alone do not hold.
func (t *Template) Remove() error {
	if t.postgres == "" {
		return nil
	}
	return atPostgres("DROP DATABASE " + t.postgres + " WITH (FORCE)")
}

func foundIn(db *store.DB, err error) error {
	if err != nil {
		return err
	}
	return errors.Join(found(db), db.Close())
}

// found founds the office in a database.
func found(db *store.DB) error {
	if err := db.Found(ctx, "portal-1", founders()[:3]...); err != nil { // it has the profiles
		return err
	}
	_, err := db.Write(ctx, func(tx edit.Tx) error {
		for _, r := range cast() {
			tx.Put(r)
		}
		return nil
	})
	return err
}

// filePlace is a server's file.
type filePlace struct{ path string }

func newFilePlace(path, from string) (filePlace, error) {
	return filePlace{path}, copyFile(from, path)
}

func (p filePlace) open() (*store.DB, *looker, error) {
	db, err := store.Open(ctx, p.path)
	if err != nil {
		return nil, nil, err
	}
	look, err := lookInto(p.path)
	return db, look, err
}

func (p filePlace) save() error { return copyFile(p.path, p.path+"-saved") }

func (p filePlace) goBack() error {
	if err := removeFile(p.path); err != nil {
		return err
	}
	return copyFile(p.path+"-saved", p.path)
}

func (p filePlace) remove() error { return nil } // the folder goes

func lookInto(path string) (*looker, error) {
	db, err := sql.Open("sqlite3", "file:"+path+"?_busy_timeout=5000")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return &looker{db}, nil
}

func copyFile(from, to string) error {
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, text, 0o600)
}

// removeFile removes a database's file with what SQLite keeps beside it.
func removeFile(path string) error {
	for _, more := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(path + more); err != nil && !os.IsNotExist(err) {
			return err
		}
	}
	return nil
}

// postgresPlace is a database at PostgreSQL; the saved state is another one.
type postgresPlace struct {
	now   string
	saved string
}

var names atomic.Int64

func newName() string { return fmt.Sprintf("gatehouse_sim_%d_%d", os.Getpid(), names.Add(1)) }

func newPostgresPlace(from string) (*postgresPlace, error) {
	if from == "" {
		return nil, errors.New("GATEHOUSE_POSTGRES is not set: build/test.sh starts a PostgreSQL")
	}
	p := &postgresPlace{now: newName()}
	return p, atPostgres("CREATE DATABASE " + p.now + " TEMPLATE " + from)
}

func (p *postgresPlace) open() (*store.DB, *looker, error) {
	db, err := store.OpenPostgres(ctx, postgresAddress(p.now))
	if err != nil {
		return nil, nil, err
	}
	look, err := sql.Open("pgx", postgresAddress(p.now))
	if err != nil {
		return nil, nil, err
	}
	look.SetMaxOpenConns(1)
	return db, &looker{look}, nil
}

func (p *postgresPlace) save() error {
	if p.saved != "" {
		if err := atPostgres("DROP DATABASE " + p.saved + " WITH (FORCE)"); err != nil {
			return err
		}
	}
	p.saved = newName()
	return atPostgres("CREATE DATABASE " + p.saved + " TEMPLATE " + p.now)
}

func (p *postgresPlace) goBack() error {
	if err := atPostgres("DROP DATABASE " + p.now + " WITH (FORCE)"); err != nil {
		return err
	}
	return atPostgres("CREATE DATABASE " + p.now + " TEMPLATE " + p.saved)
}

func (p *postgresPlace) remove() error {
	err := atPostgres("DROP DATABASE IF EXISTS " + p.now + " WITH (FORCE)")
	if p.saved != "" {
		err = errors.Join(err, atPostgres("DROP DATABASE "+p.saved+" WITH (FORCE)"))
	}
	return err
}

// atPostgres has a database made or dropped.
func atPostgres(command string) error {
	ctx := context.Background()
	admin, err := pgx.Connect(ctx, os.Getenv("GATEHOUSE_POSTGRES"))
	if err != nil {
		return err
	}
	_, err = admin.Exec(ctx, command)
	return errors.Join(err, admin.Close(ctx))
}

func postgresAddress(name string) string {
	u, err := url.Parse(os.Getenv("GATEHOUSE_POSTGRES"))
	if err != nil {
		return ""
	}
	u.Path = "/" + name
	return u.String()
}
