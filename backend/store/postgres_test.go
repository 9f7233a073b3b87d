package store_test

import (
	"database/sql"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
	"gatehouse/backend/store/storetest"
)

// sameColumns gives every table's columns, in the words of both engines.
const sqliteColumns = `
	SELECT m.name || '.' || c.name
	FROM sqlite_master m JOIN pragma_table_info(m.name) c
	WHERE m.type IN ('table', 'view') AND m.name NOT LIKE 'sqlite%' AND m.name NOT LIKE 'goose%'
		AND m.name NOT LIKE 'user\_search%' ESCAPE '\'`

const postgresColumns = `
	SELECT table_name || '.' || column_name
	FROM information_schema.columns
	WHERE table_schema = 'public' AND table_name NOT LIKE 'goose%' AND column_name <> 'words'`

func textsOf(t *testing.T, db *sql.DB, query string) (list []string) {
	t.Helper()
	rows, err := db.Query(query)
	must(t, err)
	defer rows.Close()
	for rows.Next() {
		var text string
		must(t, rows.Scan(&text))
		list = append(list, text)
	}
	must(t, rows.Err())
	slices.Sort(list)
	return list
}

func TestBothEnginesHaveTheSameColumns(t *testing.T) {
	there := textsOf(t, storetest.Make(t, storetest.Postgres).Look(t), postgresColumns)
	here := textsOf(t, storetest.Make(t, storetest.SQLite).Look(t), sqliteColumns)
	if diff := cmp.Diff(here, there); diff != "" {
		t.Errorf("a migration and its twin differ:\n%s", diff)
	}
}

// TestTextComparesByBytes: a column that would compare as the server's language does would sort
// and find otherwise than SQLite.
func TestTextComparesByBytes(t *testing.T) {
	db := storetest.Make(t, storetest.Postgres).Look(t)
	for _, column := range textsOf(t, db, postgresColumns+
		" AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'") {
		if !strings.HasPrefix(column, "user_source.") { // of columns that do
			t.Errorf("%s does not", column)
		}
	}
}

// TestTwoProgramsWriteOneAfterTheOther: every version is there once, and the history is one chain.
func TestTwoProgramsWriteOneAfterTheOther(t *testing.T) {
	o := storetest.On(t, storetest.Postgres)
	programs := []*store.DB{o.Server, o.Place.Open(t)}
	before, err := o.Server.Lineage(ctx)
	must(t, err)
	const each = 25
	var wait sync.WaitGroup
	for n, db := range programs {
		wait.Go(func() {
			for i := range each {
				_, err := db.Write(ctx, func(tx edit.Tx) error {
					id := int64(1 + n*each + i)
					tx.Put(&records.History{ID: id, UID: records.UID(fmt.Sprint("w-", id))})
					return nil
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	wait.Wait()
	after, err := o.Server.Lineage(ctx)
	if err != nil || after.Version != before.Version+2*each {
		t.Errorf("the version was %d and is %d, %v", before.Version, after.Version, err)
	}
	var lines, links int
	must(t, o.Place.Look(t).QueryRow(`
		SELECT
			(SELECT count(DISTINCT n) FROM history),
			(SELECT count(*) FROM history a JOIN history b ON b.n = a.n + 1 AND b.prev = a.hash)`).
		Scan(&lines, &links))
	if lines < 2*each || links != lines-1 {
		t.Errorf("%d lines, %d linked to the next", lines, links)
	}
}

// TestManyProgramsMakeTheSchemaOnce: servers that are started together bring one database to its
// schema.
func TestManyProgramsMakeTheSchemaOnce(t *testing.T) {
	place := storetest.Make(t, storetest.Postgres)
	raw := rawOf(t, place)
	_, err := raw.Exec("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
	must(t, err)
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			db, err := store.OpenPostgres(ctx, place.Address)
			if err != nil {
				t.Error(err)
				return
			}
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
}

func rawOf(t *testing.T, p storetest.Place) *sql.DB {
	t.Helper()
	raw, err := sql.Open("pgx", p.Address)
	must(t, err)
	t.Cleanup(func() { must(t, raw.Close()) })
	return raw
}

// TestALostConnectionIsMadeAnew: the database server was started anew, or somebody cut it off.
func TestALostConnectionIsMadeAnew(t *testing.T) {
	o := storetest.On(t, storetest.Postgres)
	raw := rawOf(t, o.Place)
	cut := func() {
		_, err := raw.Exec("SELECT pg_terminate_backend(pid) FROM pg_stat_activity " +
			"WHERE datname = current_database() AND pid <> pg_backend_pid()")
		must(t, err)
	}
	put := func(id int64, meanwhile func()) error {
		_, err := o.Server.Write(ctx, func(tx edit.Tx) error {
			tx.Put(&records.Account{ID: records.AccountID(id), Name: "A"})
			meanwhile()
			tx.Put(&records.Account{ID: records.AccountID(id + 1), Name: "B"})
			return nil
		})
		return err
	}
	cut()
	must(t, put(700, func() {}))
	if err := put(800, cut); !problem.Is(err, problem.Unavailable) {
		t.Errorf("cut off in the middle: %v", err)
	}
	must(t, put(900, func() {}))
	for id, there := range map[records.AccountID]bool{701: true, 800: false, 901: true} {
		if _, err := o.Server.Account(ctx, id); (err == nil) != there {
			t.Errorf("account %d: %v", id, err)
		}
	}
}

func TestADatabaseThatCannotBeUsedIsTold(t *testing.T) {
	good := storetest.Make(t, storetest.Postgres).Address
	nowhere, err := url.Parse(good)
	must(t, err)
	nowhere.Path = "/nothing_of_this_name"
	silent, err := net.Listen("tcp", "127.0.0.1:0") // takes calls and says nothing
	must(t, err)
	defer silent.Close()
	for address, want := range map[string]problem.Kind{
		"postgres://someone@127.0.0.1:1/office?sslmode=disable":         problem.Unavailable,
		"postgres://" + silent.Addr().String() + "/x?connect_timeout=1": problem.Unavailable,
		nowhere.String():     problem.Unavailable,
		"postgres://[":       problem.Invalid,
		good + "&sslmode=no": problem.Invalid,
	} {
		db, err := store.OpenPostgres(ctx, address)
		if p := problem.Of(err); err == nil || p.Kind != want {
			t.Errorf("%s: %v, %v", address, db, err)
		}
	}
}

// refuseTickets makes every new ticket of the server fail, at once or when it is committed.
func refuseTickets(t *testing.T, o *storetest.Office, when string) {
	t.Helper()
	_, err := rawOf(t, o.Place).Exec(`
		CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
			RAISE EXCEPTION 'no';
		END $$;
		CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON tickets DEFERRABLE ` + when + `
		FOR EACH ROW EXECUTE FUNCTION refuse()`)
	must(t, err)
}

// TestAnEditThatTheDatabaseRefusesIsParked: those before and after it are carried out.
func TestAnEditThatTheDatabaseRefusesIsParked(t *testing.T) {
	o := storetest.On(t, storetest.Postgres)
	refuseTickets(t, o, "INITIALLY IMMEDIATE")
	anna := o.Desk(storetest.Anna, "anna")
	anna.Do(grant(1, storetest.MiaUser, storetest.Basic))
	anna.Do(&edit.CreateTicket{ID: 7, Number: "T", Account: storetest.Acme, Subject: "It broke"})
	anna.Do(grant(2, storetest.TomUser, storetest.Manager))
	out := anna.Sync()
	want := []records.Status{records.Applied, records.Parked, records.Applied}
	for i, r := range out.Results {
		if len(out.Results) != len(want) || r.Status != want[i] {
			t.Errorf("%d: %+v", i, r)
		}
	}
	if got := o.ProfileOf(o.Server, storetest.TomUser); got != storetest.Manager {
		t.Errorf("Tom has profile %d", got)
	}
	if _, _, err := storetest.Ticket(ctx, o.Server, 7); !problem.Is(err, problem.NotFound) {
		t.Errorf("the ticket: %v", err)
	}
}

// TestACommitThatPostgreSQLRefusesChangesNothing: the last step is the one that counts.
func TestACommitThatPostgreSQLRefusesChangesNothing(t *testing.T) {
	o := storetest.On(t, storetest.Postgres)
	refuseTickets(t, o, "INITIALLY DEFERRED")
	before, err := o.Server.Lineage(ctx)
	must(t, err)
	told := 0
	o.Server.Committed = func(int64) { told++ }
	_, err = o.Server.Write(ctx, func(tx edit.Tx) error {
		tx.Put(&records.Account{ID: 700, Name: "A"})
		tx.Put(&records.Ticket{ID: 7, Account: 700})
		return nil
	})
	after, err2 := o.Server.Lineage(ctx)
	if err == nil || err2 != nil || after != before || told != 0 {
		t.Errorf("%v, %v: it was %+v and is %+v, told %d times", err, err2, before, after, told)
	}
	o.At(storetest.Anna, grant(1, storetest.MiaUser, storetest.Basic))
}
