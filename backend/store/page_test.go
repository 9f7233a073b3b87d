package store_test

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
	"gatehouse/backend/store/storetest"
)

// reader may see the tickets of these accounts, and what is their own.
func reader(scope access.Scope, accounts ...int64) *access.Subject {
	s := &access.Subject{HasEmail: true, Active: true, PortalUser: true, RoleGroup: true,
		HasAccount: true, AccountActive: true, AccountPortal: true}
	s.Matrix[access.TicketView] = scope
	s.Keys = access.KeysOf(access.Sets{access.Own: {7}, access.Account: accounts[:1],
		access.Tree: accounts})
	return s
}

// fill writes accounts and tickets as a server has them, without their edits. The accounts' ids
// begin with 1.
func fill(t testing.TB, path string, tickets, accounts int) {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+path+"?_synchronous=OFF")
	must(t, err)
	defer db.Close()
	tx, err := db.Begin()
	must(t, err)
	exec := func(query string, each int, args func(int) []any) {
		s, err := tx.Prepare(query)
		must(t, err)
		for i := range each {
			_, err := s.Exec(args(i)...)
			must(t, err)
		}
	}
	exec(`INSERT INTO accounts (id, ver, name, parent, street, city, region, zip, country, phone,
		web, primary_contact, billing_contact, active, portal, closed, folded, open)
		VALUES (?, 1, ?, 0, '', '', '', '', '', '', '', 0, 0, 1, 1, 0, '', ?)`, accounts,
		func(i int) []any {
			return []any{i + 1, fmt.Sprint("Account ", i), int64(access.Every)}
		})
	rng := rand.New(rand.NewPCG(1, 2))
	exec(`INSERT INTO tickets (id, ver, number, account, creator, contact, assigned, approver,
		subject, text, status, priority, internal, created, updated, exposed)
		VALUES (?, 1, ?, ?, ?, ?, 0, 0, ?, 'It began this morning.', ?, 'normal', ?, ?, 0, ?)`,
		tickets, func(i int) []any {
			internal := rng.IntN(20) == 0
			status := []string{"open", "waiting", "closed"}[rng.IntN(3)]
			return []any{rng.Int64N(1 << 62), fmt.Sprint("T-", i), 1 + rng.IntN(accounts),
				rng.IntN(20000), rng.IntN(20000), fmt.Sprint("Printer ", i), status, internal,
				1_700_000_000 + rng.IntN(tickets/2+1), !internal}
		})
	must(t, tx.Commit())
}

// TestAPageIsTheNewestOfWhatTheCoreAllows compares pages, one after the other, with the whole list:
// for few keys and many, with and without a status (A1, A4, A37).
func TestAPageIsTheNewestOfWhatTheCoreAllows(t *testing.T) {
	path := filepath.Join(t.TempDir(), "page.db")
	db, err := store.Open(ctx, path)
	must(t, err)
	defer db.Close()
	fill(t, path, 3000, 40)
	raw, err := sql.Open("sqlite3", "file:"+path+"?mode=ro")
	must(t, err)
	defer raw.Close()
	var all []int64
	for i := range 40 {
		all = append(all, int64(i+1))
	}
	for name, s := range map[string]*access.Subject{
		"own": reader(access.Own, 3), "account": reader(access.Account, 3),
		"few": reader(access.Tree, 3, 5, 9), "many": reader(access.Tree, all[4:30]...),
		"nobody's too": reader(access.Tree, 1, 500, 700), "all": reader(access.All, 3),
	} {
		for _, status := range []records.TicketStatus{"", records.Waiting} {
			where := access.Filter(s, access.TicketView, records.TicketColumns, access.Moment{})
			got := page(t, db, where, records.Query{Limit: 7, State: string(status)})
			if want := inOrder(t, raw, where, status); !slices.Equal(got, want) {
				t.Errorf("%s %s: %d rows by pages, %d in all", name, status, len(got), len(want))
			}
		}
	}
}

// page reads one page after the other, to the last.
func page(t *testing.T, db *store.DB, w access.Where, q records.Query) (got []int64) {
	t.Helper()
	for {
		list, err := storetest.Tickets(ctx, db, w, q)
		must(t, err)
		for _, k := range list {
			got = append(got, int64(k.ID))
			q.Before = records.Place{At: k.Created, ID: int64(k.ID)}
		}
		if len(list) < q.Limit {
			return got
		}
	}
}

// inOrder selects everything by the condition as it stands.
func inOrder(t *testing.T, raw *sql.DB, w access.Where, status records.TicketStatus) []int64 {
	t.Helper()
	in, args := access.SQLite.In(w.SQL, w.Args)
	rows, err := raw.Query("SELECT t.id FROM tickets t JOIN accounts a ON a.id = t.account WHERE "+
		in+" AND (? = '' OR t.status = ?) ORDER BY t.created DESC, t.id DESC",
		append(args, string(status), string(status))...)
	must(t, err)
	defer rows.Close()
	var list []int64
	for rows.Next() {
		var id int64
		must(t, rows.Scan(&id))
		list = append(list, id)
	}
	must(t, rows.Err())
	return list
}

// BenchmarkTheNewest50OfAMillion reads the first page of what a scope sees and, in turn, the same
// rows, whole, by their ids: a scope over 246 accounts with about 24,600 tickets, and one over one
// account with about 100. The medians are compared; the aims are 4 times and 2 times.
func BenchmarkTheNewest50OfAMillion(b *testing.B) {
	path := filepath.Join(b.TempDir(), "million.db")
	db, err := store.Open(ctx, path)
	must(b, err)
	defer db.Close()
	fill(b, path, 1_000_000, 10_000)
	raw, err := sql.Open("sqlite3", "file:"+path+"?mode=ro")
	must(b, err)
	defer raw.Close()
	var tree []int64
	for i := range 246 {
		tree = append(tree, int64(1+40*i))
	}
	for name, s := range map[string]*access.Subject{
		"tree": reader(access.Tree, tree...), "account": reader(access.Account, 41)} {
		where := access.Filter(s, access.TicketView, records.TicketColumns, access.Moment{})
		page, err := storetest.Tickets(ctx, db, where, records.Query{Limit: 50})
		must(b, err)
		var ids []int64
		for _, k := range page {
			ids = append(ids, int64(k.ID))
		}
		b.Run(name, func(b *testing.B) {
			var ours, theirs []time.Duration
			for b.Loop() {
				start := time.Now()
				list, err := storetest.Tickets(ctx, db, where, records.Query{Limit: 50})
				if must(b, err); len(list) != 50 {
					b.Fatal(len(list))
				}
				between := time.Now()
				if n := byID(b, raw, ids); n != 50 {
					b.Fatal(n)
				}
				ours = append(ours, between.Sub(start))
				theirs = append(theirs, time.Since(between))
			}
			slices.Sort(ours)
			slices.Sort(theirs)
			page, peer := ours[len(ours)/2], theirs[len(theirs)/2]
			b.ReportMetric(float64(page.Microseconds()), "µs/page")
			b.ReportMetric(float64(peer.Microseconds()), "µs/byID")
			b.ReportMetric(float64(page)/float64(peer), "times")
		})
	}
}

// byID reads tickets by their ids, whole.
func byID(b testing.TB, raw *sql.DB, ids []int64) (n int) {
	in, args := access.SQLite.In("id $", []any{access.Set(ids)})
	rows, err := raw.Query("SELECT id, number, account, creator, contact, assigned, approver, "+
		"from_name, email, subject, text, status, priority, internal, created, updated, type, "+
		"queue, vendor, agent, approval, approval_note, answered FROM tickets WHERE "+in, args...)
	must(b, err)
	defer rows.Close()
	for rows.Next() {
		var t records.Ticket
		must(b, rows.Scan(&t.ID, &t.Number, &t.Account, &t.Creator, &t.Contact, &t.Assigned,
			&t.Approver, &t.From, &t.Email, &t.Subject, &t.Text, &t.Status, &t.Priority,
			&t.Internal, &t.Created, &t.Updated, &t.Type, &t.Queue, &t.Vendor, &t.Agent,
			&t.Approval, &t.ApprovalNote, &t.Answered))
		n++
	}
	must(b, rows.Err())
	return n
}
