package main

import (
	"cmp"
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
)

// backUp writes a backup and says what it holds.
func (o *office) backUp(ctx context.Context, to string) (string, error) {
	if err := o.db.Backup(ctx, to); err != nil {
		return "", err
	}
	info, err := os.Stat(to)
	if err != nil {
		return "", err
	}
	version, err := o.db.Durable(ctx)
	return fmt.Sprintf("%s holds everything up to version %d, in %.1f MB. Keep data.key with it.",
		to, version, float64(info.Size())/1e6), err
}

// verify says what is whole of the history, by the office's own key.
func (o *office) verify(ctx context.Context) (string, error) {
	key, err := o.box.Signer()
	if err != nil {
		return "", err
	}
	public := base64.StdEncoding.EncodeToString(key.Public().(ed25519.PublicKey))
	v, err := o.db.VerifyHistory(ctx, public)
	switch {
	case err != nil:
		return "", err
	case v.Broken > 0:
		return "", problem.Newf(problem.Damaged, "The history is whole up to line %d. Line %d is "+
			"not: %s", v.Lines, v.Broken, v.Why)
	case v.Signed < v.Lines:
		return fmt.Sprintf("The history is whole: %d of %d lines are signed. The others were "+
			"written before this server signed.", v.Signed, v.Lines), nil
	}
	return fmt.Sprintf("The history is whole, and all of it is signed. Lines: %d.", v.Lines), nil
}

const nothingWaits = "Nothing is in quarantine."

// quarantined lists the edits that wait to be taken or dropped.
func (o *office) quarantined(ctx context.Context) (string, error) {
	list, err := o.db.Quarantined(ctx)
	if len(list) == 0 {
		return nothingWaits, err
	}
	var text strings.Builder
	for _, q := range list {
		fmt.Fprintf(&text, "%s  %s\n    by %s on %s, made %s, came %s\n", q.Edit.UID, deed(q),
			q.Staff, q.Machine, day(q.Edit.At), day(q.Received))
		for _, more := range []string{given(q.Edit.Args), q.Edit.Reason} {
			if more != "" {
				fmt.Fprintf(&text, "    %s\n", more)
			}
		}
	}
	return strings.TrimSpace(text.String()), err
}

var inWords = regexp.MustCompile(`([a-z])([A-Z])`)

// deed says in words what an edit does, and to whom.
func deed(q store.Quarantined) string {
	text := strings.ToLower(inWords.ReplaceAllString(q.Edit.Name, "$1 $2"))
	if q.Subject != "" {
		text += ": " + q.Subject
	}
	if q.Narrow {
		return "TAKES ACCESS AWAY  " + text
	}
	return text
}

// given lists what an edit was given, but for the verifier of a password.
func given(args []byte) string {
	var fields map[string]json.RawMessage
	if json.Unmarshal(args, &fields) != nil {
		return ""
	}
	delete(fields, "Verifier")
	var list []string
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		list = append(list, fmt.Sprintf("%s %s", name, fields[name]))
	}
	return strings.Join(list, ", ")
}

// outcomes say what has become of an edit that was taken.
var outcomes = map[records.Status]string{records.Applied: "Done",
	records.Merged: "It was so already", records.Overrode: "Done, over a newer change",
	records.Removed:  "Not done: what it is about was removed meanwhile",
	records.Withheld: "Done, but for the access", records.Refused: "Refused",
	records.Parked: "It could not be carried out"}

func day(at int64) string { return time.Unix(at, 0).Format(time.DateTime) }

// take carries out one edit of the quarantine, or all where the uid is empty, as an administrator.
func (o *office) take(ctx context.Context, as string, uid records.UID) (string, error) {
	env, err := o.administrator(ctx, as)
	if err != nil {
		return "", err
	}
	list, err := o.db.Quarantined(ctx)
	if err != nil {
		return "", err
	}
	var text strings.Builder
	for _, q := range list {
		if uid != "" && q.Edit.UID != uid {
			continue
		}
		out, err := o.db.TakeQuarantined(ctx, env, q)
		if err != nil {
			return "", problem.New(problem.KindOf(err), text.String()+problem.TextOf(err)).By(err)
		}
		said := cmp.Or(outcomes[out.Status], string(out.Status))
		fmt.Fprintln(&text, strings.TrimSpace(fmt.Sprintf("%s  %s. %s. %s", q.Edit.UID, deed(q), said,
			out.Why)))
	}
	if text.Len() == 0 && uid == "" {
		return nothingWaits, nil
	}
	if text.Len() == 0 {
		return "", problem.New(problem.NotFound, "There is no such edit in quarantine.")
	}
	return strings.TrimSpace(text.String()), nil
}

func restoring(f *flag.FlagSet, at *place) func(context.Context) error {
	from := f.String("from", "", "the backup")
	return func(ctx context.Context) error {
		if *from == "" {
			return problem.New(problem.Invalid, "Say which backup to restore with --from.")
		}
		if err := at.check(); err != nil {
			return err
		}
		do, to := store.Restore, at.file()
		if at.onPostgres() {
			do, to = store.RestorePostgres, at.store
		}
		if err := os.MkdirAll(at.data, 0o700); err != nil {
			return problem.Newf(problem.Unavailable, "The folder %s cannot be made. Check its "+
				"permissions.", at.data).By(err)
		}
		kept, err := do(ctx, *from, to, time.Now())
		if err != nil {
			return at.served(err)
		}
		fmt.Printf("%s is restored. Everybody signs in anew, and desks bring what it does not have.\n",
			at.name())
		if at.onPostgres() {
			kept = "the schema " + kept + " of the same database"
		}
		if kept != "" {
			fmt.Printf("What was there before is kept as %s.\n", kept)
		}
		if _, err := os.Stat(filepath.Join(at.data, "data.key")); err != nil {
			fmt.Printf("Bring data.key, which was kept with the backup, to %s before you serve it.\n",
				at.data)
		}
		return nil
	}
}

func moving(f *flag.FlagSet, at *place) func(context.Context) error {
	to := f.String("to", "", "where to: the address of an empty database, or a new folder")
	return func(ctx context.Context) error {
		target := place{data: at.data, store: *to}
		if *to != "" && !strings.Contains(*to, "://") {
			target = place{data: *to}
		}
		if *to == "" || target == *at {
			return problem.New(problem.Invalid, "Say where the office goes with --to.")
		}
		return move(ctx, *at, target)
	}
}

func move(ctx context.Context, from, to place) (err error) {
	o, err := from.visit(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.db.Close()) }()
	db, err := to.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	list, err := o.db.MoveTo(ctx, db, to.name())
	if err != nil {
		return err
	}
	for _, c := range list {
		if c.Rows > 0 {
			fmt.Printf("%10d  %s\n", c.Rows, c.Table)
		}
	}
	fmt.Printf("The office is at %s now, equal to what it was. %s stays as it is and is served no "+
		"more.\n", to.name(), from.name())
	key := filepath.Join(to.data, "data.key")
	if _, err := os.Stat(key); err != nil {
		fmt.Printf("Bring data.key from %s to %s before you serve it.\n", from.data, to.data)
	}
	return nil
}
