package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"

	"gatehouse/backend/problem"
)

// Backup writes everything, as it is at one moment, to one SQLite file, while the database is in
// use on whichever engine. The file appears when it is whole. What it holds is durable from then
// on: desks need not keep it for a server that is restored.
func (db *DB) Backup(ctx context.Context, to string) error {
	if info, err := os.Stat(filepath.Dir(to)); err != nil || !info.IsDir() {
		return unwritable(to, err)
	}
	if err := mayReplace(ctx, to); err != nil {
		return err
	}
	part := to + ".part"
	if err := os.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return unwritable(to, err)
	}
	if err := db.writeBackup(ctx, part); err != nil {
		return errors.Join(err, ignoreMissing(os.Remove(part)))
	}
	version, err := versionIn(ctx, part)
	if err == nil {
		err = settleFile(part, to)
	}
	if err != nil || db.conn == nil || version == 0 {
		return err
	}
	return db.within(ctx, func(tx *Tx) error {
		tx.exec("UPDATE lineage SET durable = ? WHERE id = 1 AND durable < ?", version, version)
		return nil
	})
}

// mayReplace refuses to write over anything but an older backup: an office's own data, which has
// its lock beside it, would be lost, and so would its key.
func mayReplace(ctx context.Context, path string) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil || info.IsDir():
		return unwritable(path, err)
	}
	_, free := os.Stat(path + ".lock")
	if _, err := versionIn(ctx, path); err != nil || free == nil {
		return problem.Newf(problem.Conflict, "%s is there already and is no backup. It was left as "+
			"it is. Choose another name.", path).By(err)
	}
	return nil
}

func (db *DB) writeBackup(ctx context.Context, part string) error {
	if db.dialect == sqlite {
		one, err := connect(db.path, "") // beside the writer, who need not wait
		if err != nil {
			return err
		}
		private(part)
		_, err = one.ExecContext(ctx, "VACUUM INTO ?", part)
		return errors.Join(Explain(err), one.Close())
	}
	file, err := Open(ctx, part)
	if err != nil {
		return err
	}
	_, err = db.CopyTo(ctx, file)
	return errors.Join(err, file.Close(), ignoreMissing(os.Remove(part+".lock")))
}

// versionIn gives the version that a backup holds; 0 where it is not a server's.
func versionIn(ctx context.Context, path string) (version int64, err error) {
	db, err := sql.Open("sqlite3", fileURL(path)+"?mode=ro&immutable=1")
	if err != nil {
		return 0, err
	}
	err = db.QueryRowContext(ctx, "SELECT version FROM lineage WHERE id = 1").Scan(&version)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return version, errors.Join(Explain(err), db.Close())
}

// settleFile makes a file that was written one that stays, under its name.
func settleFile(part, to string) error {
	for _, step := range []func() error{
		func() error { return syncPath(part) },
		func() error { return os.Rename(part, to) },
		func() error { return syncPath(filepath.Dir(to)) },
	} {
		if err := step(); err != nil {
			return unwritable(to, err)
		}
	}
	return nil
}

// syncPath brings a file, or what a folder says of its files, to the disk. Windows does the latter
// by itself.
func syncPath(path string) error {
	how := os.O_RDWR
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		if runtime.GOOS == "windows" {
			return nil
		}
		how = os.O_RDONLY
	}
	f, err := os.OpenFile(path, how, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

func unwritable(path string, cause error) error {
	if errors.Is(cause, syscall.ENOSPC) {
		return problem.New(problem.Unavailable, "The disk is full. Make room and try again. "+
			"Nothing was changed.").By(cause)
	}
	return problem.Newf(problem.Unavailable, "%s cannot be written. Check the folder and its "+
		"permissions.", path).By(cause)
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// Durable gives the version that the newest finished backup holds: what desks may stop keeping for
// the case that the server is restored.
func (db *DB) Durable(ctx context.Context) (version int64, err error) {
	err = db.read.QueryRowContext(ctx, "SELECT durable FROM lineage WHERE id = 1").Scan(&version)
	return version, Explain(err)
}

// Restore puts a backup in the place of an office's SQLite file, which nobody may be serving. What
// was there is kept beside it, under the name that is returned; empty where there was nothing. The
// restored office begins a new epoch.
func Restore(ctx context.Context, from, path string, now time.Time) (kept string, err error) {
	locked, err := lockFile(path + ".lock")
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, locked.Close()) }()
	fresh := path + ".restored"
	defer func() { err = errors.Join(err, removeAll(fresh)) }()
	if err := removeAll(fresh); err != nil {
		return "", err
	}
	db, err := openCopy(ctx, from, fresh)
	if err != nil {
		return "", err
	}
	err = errors.Join(db.beginEpoch(ctx, epochIn(ctx, path), now), db.Close())
	if err != nil {
		return "", err
	}
	kept, err = setAside(path, now)
	if err != nil {
		return "", err
	}
	return kept, settleFile(fresh, path)
}

// removeAll removes a database file with all that may lie beside it, also where it was brought to
// this version's schema.
func removeAll(path string) (err error) {
	list, _ := filepath.Glob(path + ".before-*") // none, where the folder has a name with [
	for _, name := range append(list, path, path+"-wal", path+"-shm", path+".lock") {
		if e := ignoreMissing(os.Remove(name)); e != nil {
			err = errors.Join(err, unwritable(name, e))
		}
	}
	return err
}

// setAside gives a database file another name, with the journal that it may still have.
func setAside(path string, now time.Time) (kept string, err error) {
	if _, err := os.Stat(path); err == nil {
		kept = fmt.Sprintf("%s.replaced-%s", path, now.Format("20060102-150405"))
		for first, n := kept, 2; !missing(kept); n++ {
			kept = fmt.Sprintf("%s-%d", first, n)
		}
	}
	for _, end := range []string{"", "-wal", "-shm"} {
		to := kept
		if to == "" {
			to = path + ".replaced"
		}
		if err := ignoreMissing(os.Rename(path+end, to+end)); err != nil {
			return "", unwritable(to, err)
		}
	}
	return kept, nil
}

func missing(path string) bool {
	_, err := os.Stat(path)
	return errors.Is(err, fs.ErrNotExist)
}

// openCopy opens a copy of a backup, brought to this version's schema.
func openCopy(ctx context.Context, from, to string) (*DB, error) {
	if err := copyFile(ctx, from, to); err != nil {
		return nil, err
	}
	db, err := Open(ctx, to)
	if problem.Is(err, problem.Damaged) && !errors.Is(err, errNewer) {
		err = noBackup(from, err)
	}
	return db, err
}

func noBackup(path string, cause error) error {
	return problem.Newf(problem.Invalid, "%s is no backup that can be read. Nothing was changed. "+
		"Use another one.", path).By(cause)
}

// copyFile refuses a file that has a part of itself in its journal: it is in use, or was left so.
func copyFile(ctx context.Context, from, to string) error {
	if !missing(from + "-wal") {
		return problem.Newf(problem.Busy, "%s is no backup: a server uses it, or was not stopped in "+
			"order, and its newest changes are in %s-wal. Nothing was changed. Start that server, "+
			"and make a backup.", from, from)
	}
	if _, err := versionIn(ctx, from); err != nil {
		return noBackup(from, err)
	}
	in, err := os.Open(from)
	if err != nil {
		return noBackup(from, err)
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return unwritable(to, err)
	}
	_, err = io.Copy(out, in)
	if err = errors.Join(err, out.Close()); err != nil {
		return unwritable(to, err)
	}
	return nil
}

// epochIn gives the epoch of a file that will be replaced; 0 where it cannot be read any more.
func epochIn(ctx context.Context, path string) (epoch int64) {
	if _, err := os.Stat(path); err != nil {
		return 0
	}
	db, err := connect(path, "") // which takes in the journal where it was left
	if err != nil {
		return 0
	}
	defer db.Close()
	if db.QueryRowContext(ctx, "SELECT epoch FROM lineage WHERE id = 1").Scan(&epoch) != nil {
		return 0
	}
	return epoch
}

// beginEpoch makes what was restored a life of its own, which no desk takes for the one before: its
// number is above every one that is known, and not below the clock, should one not be known. Who
// was signed in signs in again, links in mails are sent anew, and so are tokens of other programs.
func (db *DB) beginEpoch(ctx context.Context, replaced int64, now time.Time) error {
	return db.within(ctx, func(tx *Tx) error {
		var epoch, version int64
		if !tx.one("SELECT epoch, version FROM lineage WHERE id = 1", nil, &epoch, &version) {
			return problem.New(problem.Invalid, "This is no backup of an office. "+
				"Nothing was changed.")
		}
		epoch = max(epoch+1, replaced+1, now.Unix())
		tx.exec("UPDATE lineage SET epoch = ?, durable = version, moved = '' WHERE id = 1", epoch)
		tx.exec("INSERT INTO epochs (epoch, forked_at, at) VALUES (?, ?, ?)", epoch, version,
			now.Unix())
		for _, table := range []string{"sessions", "visits", "challenges", "links", "invites",
			"pairings", "limits"} {
			tx.exec("DELETE FROM " + table)
		}
		// One that was revoked since the backup must not come back.
		tx.exec("UPDATE tokens SET revoked = 1 WHERE revoked = 0")
		return nil
	})
}

// RestorePostgres is Restore for an office at PostgreSQL. What was there is kept in a schema of its
// own, whose name is returned.
func RestorePostgres(ctx context.Context, from, url string, now time.Time) (
	kept string, err error) {
	backup, err := openBackup(ctx, from)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, backup.close()) }()
	before, err := OpenPostgres(ctx, url)
	if err != nil {
		return "", err
	}
	release, err := before.Reserve(ctx)
	if err != nil {
		return "", errors.Join(err, before.Close())
	}
	defer release()
	var epoch int64
	err = before.read.QueryRowContext(ctx, "SELECT coalesce(max(epoch), 0) FROM lineage").
		Scan(&epoch)
	config := before.config
	if err = errors.Join(Explain(err), before.Close()); err != nil {
		return "", err
	}
	kept = "gatehouse_replaced_" + now.Format("20060102_150405")
	if err := rename(ctx, config, "public", kept); err != nil {
		return "", err
	}
	if err := fill(ctx, url, backup.DB, epoch, now); err != nil {
		return "", errors.Join(err, rename(context.WithoutCancel(ctx), config, kept, "public"))
	}
	return kept, nil
}

// fill makes a database that has nothing the one of a backup.
func fill(ctx context.Context, url string, backup *DB, replaced int64, now time.Time) error {
	db, err := OpenPostgres(ctx, url)
	if err != nil {
		return err
	}
	if _, err = backup.CopyTo(ctx, db); err == nil {
		err = db.beginEpoch(ctx, replaced, now)
	}
	return errors.Join(err, db.Close())
}

// rename gives a schema another name; an empty one takes the place of "public".
func rename(ctx context.Context, config *pgx.ConnConfig, from, to string) error {
	conn, err := pgx.ConnectConfig(ctx, config.Copy())
	if err != nil {
		return Explain(err)
	}
	query := "ALTER SCHEMA " + from + " RENAME TO " + to + "; CREATE SCHEMA public"
	if to == "public" {
		query = "DROP SCHEMA public CASCADE; ALTER SCHEMA " + from + " RENAME TO public"
	}
	_, err = conn.Exec(ctx, query) // one transaction
	return errors.Join(Explain(err), conn.Close(ctx))
}

// backupFile is a copy of a backup that may be brought to this version's schema.
type backupFile struct {
	*DB
	dir string
}

func openBackup(ctx context.Context, from string) (*backupFile, error) {
	dir, err := os.MkdirTemp("", "gatehouse-restore")
	if err != nil {
		return nil, err
	}
	path := filepath.Join(dir, "office.db")
	db, err := openCopy(ctx, from, path)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	return &backupFile{db, dir}, nil
}

func (b *backupFile) close() error { return errors.Join(b.Close(), os.RemoveAll(b.dir)) }
