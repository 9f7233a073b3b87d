package main

import (
	"regexp"
	"strings"
	"testing"

	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
)

var plainToken = regexp.MustCompile(`^gatehouse_[A-Za-z0-9_-]{43}\n`)

// TestTokensAreMadeListedAndRevokedAtTheServer: by an administrator; shown once, and only the hash
// is kept.
func TestTokensAreMadeListedAndRevokedAtTheServer(t *testing.T) {
	dir := t.TempDir()
	_, stop := start(t, "--data", dir, "--sample")
	stop()
	token := func(args ...string) []string { return append([]string{"token", "--data", dir}, args...) }
	if text, err := tell(t, token()...); err != nil || text != "No other program has a token.\n" {
		t.Errorf("%q, %v", text, err)
	}
	made, err := tell(t, token("--add", "Okta", "--for", "scim", "--account", "bluewater shipping",
		"--expires", "2999-12-31")...)
	if err != nil || !plainToken.MatchString(made) || !strings.Contains(made, "only now") {
		t.Fatalf("%q, %v", made, err)
	}
	other, err := tell(t, token("--add", "Gateway", "--for", "authzen")...)
	if err != nil || other[:53] == made[:53] {
		t.Fatalf("%q, %v", other, err)
	}
	for _, bad := range [][]string{{"--add", "X"}, {"--add", "X", "--for", "all"},
		{"--add", "X", "--for", "scim"}, {"--add", "X", "--for", "scim", "--account", "Nobody"},
		{"--add", "X", "--for", "authzen", "--expires", "2020-01-01"},
		{"--add", "X", "--for", "authzen", "--expires", "soon"},
		{"--add", "X", "--for", "authzen", "--as", "2"}, {"--add", " ", "--for", "authzen"},
		{"--revoke", "5"}, {"--revoke", "okta"}} {
		refused(t, problem.Invalid, token(bad...)...)
	}
	text, err := tell(t, token()...)
	gateway := regexp.MustCompile(`(?m)^(\d+)  \S+  Gateway, authzen, every account, good$`).
		FindStringSubmatch(text)
	if err != nil || gateway == nil || !strings.Contains(text,
		"  Okta, scim, Bluewater Shipping, good until 2999-12-31\n") {
		t.Fatalf("%s%v", text, err)
	}
	if text, err := tell(t, token("--revoke", gateway[1])...); err != nil ||
		text != "This token is revoked.\n" {
		t.Errorf("%q, %v", text, err)
	}
	if text, err = tell(t, token()...); err != nil || !strings.Contains(text, "account, revoked") {
		t.Errorf("%s%v", text, err)
	}
	keepsNoSecret(t, dir, strings.TrimSpace(made[:54]))
}

// keepsNoSecret fails unless the office keeps a token by its hash, and the history neither.
func keepsNoSecret(t *testing.T, dir, secret string) {
	t.Helper()
	db, err := store.Open(t.Context(), dir+"/office.db")
	must(t, err)
	defer func() { must(t, db.Close()) }()
	kept, err := db.Token(t.Context(), records.HashOfToken(secret))
	if err != nil || kept.Name != "Okta" || kept.Made == 0 {
		t.Errorf("%+v, %v", kept, err)
	}
	var history []*records.History
	for _, about := range []records.Key{kept.Account.Key(), records.PortalKey} {
		list, err := db.HistoryOf(t.Context(), about, 50)
		must(t, err)
		history = append(history, list...)
	}
	said := ""
	for _, h := range history {
		said += h.Edit + " " + h.Subject + "\n"
		if strings.Contains(h.Changes, kept.Hash) || strings.Contains(h.Changes, secret) {
			t.Errorf("the history has it: %+v", h)
		}
	}
	if !strings.Contains(said, "AddToken Okta") || !strings.Contains(said, "RevokeToken Gateway") {
		t.Error(said)
	}
}
