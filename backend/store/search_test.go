package store_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
	"gatehouse/backend/store/storetest"
)

const many = 10_000

// crowd is an office with 10,000 more people; every third has Basic.
func crowd(t *testing.T, o *storetest.Office) {
	t.Helper()
	r := rand.New(rand.NewPCG(3, 4))
	first := []string{"Åsa", "bernd", "Çelik", "Dora", "émile", "Zoë", "ángel", "O'Neil", "Łucja"}
	_, err := o.Server.Write(ctx, func(tx edit.Tx) error {
		for i := range 50 {
			tx.Put(&records.Account{ID: records.AccountID(5000 + i), Active: true, Portal: true,
				Name: fmt.Sprintf("Company %c%d", 'A'+r.IntN(26), i)})
		}
		for i := range many {
			p := &records.Person{ID: records.PersonID(10_000 + i), First: first[r.IntN(len(first))],
				Last: fmt.Sprintf("Name%05d", r.IntN(many)), Account: records.AccountID(5000 + i%50),
				Email: fmt.Sprintf("user%d@example.com", i)}
			u := &records.User{ID: records.UserID(30_000 + i), Person: p.ID, Username: p.Email,
				Active: true}
			tx.Put(p)
			tx.Put(u)
			if i%3 == 0 {
				tx.Put(&records.Access{ID: records.AccessID(60_000 + i), User: u.ID,
					Account: p.Account, Profile: storetest.Basic})
			}
		}
		return nil
	})
	must(t, err)
}

// folded compares as the list's collation does: letters of ASCII without case.
func folded(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}

func keyOf(l records.UserLine, sort string) string {
	return map[string]string{"name": l.Name, "email": l.Email, "company": l.Company,
		"profile": l.Profile}[sort]
}

func TestALongList(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o *storetest.Office) {
		crowd(t, o)
		t.Run("windows fit together", func(t *testing.T) { windowsFitTogether(t, o) })
		t.Run("search finds beginnings of words", func(t *testing.T) { searchFinds(t, o) })
	})
}

// windowsFitTogether: whatever the order, the windows are the whole list, each user once, and any
// window is that part of it.
func windowsFitTogether(t *testing.T, o *storetest.Office) {
	for _, sort := range []string{"name", "email", "company", "profile"} {
		for _, desc := range []bool{false, true} {
			q := records.UserQuery{Sort: sort, Desc: desc, Size: 1000}
			all := pages(t, o.Server, q, many+3)
			want := sorted(all, sort, desc)
			same := slices.EqualFunc(all, want, func(a, b records.UserLine) bool {
				return a.User.ID == b.User.ID
			})
			if !same {
				t.Fatalf("by %s, desc %v: another order", sort, desc)
			}
			checkWindow(t, o.Server, q, all)
		}
	}
	for view, want := range map[string]int{"all": many + 3, "with": (many + 2) / 3,
		"without": many + 3 - (many+2)/3, "never": (many + 2) / 3} {
		pages(t, o.Server, records.UserQuery{View: view, Sort: "name", Size: 1000}, want)
	}
}

// sorted gives the lines in the order that a list must have: by the column, then by the id.
func sorted(all []records.UserLine, sort string, desc bool) []records.UserLine {
	list := slices.Clone(all)
	slices.SortFunc(list, func(a, b records.UserLine) int {
		n := cmp.Or(cmp.Compare(folded(keyOf(a, sort)), folded(keyOf(b, sort))),
			cmp.Compare(a.User.ID, b.User.ID))
		if desc {
			return -n
		}
		return n
	})
	return list
}

// pages reads a list window by window.
func pages(t *testing.T, db *store.DB, q records.UserQuery, want int) (all []records.UserLine) {
	t.Helper()
	seen := map[records.UserID]bool{}
	for q.From = 0; q.From < want; q.From += q.Size {
		list, total, err := db.UserLines(ctx, q)
		if err != nil || total != want {
			t.Fatalf("%+v: %d, %v; want %d", q, total, err, want)
		}
		for _, l := range list {
			if seen[l.User.ID] {
				t.Fatalf("%+v: %s is there twice", q, l.Name)
			}
			seen[l.User.ID] = true
		}
		all = append(all, list...)
	}
	if len(all) != want {
		t.Fatalf("%+v: %d lines, want %d", q, len(all), want)
	}
	return all
}

// checkWindow reads a few windows anywhere, across the end, and beyond it.
func checkWindow(t *testing.T, db *store.DB, q records.UserQuery, all []records.UserLine) {
	t.Helper()
	for _, at := range []int{0, 1, 4_711, len(all) - 10, len(all) + 5} {
		q.From, q.Size = at, 37
		list, _, err := db.UserLines(ctx, q)
		if err != nil || len(list) != max(0, min(37, len(all)-at)) {
			t.Fatalf("%+v: %d lines, %v", q, len(list), err)
		}
		for i, l := range list {
			if l.User.ID != all[at+i].User.ID {
				t.Fatalf("%+v: line %d is %s, want %s", q, i, l.Name, all[at+i].Name)
			}
		}
	}
}

func searchFinds(t *testing.T, o *storetest.Office) {
	all := pages(t, o.Server, records.UserQuery{Sort: "name", Size: 1000}, many+3)
	for text, says := range map[string]func(name, email string) bool{
		"user4711":       func(_, email string) bool { return email == "user4711@example.com" },
		"name0001":       func(name, _ string) bool { return strings.Contains(name, "Name0001") },
		"asa name00":     func(name, _ string) bool { return strings.HasPrefix(name, "Åsa Name00") },
		"EMILE name00":   func(name, _ string) bool { return strings.HasPrefix(name, "émile Name00") },
		"o'neil name000": func(name, _ string) bool { return strings.HasPrefix(name, "O'Neil Name000") },
	} {
		want := 0
		for _, l := range all {
			if says(l.Name, l.Email) {
				want++
			}
		}
		list, total, err := o.Server.UserLines(ctx, records.UserQuery{Text: text, Sort: "name",
			Desc: true, Size: 1000})
		if err != nil || total != want || len(list) != want || want == 0 {
			t.Errorf("%q finds %d, %v; want %d", text, total, err, want)
		}
	}
}

// hostile are texts that mean something to SQL, LIKE, or the search, or to nobody.
var hostile = []string{`'`, `"`, `"" OR ""`, `%`, `_`, `\`, `\%`, `' OR 1=1 --`,
	`; DROP TABLE users`, `NEAR(a b)`, `a AND`, `NOT a`, `a OR`, `name:x`, `^a`, `a*`, `*`, `-a`,
	`{a b}`, `(`, `)`, "a\x00b", "\x00", "\xff\xfe", "e\u0301", "👩‍💻", "\u202e", "ﷺ",
	"a\tb\nc", strings.Repeat("a", 100_000), strings.Repeat("a ", 2000),
	strings.Repeat(`"`, 999), strings.Repeat("ä", 999), `?1`, `:x`, `$1`, `@x`, "İ", "ß"}

func TestHostileSearchTextIsOnlyText(t *testing.T) {
	storetest.Each(t, hostileSearchTextIsOnlyText)
}

func hostileSearchTextIsOnlyText(t *testing.T, o *storetest.Office) {
	for i, subject := range []string{"100 % sure", "under_score", `back\slash`, "plain"} {
		o.At(storetest.Anna, &edit.CreateTicket{ID: records.TicketID(i + 1), Number: "T",
			Account: storetest.Acme, Subject: subject})
	}
	all := access.Where{SQL: "1 = 1", Arms: []access.Arm{{Relation: access.All, SQL: "1 = 1"}}}
	for _, text := range hostile {
		name := text[:min(len(text), 20)]
		q := records.UserQuery{Text: text, Sort: "name", Size: 10}
		if _, _, err := o.Server.UserLines(ctx, q); err != nil {
			t.Errorf("users %q: %v", name, err)
		}
		if _, _, err := o.Server.AccountLines(ctx,
			records.AccountQuery{Text: text, Size: 10}); err != nil {
			t.Errorf("accounts %q: %v", name, err)
		}
		if _, _, err := o.Server.Lines(ctx, records.KindTicket, text, 0, 10); err != nil {
			t.Errorf("ticket lines %q: %v", name, err)
		}
		if _, err := o.Server.Articles(ctx, all, records.ArticleQuery{
			Shelf: records.HelpShelf, Text: text, Limit: 10}); err != nil {
			t.Errorf("articles %q: %v", name, err)
		}
		list, err := storetest.Tickets(ctx, o.Server, all, records.Query{Text: text, Limit: 10})
		if err != nil {
			t.Errorf("tickets %q: %v", name, err)
		}
		for _, k := range list {
			if !strings.Contains(folded(k.Subject+k.Number), folded(text)) {
				t.Errorf("tickets %q finds %q", name, k.Subject)
			}
		}
		if _, _, err := o.Server.Login(ctx, text); err != nil {
			t.Errorf("login %q: %v", name, err)
		}
	}
	for text, want := range map[string]int{"%": 1, "_": 1, `\`: 1, "PLAIN": 1, "": 4} {
		list, err := storetest.Tickets(ctx, o.Server, all, records.Query{Text: text, Limit: 10})
		if err != nil || len(list) != want {
			t.Errorf("%q finds %d tickets, want %d (%v)", text, len(list), want, err)
		}
	}
}

func TestAListThatNobodyAsksForIsRefused(t *testing.T) {
	storetest.Each(t, aListThatNobodyAsksForIsRefused)
}

func aListThatNobodyAsksForIsRefused(t *testing.T, o *storetest.Office) {
	for _, q := range []records.UserQuery{{Sort: "password"}, {Sort: "name", View: "x"},
		{Sort: "name", From: -1}, {Sort: "name", Size: -1}, {Sort: "name", Size: 1001}, {}} {
		if _, _, err := o.Server.UserLines(ctx, q); !problem.Is(err, problem.Invalid) {
			t.Errorf("%+v: %v", q, err)
		}
	}
}

// TestASavedViewHasWhoSeesTheWholeAccount: by the profile, with what differs from it (B18).
func TestASavedViewHasWhoSeesTheWholeAccount(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o *storetest.Office) {
		wide := func() (ids []records.UserID) {
			t.Helper()
			list, total, err := o.Server.UserLines(ctx, records.UserQuery{View: "wide",
				Sort: "name", Size: 9})
			must(t, err)
			for _, l := range list {
				ids = append(ids, l.User.ID)
			}
			if total != len(ids) {
				t.Errorf("%d of %d", len(ids), total)
			}
			return ids
		}
		o.At(storetest.Anna, add(1, storetest.MiaUser, storetest.Basic))
		o.At(storetest.Anna, add(2, storetest.TomUser, storetest.Manager))
		if got := wide(); !slices.Equal(got, []records.UserID{storetest.TomUser}) {
			t.Errorf("of Basic and Manager: %v", got)
		}
		less := access.Overrides{}
		for _, p := range access.Permissions() {
			less[p] = access.None
		}
		o.At(storetest.Anna, &edit.SetOverrides{Access: 1,
			Want: access.Overrides{access.TicketView: access.Account}})
		o.At(storetest.Anna, &edit.SetOverrides{Access: 2, Want: less})
		if got := wide(); !slices.Equal(got, []records.UserID{storetest.MiaUser}) {
			t.Errorf("with exceptions: %v", got)
		}
	})
}

// TestASavedViewHasWhoWaitsToBeSent: whoever was changed here, also by a removal, until the server
// has it (B18).
func TestASavedViewHasWhoWaitsToBeSent(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o *storetest.Office) {
		o.At(storetest.Anna, add(1, storetest.MiaUser, storetest.Basic))
		anna := o.Desk(storetest.Anna, "anna")
		waits := func() (ids []records.UserID) {
			t.Helper()
			list, _, err := anna.DB.UserLines(ctx, records.UserQuery{View: "here", Sort: "name",
				Size: 9})
			must(t, err)
			for _, l := range list {
				ids = append(ids, l.User.ID)
			}
			return ids
		}
		if got := waits(); len(got) != 0 {
			t.Errorf("before anything was changed: %v", got)
		}
		anna.Do(&edit.RemoveAccess{User: storetest.MiaUser})
		anna.Do(add(2, storetest.TomUser, storetest.Basic))
		if got := waits(); len(got) != 2 {
			t.Errorf("a removal and a grant wait: %v", got)
		}
		anna.Push()
		anna.Sync()
		if got := waits(); len(got) != 0 {
			t.Errorf("the server has them: %v", got)
		}
	})
}
