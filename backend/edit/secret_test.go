package edit_test

import (
	"context"
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/mattn/go-sqlite3"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/sealing"
	"gatehouse/backend/store"
	"gatehouse/backend/store/storetest"
)

// where gives the tables of a database file in which a text occurs.
func where(t *testing.T, db *store.DB, text string) (tables []string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "copy.db")
	must(t, db.Backup(context.Background(), path))
	raw, err := sql.Open("sqlite3", "file:"+path+"?mode=ro")
	must(t, err)
	defer raw.Close()
	for _, table := range column(t, raw, "SELECT name FROM sqlite_master WHERE type = 'table'") {
		if strings.HasPrefix(table, "user_search") {
			continue // the search's own words
		}
		var like []string
		for _, c := range column(t, raw, "SELECT name FROM pragma_table_info('"+table+"')") {
			like = append(like, "instr(CAST("+c+" AS TEXT), ?1) > 0")
		}
		query := "SELECT count(*) FROM " + table + " WHERE " + strings.Join(like, " OR ")
		var n int
		must(t, raw.QueryRow(query, text).Scan(&n))
		if n > 0 {
			tables = append(tables, table)
		}
	}
	return tables
}

func column(t *testing.T, db *sql.DB, query string) (list []string) {
	t.Helper()
	rows, err := db.Query(query)
	must(t, err)
	defer rows.Close()
	for rows.Next() {
		var s string
		must(t, rows.Scan(&s))
		list = append(list, s)
	}
	return list
}

// TestAVerifierStaysWhereItBelongs: at the server a verifier lies in the credentials only, and
// nothing brings it down to another desk. The desk that set it keeps it in its queue, and no
// longer than that.
func TestAVerifierStaysWhereItBelongs(t *testing.T) { // C6
	const secret = "dGhpcyBpcyBhIHNlY3JldA"
	o := storetest.New(t)
	anna, ben := o.Desk(storetest.Anna, "anna"), o.Desk(storetest.Ben, "ben")
	anna.Do(&edit.SetPassword{User: storetest.MiaUser, Verifier: verifier, Initial: true})
	if in := where(t, anna.DB, secret); strings.Join(in, " ") != "outbox" {
		t.Errorf("before the push, the desk has it in %v", in)
	}
	anna.Sync()
	ben.Sync()
	if in := where(t, o.Server, secret); strings.Join(in, " ") != "credentials" {
		t.Errorf("the server has it in %v", in)
	}
	if in := where(t, ben.DB, secret); len(in) != 0 {
		t.Errorf("Ben's desk has it in %v", in)
	}
	if in := where(t, anna.DB, secret); len(in) > 0 && strings.Join(in, " ") != "acked" {
		t.Errorf("after the push, the desk has it in %v", in)
	}
	_, has, err := o.Server.Login(ctx, "mia@example.com")
	if err != nil || has != verifier {
		t.Errorf("the server knows %q (%v)", has, err)
	}
}

// TestARefusedPasswordLeavesNoVerifier: neither in the inbox nor in the history, whatever stood
// against it.
func TestARefusedPasswordLeavesNoVerifier(t *testing.T) {
	const secret = "dGhpcyBpcyBhIHNlY3JldA"
	o := storetest.New(t)
	set := &edit.SetPassword{User: storetest.MiaUser, Verifier: verifier, Initial: true}
	gone := &edit.SetPassword{User: 999, Verifier: verifier, Initial: true}
	newer := o.Envelope(set)
	newer.NV = 2
	for _, in := range []edit.Envelope{o.Envelope(gone), newer} {
		out := run(t, o, o.Env(storetest.Anna, edit.Server), in)
		if out.Status.HasEffect() || !out.Inbox {
			t.Errorf("%+v", out)
		}
	}
	unseen := userOf(t, o, storetest.MiaUser) // a locked login: unlocking it widens
	unseen.Locked = true
	write(t, o, &unseen, &records.Narrowing{ID: 1, Subject: "person:201", UID: "another's"})
	if out := run(t, o, o.Env(storetest.Anna, edit.Server), o.Envelope(set)); out.Status !=
		records.Refused {
		t.Errorf("%+v", out)
	}
	if in := where(t, o.Server, secret); len(in) != 0 {
		t.Errorf("the server has it in %v", in)
	}
	for _, bad := range []string{"", "password", "$2a$10$x", verifier + strings.Repeat("x", 400)} {
		e := &edit.SetPassword{User: storetest.MiaUser, Verifier: bad, Initial: true}
		if err := e.Validate(); !problem.Is(err, problem.Invalid) {
			t.Errorf("%.20q: %v", bad, err)
		}
	}
}

// TestADocumentationPasswordIsNowhereInTheClear: what the edit, the history, the queue and every
// other desk have of it is sealed, also where it was looked at, replaced or refused (A39).
func TestADocumentationPasswordIsNowhereInTheClear(t *testing.T) {
	const secret = "quay-lantern-7"
	box, err := sealing.New(make([]byte, 32))
	must(t, err)
	o := storetest.New(t)
	anna, ben := o.Desk(storetest.Anna, "anna"), o.Desk(storetest.Ben, "ben")
	item := records.ConfigurationItem{ID: 73, Account: storetest.Acme, Name: "Router"}
	item.Sealed = box.Seal(records.SealedFor(item.Key()), secret)
	save := func(was *records.ConfigurationItem, want records.ConfigurationItem) edit.Edit {
		return &edit.SaveConfigurationItem{
			Save: edit.Save[records.ConfigurationItem, *records.ConfigurationItem]{Was: was,
				Want: want}}
	}
	anna.Do(save(nil, item))
	anna.Do(&edit.RevealPassword{Item: item.ID})
	second := item
	second.Sealed = box.Seal(records.SealedFor(item.Key()), secret+" again")
	anna.Do(save(&item, second))
	out := run(t, o, o.Env(storetest.Ben, edit.Server), o.Envelope(save(nil,
		records.ConfigurationItem{ID: 74, Account: 999, Name: "", Sealed: item.Sealed})))
	if out.Status.HasEffect() {
		t.Errorf("%+v", out)
	}
	anna.Sync()
	ben.Sync()
	for name, db := range map[string]*store.DB{"Anna's desk": anna.DB, "the server": o.Server,
		"Ben's desk": ben.DB} {
		if in := where(t, db, secret); len(in) != 0 {
			t.Errorf("%s has it in %v", name, in)
		}
		if in := where(t, db, second.Sealed); len(in) == 0 {
			t.Errorf("%s does not have it sealed", name)
		}
	}
}
