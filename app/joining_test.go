package app_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gatehouse/app"
	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/sentence"
	"gatehouse/backend/store"
)

func rehearsal(ctx context.Context, path string) (app.Rehearsal, error) {
	db, err := store.Open(ctx, path)
	if err != nil {
		return nil, err
	}
	return db, nil
}

// inhabited is an office that has people, whom a desk of its own has brought there: the first forty
// of the contact list, of whom the first has lost the access again; the last two under other
// usernames; and one who lost it, too, and has another address since.
func inhabited(t *testing.T) *office {
	t.Helper()
	o := newOffice(t, &records.Staff{ID: 2, Name: "Ben", Role: records.AccessManager,
		Active: true})
	own, _, _ := open(t)
	must[app.StateView](t)(own.Connect(o.url, o.invite(t)))
	must[app.StateView](t)(own.Unlock(""))
	must[app.StateView](t)(own.SyncNow())
	lines := strings.SplitAfter(string(contacts(t)), "\n")
	p := plan(t, own, "own.csv", []byte(strings.Join(lines[:41], "")))
	must[app.ImportResult](t)(own.RunImport(p.ID))
	james := find(t, own, "jbutt@gmail.com")
	must[app.SavedView](t)(own.AddAccess(app.AccessForm{User: james, Profile: basicOf(t, own)}))
	must[app.SavedView](t)(own.RemoveAccess(james, "Left"))
	at := must[[]app.AccountRow](t)(own.Accounts(""))[0].ID
	for i, email := range []string{"chauncey_motley@aol.com", "jbiddy@yahoo.com",
		"shonda_greenbush@cox.net"} {
		saved := must[app.SavedView](t)(own.NewLogin(app.LoginForm{Account: at, First: "P",
			Last: email[:3], Username: "user-" + strconv.Itoa(i), Email: email, RoleGroup: true}))
		if i == 2 {
			must[app.SavedView](t)(own.AddAccess(app.AccessForm{User: saved.ID,
				Profile: basicOf(t, own)}))
			must[app.SavedView](t)(own.RemoveAccess(saved.ID, "Left"))
			other := "shonda@another.example"
			must[app.SavedView](t)(own.SavePortalInformation(app.PortalInformation{User: saved.ID,
				PortalUser: true, Username: "user-2", Email: &other}))
		}
	}
	if s := must[app.StateView](t)(own.SyncNow()); s.Pending != 0 {
		t.Fatalf("%+v", s)
	}
	return o
}

func find(t *testing.T, desk *app.Desk, text string) string {
	t.Helper()
	list := must[app.Page[app.UserRow]](t)(desk.Users(app.UserQuery{Text: text, Sort: "name",
		View: "all", Size: 2}))
	if list.Total != 1 {
		t.Fatalf("%d are called %s", list.Total, text)
	}
	return list.Rows[0].ID
}

func basicOf(t *testing.T, desk *app.Desk) string {
	t.Helper()
	for _, p := range must[[]app.ProfileView](t)(desk.Profiles()) {
		if p.Name == "Basic" {
			return p.ID
		}
	}
	t.Fatal("no profile Basic")
	return ""
}

// tried is somebody whom only the desk that tries knows.
const tried = "lisha@centini.org"

// trial is a desk that has tried Gatehouse by itself with a hundred and three of the contact list.
func trial(t *testing.T) *ringed {
	t.Helper()
	r := openRinged(t)
	must[app.StateView](t)(r.WorkAlone("Small Office"))
	lines := strings.SplitAfter(strings.TrimSpace(string(contacts(t))), "\n")
	list := strings.Join(slices.Concat(lines[:101], lines[442:443], lines[499:]), "")
	p := plan(t, r.Desk, "contacts.csv", []byte(list))
	must[app.ImportResult](t)(r.RunImport(p.ID))
	for _, email := range []string{"jbutt@gmail.com", "josephine_darakjy@darakjy.org",
		tried} {
		must[app.SavedView](t)(r.AddAccess(app.AccessForm{User: find(t, r.Desk, email),
			Profile: basicOf(t, r.Desk)}))
	}
	must[app.SavedView](t)(r.RemoveAccess(find(t, r.Desk, tried), "Only tried"))
	settings := must[app.PortalView](t)(r.Portal())
	form := settings.Form
	form.Name = "Smaller Office"
	must[app.SavedView](t)(r.SavePortal(settings.Was, form))
	return r
}

func isTried(s app.StateView) bool {
	return s.Joining != nil && !s.Joining.Busy && s.Joining.DryRun != nil
}

func isUndecided(s app.StateView) bool { return s.Joining != nil && !s.Joining.Busy }

func waitingAt(t *testing.T, db *store.DB) []edit.Waiting {
	t.Helper()
	return must[[]edit.Waiting](t)(db.Outbox(context.Background(), 0, 10_000))
}

// TestADeskThatBeganAloneAsksBeforeItJoins a portal that has people: what it says would become of
// each edit is what then becomes of it.
func TestADeskThatBeganAloneAsksBeforeItJoins(t *testing.T) { // B12
	ctx := context.Background()
	o, r := inhabited(t), trial(t)
	before := must[edit.Cookie](t)(o.db.Lineage(ctx))
	s := must[app.StateView](t)(r.Connect(o.url, o.inviteAs(t, 2)))
	if s.Joining == nil || s.Need != "join" || s.Server != "" || s.Joining.Office != "Harbour" ||
		s.Joining.Staff != "Ben" || s.Joining.Role != string(records.AccessManager) {
		t.Fatalf("%+v, %+v", s, s.Joining)
	}
	s = r.until("tried", isTried)
	tried, waits := s.Joining.DryRun, waitingAt(t, r.db)
	if after := must[edit.Cookie](t)(o.db.Lineage(ctx)); after.Version != before.Version+1 {
		t.Errorf("the portal went from %d to %d: more than one pairing", before.Version,
			after.Version)
	}
	if tried.Edits != len(waits) || tried.Removals != 1 || tried.Known != 42 || tried.Users != 43 ||
		tried.Accounts != 40 || tried.Records < 150 || s.Pending != len(waits) {
		t.Errorf("%+v", tried)
	}

	must[app.StateView](t)(r.Join())
	s = must[app.StateView](t)(r.SyncNow())
	if s.Pending != 0 || !s.Online || s.Joining != nil || s.Need != "" || s.Server != o.url ||
		s.Staff != "Ben" || s.Office != "Harbour" {
		t.Fatalf("joined: %+v", s)
	}
	agrees(t, o, waits, tried)
	if inbox := must[[]app.ConflictView](t)(r.Conflicts()); len(inbox) < 42 {
		t.Errorf("%d lines in the inbox", len(inbox))
	}
	if text, err := r.keys.Find("joining"); text != "" {
		t.Errorf("the keyring has it still: %v", err)
	}
	if _, err := r.Join(); !problem.Is(err, problem.Conflict) {
		t.Errorf("again: %v", err)
	}
}

// agrees compares what a dry run said with what the server has made of the edits.
func agrees(t *testing.T, o *office, waits []edit.Waiting, tried *app.DryRunView) {
	t.Helper()
	taken, said := 0, map[[2]string]int{}
	for _, w := range waits {
		h := must[*records.History](t)(o.db.HistoryLine(context.Background(), w.Edit.UID))
		if h.Status == records.Applied || h.Status == records.Merged {
			taken++
			continue
		}
		said[[2]string{string(h.Status), sentence.Without(h.Why)}]++
	}
	if taken != tried.Taken || len(said) != len(tried.Groups) || len(said) < 4 {
		t.Errorf("%d of %d taken, in the dry run %d; %d kinds of others, in the dry run %d", taken,
			len(waits), tried.Taken, len(said), len(tried.Groups))
	}
	for _, g := range tried.Groups {
		t.Logf("%4d %s: %s %q", g.Count, g.Outcome, g.Why, g.Names)
		if n := said[[2]string{g.Outcome, sentence.Without(g.Why)}]; n != g.Count ||
			len(g.Names) == 0 || len(g.Names) > 5 {
			t.Errorf("%d at the server: %+v", n, g)
		}
	}
}

// TestADeskStaysAlone: as it was, and the portal has shut it out; later it may join all the same.
func TestADeskStaysAlone(t *testing.T) { // B12
	ctx := context.Background()
	o, r := inhabited(t), trial(t)
	before, had := waitingAt(t, r.db), must[app.StateView](t)(r.State())
	must[app.StateView](t)(r.Connect(o.url, o.invite(t)))
	r.until("tried", isTried)
	v := must[app.SavedView](t)(r.StayAlone())
	if !strings.Contains(v.Text, "shut it out") {
		t.Error(v.Text)
	}
	s := must[app.StateView](t)(r.State())
	had.Rev, s.Rev = 0, 0
	if s != had {
		t.Errorf("it was %+v, and is %+v", had, s)
	}
	if after := waitingAt(t, r.db); !slices.EqualFunc(before, after, func(a, b edit.Waiting) bool {
		return a.Seq == b.Seq && a.Edit.UID == b.Edit.UID
	}) {
		t.Errorf("%d edits waited, and now %d", len(before), len(after))
	}
	for _, note := range []string{"server", "machine"} {
		if text := must[string](t)(r.db.Noted(ctx, note)); text != "" {
			t.Errorf("it has noted its %s", note)
		}
	}
	for _, key := range []string{"joining", "pairing"} {
		if text, _ := r.keys.Find(key); text != "" {
			t.Errorf("the keyring has %s", key)
		}
	}
	list := must[[]edit.Machine](t)(o.db.Machines(ctx))
	shut := slices.IndexFunc(list, func(m edit.Machine) bool { return m.Revoked })
	if len(list) != 2 || shut < 0 {
		t.Errorf("%+v", list)
	}

	must[app.StateView](t)(r.Connect(o.url, o.invite(t)))
	r.until("tried", isTried)
	o.away.Store(true)
	if v := must[app.SavedView](t)(r.StayAlone()); !strings.Contains(v.Text, "could not be told") {
		t.Error(v.Text)
	}
	o.away.Store(false)
	r.reopen()
	if s := must[app.StateView](t)(r.State()); s.Joining != nil || s.Phase != "ready" {
		t.Errorf("opened again: %+v", s)
	}
}

// TestAnOpenQuestionOutlastsTheProgram: what a dry run that was cut off has left goes, it is done
// anew before anything is handed in, and again when something was changed since.
func TestAnOpenQuestionOutlastsTheProgram(t *testing.T) {
	o, r := inhabited(t), trial(t)
	o.hold.Store(true)
	o.claim(t, r.begin(o))
	s := r.until("asked", func(s app.StateView) bool { return s.Joining != nil && s.Pairing == nil })
	left := filepath.Join(r.folder, "dryrun")
	until(t, "a file for the dry run", func() bool {
		_, err := os.Stat(filepath.Join(left, "portal.db"))
		return err == nil
	})
	if _, err := r.Join(); !s.Joining.Busy || !problem.Is(err, problem.Conflict) {
		t.Errorf("before it has ended: %v", err)
	}
	r.quit()
	until(t, "nothing of it", func() bool { _, err := os.Stat(left); return os.IsNotExist(err) })
	if err := os.MkdirAll(left, 0o700); err != nil { // as after a crash
		t.Fatal(err)
	}
	o.hold.Store(false)
	r.reopen()
	if _, err := os.Stat(left); !os.IsNotExist(err) {
		t.Errorf("it is there still: %v", err)
	}
	s = must[app.StateView](t)(r.State())
	if s.Joining == nil || s.Joining.Busy || s.Joining.DryRun != nil || s.Need != "join" {
		t.Fatalf("opened again: %+v, %+v", s, s.Joining)
	}
	if _, err := r.Join(); !problem.Is(err, problem.Conflict) {
		t.Errorf("without a dry run: %v", err)
	}
	for _, pair := range []func() (app.StateView, error){
		func() (app.StateView, error) { return r.Connect(o.url, o.invite(t)) },
		func() (app.StateView, error) { return r.BeginPairing(o.url) },
	} {
		if _, err := pair(); !problem.Is(err, problem.Conflict) {
			t.Errorf("another pairing: %v", err)
		}
	}
	must[app.StateView](t)(r.BeginDryRun())
	r.until("tried", isTried)
	must[app.SavedView](t)(r.AddAccess(app.AccessForm{User: find(t, r.Desk, tried),
		Profile: basicOf(t, r.Desk)}))
	if _, err := r.Join(); !problem.Is(err, problem.Conflict) {
		t.Errorf("after something was changed: %v", err)
	}
	must[app.StateView](t)(r.BeginDryRun())
	s = r.until("tried again", isTried)
	waits := waitingAt(t, r.db)
	must[app.StateView](t)(r.Join())
	must[app.StateView](t)(r.SyncNow())
	agrees(t, o, waits, s.Joining.DryRun)
	r.reopen()
	r.until("connected", isReady)
}

// TestADryRunIsTriedAgainAndCancelled: nothing is lost by it.
func TestADryRunIsTriedAgainAndCancelled(t *testing.T) {
	o, r := inhabited(t), trial(t)
	o.mute.Store(true)
	must[app.StateView](t)(r.Connect(o.url, o.invite(t)))
	s := r.until("failed", isUndecided)
	if s.Joining.DryRun != nil || !strings.HasSuffix(s.Joining.Fault, ".") || s.Pending == 0 {
		t.Errorf("%+v", s.Joining)
	}
	must[struct{}](t)(struct{}{}, r.UseLanguage("de"))
	if s := must[app.StateView](t)(r.State()); !strings.Contains(s.Joining.Fault, "Server") {
		t.Errorf("in German: %s", s.Joining.Fault)
	}
	o.mute.Store(false)
	o.hold.Store(true)
	if s := must[app.StateView](t)(r.BeginDryRun()); !s.Joining.Busy || s.Joining.Fault != "" {
		t.Errorf("%+v", s.Joining)
	}
	if s := must[app.StateView](t)(r.CancelDryRun()); s.Joining == nil || s.Joining.Busy ||
		s.Joining.Fault != "" || s.Joining.DryRun != nil {
		t.Errorf("cancelled: %+v", s.Joining)
	}
	if _, err := os.Stat(filepath.Join(r.folder, "dryrun")); !os.IsNotExist(err) {
		t.Errorf("it left something: %v", err)
	}
	o.hold.Store(false)
	must[app.StateView](t)(r.BeginDryRun())
	german := r.until("tried", isTried).Joining.DryRun
	must[struct{}](t)(struct{}{}, r.UseLanguage("en"))
	english := must[app.StateView](t)(r.State()).Joining.DryRun
	for i, g := range english.Groups {
		if sentence.In("de", g.Why) != german.Groups[i].Why || g.Why == german.Groups[i].Why {
			t.Errorf("%q is %q in German", g.Why, german.Groups[i].Why)
		}
	}
}

// TestACopyOfWhatHasJoinedJoinsAsWell: everything of it is at the portal, once.
func TestACopyOfWhatHasJoinedJoinsAsWell(t *testing.T) {
	o, r := inhabited(t), trial(t)
	copied := place{t.TempDir(), "another computer", func(string) app.Keys { return &memory{} }}
	if err := r.db.Backup(context.Background(), filepath.Join(copied.folder, "desk.db")); err != nil {
		t.Fatal(err)
	}
	must[app.StateView](t)(r.Connect(o.url, o.invite(t)))
	first := r.until("tried", isTried).Joining.DryRun
	must[app.StateView](t)(r.Join())
	must[app.StateView](t)(r.SyncNow())

	desk, db, quit := copied.open(t)
	defer quit()
	second := &ringed{Desk: desk, t: t, db: db}
	must[app.StateView](t)(desk.Connect(o.url, o.invite(t)))
	tried, waits := second.until("tried", isTried).Joining.DryRun, waitingAt(t, db)
	if tried.Taken != first.Taken || len(tried.Groups) != len(first.Groups) {
		t.Errorf("%+v, and the copy %+v", first, tried)
	}
	must[app.StateView](t)(desk.Join())
	must[app.StateView](t)(desk.SyncNow())
	agrees(t, o, waits, tried)
	_, n, err := o.db.UserLines(context.Background(), records.UserQuery{Sort: "name", Size: 1})
	if err != nil || n != 106 {
		t.Errorf("%d users, %v", n, err)
	}
}

// TestADeskThatHasDoneNothingIsNotAsked: it has nothing to hand in.
func TestADeskThatHasDoneNothingIsNotAsked(t *testing.T) {
	o, r := inhabited(t), openRinged(t)
	must[app.StateView](t)(r.WorkAlone("Small Office"))
	must[app.StateView](t)(r.Connect(o.url, o.invite(t)))
	if s := r.until("connected", isReady); s.Joining != nil || s.Office != "Harbour" {
		t.Errorf("%+v", s)
	}
}

// TestWithoutAKeyringTheQuestionEndsWithTheProgram, and whoever joins is asked for a passphrase.
func TestWithoutAKeyringTheQuestionEndsWithTheProgram(t *testing.T) {
	o := newOffice(t, &records.Account{ID: 10, Name: "Acme", Active: true})
	desk, db, _, quit := openUntil(t)
	must[app.StateView](t)(desk.WorkAlone("Small Office"))
	p := plan(t, desk, "list.csv", []byte("Name,Company,E-mail\nAnn Lee,Acme,ann@acme.example\n"))
	must[app.ImportResult](t)(desk.RunImport(p.ID))
	must[app.StateView](t)(desk.Connect(o.url, o.invite(t)))
	(&ringed{Desk: desk, t: t, db: db}).until("tried", isTried)
	quit()

	r := &ringed{Desk: restart(t, db), t: t, db: db}
	if s := must[app.StateView](t)(r.State()); s.Joining != nil || s.Phase != "ready" ||
		s.Pending != 2 {
		t.Errorf("opened again: %+v", s)
	}
	must[app.StateView](t)(r.Connect(o.url, o.invite(t)))
	if s := r.until("tried", isTried); s.Joining.DryRun.Taken != 2 ||
		len(s.Joining.DryRun.Groups) != 0 {
		t.Errorf("%+v", s.Joining.DryRun)
	}
	if s := must[app.StateView](t)(r.Join()); s.Phase != "passphrase" || s.Joining != nil {
		t.Errorf("joined: %+v", s)
	}
	must[app.StateView](t)(r.Unlock("a good passphrase"))
	if s := must[app.StateView](t)(r.SyncNow()); s.Pending != 0 || s.Office != "Harbour" {
		t.Errorf("%+v", s)
	}
}
