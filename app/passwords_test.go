package app_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gatehouse/app"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
)

const device = "configuration item"

// TestStaffSealAndShowPasswordsOffline (A39): what was typed is nowhere in the clear, and
// every look is in the history.
func TestStaffSealAndShowPasswordsOffline(t *testing.T) {
	ctx := context.Background()
	const secret = " quay-lantern 7 "
	o := newOffice(t, &records.Account{ID: 10, Name: "Acme", Active: true})
	r := openRinged(t)
	o.claim(t, r.begin(o))
	r.until("connected", isReady)
	o.away.Store(true)
	saved := must[app.SavedView](t)(r.SaveData(device, "", map[string]string{"Name": "Router",
		"Account": "10", "Username": "admin", "NewPassword": secret}))
	v := must[app.PasswordShown](t)(r.ShowPassword(saved.ID))
	if v.Text != secret {
		t.Errorf("shown: %q", v.Text)
	}
	form := must[app.DataRecord](t)(r.DataRecord(device, saved.ID, ""))
	if form.Values["Password"] != "true" || form.Values["NewPassword"] != "" ||
		strings.Contains(form.Was, "lantern") || len(form.History) != 2 {
		t.Errorf("%+v", form)
	}
	must[app.SavedView](t)(r.SaveData(device, form.Was, map[string]string{"Sort": "switch",
		"NewPassword": ""})) // nothing typed: it stays
	if v := must[app.PasswordShown](t)(r.ShowPassword(saved.ID)); v.Text != secret {
		t.Errorf("after another change: %q", v.Text)
	}
	o.away.Store(false)
	must[app.StateView](t)(r.SyncNow())
	id, err := records.ParseID[records.ConfigurationItem](saved.ID)
	if err != nil {
		t.Fatal(err)
	}
	key := records.Key{Kind: records.KindConfigurationItem, ID: int64(id)}
	line, err := o.db.LineOf(ctx, key)
	if err != nil {
		t.Fatal(err)
	}
	c, _ := line.Record.(*records.ConfigurationItem)
	if text, err := o.box.Open(records.SealedFor(key), c.Sealed); text != secret || err != nil {
		t.Errorf("the server opens %q, %v", text, err)
	}
	history, err := o.db.HistoryOf(ctx, key, 9)
	looks := 0
	for _, l := range history {
		if l.Edit == "RevealPassword" {
			looks++
		}
	}
	if err != nil || len(history) != 4 || looks != 2 {
		t.Errorf("%d lines, %d looks, %v", len(history), looks, err)
	}
	lies(t, r.db, "lantern", c.Sealed)
	lies(t, o.db, "lantern", c.Sealed)
	must[app.SavedView](t)(r.DoData(device, saved.ID, "dropPassword", nil))
	if _, err := r.ShowPassword(saved.ID); !problem.Is(err, problem.Invalid) {
		t.Errorf("none is kept: %v", err)
	}
}

// lies fails when a database has a secret in the clear, or does not have it sealed.
func lies(t *testing.T, db *store.DB, secret, sealed string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "copy.db")
	must[string](t)(path, db.Backup(context.Background(), path))
	data := must[[]byte](t)(os.ReadFile(path))
	if bytes.Contains(data, []byte(secret)) || !bytes.Contains(data, []byte(sealed)) {
		t.Error("it is there in the clear, or not at all")
	}
}

// TestWhoMayNotSeePasswordsGetsNoKey: neither a reader, nor a desk that works alone.
func TestWhoMayNotSeePasswordsGetsNoKey(t *testing.T) {
	o := newOffice(t, &records.Account{ID: 10, Name: "Acme", Active: true},
		&records.Staff{ID: 2, Name: "Rita", Role: records.Reader, Active: true},
		&records.ConfigurationItem{ID: 73, Account: 10, Name: "Router", Sealed: "1.sealed"})
	r := openRinged(t)
	if err := o.sync.Claim(context.Background(), 2, r.begin(o)); err != nil {
		t.Fatal(err)
	}
	r.until("connected", isReady)
	if _, err := r.ShowPassword("73"); !problem.Is(err, problem.Denied) {
		t.Errorf("a reader: %v", err)
	}
	r.keys.kept.Range(func(_, v any) bool {
		if strings.Contains(v.(string), "documentation") {
			t.Error("a reader's keyring has the key")
		}
		return true
	})
	desk, _ := alone(t)
	_, err := desk.SaveData(device, "", map[string]string{"Name": "Router", "Account": "10",
		"NewPassword": "quay-lantern"})
	if !problem.Is(err, problem.Unavailable) || problem.Of(err).Field != "NewPassword" {
		t.Errorf("alone: %v", err)
	}
}
