package hosting

import (
	"context"
	"net/http"
	"strings"

	"github.com/alexedwards/argon2id"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/portal"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// deeds is what pages need done.
type deeds struct{ *Host }

// params are those of Argon2id: 19 MiB, two passes, one lane.
var params = &argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16,
	KeyLength: 32}

// Verifier hashes a password as it is stored. It takes some tens of milliseconds and 19 MiB.
func Verifier(password string) (string, error) { return argon2id.CreateHash(password, params) }

// nobody is checked against where there is no such user, so that the answer takes as long.
var nobody, _ = Verifier("nobody has this password")

// mostFailures is after how many wrong passwords in a row a login stays shut until its password is
// set anew; the right one is then refused like a wrong one (B19).
const mostFailures = 100

// SignIn starts a session (C3 to C6).
func (d deeds) SignIn(w http.ResponseWriter, r *http.Request, username, password string) (
	portal.Owed, error) {
	ctx := r.Context()
	if err := d.limits.Allow(r, "sign-in"); err != nil {
		return "", err
	}
	user, verifier, err := d.store.Login(ctx, username)
	if err != nil {
		return "", err
	}
	right, err := d.guess(ctx, username, password, verifier)
	if err != nil {
		return "", err
	}
	if !right || user == nil {
		return "", portal.WrongPassword
	}
	return d.begin(r, user.ID, map[string]string{sessionStamp: stamp(verifier)})
}

// guess counts a try at a password before it checks it, so that many at once cannot beat the
// counter. The counter belongs to the password and not to the name: a new password begins anew,
// and that is how staff open a login that is shut (B19).
func (h *Host) guess(ctx context.Context, username, password, verifier string) (bool, error) {
	counter := "password:" + stamp(verifier)
	if verifier == "" {
		counter = "nobody:" + stamp(records.Fold(username))
	}
	failures, err := h.store.Attempt(ctx, counter, h.env.Now().Unix())
	if err != nil {
		return false, err
	}
	right, err := h.matches(ctx, password, verifier)
	if err != nil || !right || failures >= mostFailures {
		return false, err
	}
	return true, h.store.Succeed(ctx, counter)
}

// begin starts a session of somebody who has shown who they are, by what it keeps of that. Whoever
// owes a second factor is not in yet.
func (d deeds) begin(r *http.Request, id records.UserID, by map[string]string) (
	portal.Owed, error) {
	ctx := r.Context()
	c, err := d.store.Cast(ctx, id)
	if err != nil {
		return "", err
	}
	s := c.Subject()
	if v := access.SignIn(s, access.At(d.env.Now(), c.Portal.Location())); !v.Allowed() {
		return "", portal.Refused(v)
	}
	if err := d.leave(ctx); err != nil {
		return "", err
	}
	if err := d.sessions.RenewToken(ctx); err != nil {
		return "", err
	}
	d.sessions.Put(ctx, sessionUser, int64(id))
	d.sessions.Put(ctx, sessionKey, d.env.NewID())
	for name, value := range by {
		d.sessions.Put(ctx, name, value)
	}
	owed, _, err := d.owes(ctx, c)
	if err != nil {
		return "", err
	}
	if owed {
		d.sessions.Put(ctx, sessionAsked, d.env.Now().Unix())
		return portal.OwesFactor, nil
	}
	return d.enter(r, c)
}

// leave ends what the session was before.
func (d deeds) leave(ctx context.Context) error {
	was := records.Session{ID: d.sessions.GetInt64(ctx, sessionVisit),
		User: records.UserID(d.sessions.GetInt64(ctx, sessionUser))}
	if err := d.sessions.Clear(ctx); err != nil || was.ID == 0 {
		return err
	}
	return d.store.Leave(ctx, was)
}

// matches checks a password, against nobody's where there is no verifier.
func (h *Host) matches(ctx context.Context, password, verifier string) (bool, error) {
	select {
	case h.hashing <- struct{}{}:
		defer func() { <-h.hashing }()
	case <-ctx.Done():
		return false, ctx.Err()
	}
	known := verifier != ""
	if !known {
		verifier = nobody
	}
	ok, err := argon2id.ComparePasswordAndHash(password, verifier)
	return ok && known, err
}

// SignOut ends the session.
func (d deeds) SignOut(w http.ResponseWriter, r *http.Request) error {
	if err := d.leave(r.Context()); err != nil {
		return err
	}
	return d.sessions.Destroy(r.Context())
}

// ChangePassword replaces the password by one that the customer chose. This session goes on under
// a new token; every other one ends.
func (d deeds) ChangePassword(_ http.ResponseWriter, r *http.Request, v portal.Viewer,
	c portal.PasswordChange) error {
	ctx := r.Context()
	if err := d.limits.Allow(r, "password"); err != nil {
		return err
	}
	_, verifier, err := d.store.Login(ctx, v.User.Username)
	if err != nil {
		return err
	}
	if !v.User.MustChange {
		if right, err := d.guess(ctx, v.User.Username, c.Old, verifier); err != nil || !right {
			return firstOf(err, portal.WrongPassword.On("old"))
		}
	}
	fresh, err := d.newVerifier(ctx, v.User.Username, c.New)
	if err != nil {
		return err
	}
	if err := d.writer().Do(ctx, v, &edit.SetPassword{User: v.User.ID, Verifier: fresh}); err != nil {
		return err
	}
	if err := d.sessions.RenewToken(ctx); err != nil {
		return err
	}
	d.sessions.Put(ctx, sessionStamp, stamp(fresh))
	if err := d.EndOthers(r, v); err != nil {
		return err
	}
	return d.store.See(ctx, d.own(ctx, v).ID, stamp(fresh), d.env.Now().Unix())
}

// newVerifier hashes a password that somebody chose, unless it is the one that they have or one
// that is easily guessed.
func (h *Host) newVerifier(ctx context.Context, username, password string) (string, error) {
	_, verifier, err := h.store.Login(ctx, username)
	if err != nil {
		return "", err
	}
	if same, err := h.matches(ctx, password, verifier); err != nil || same {
		return "", firstOf(err, problem.New(problem.Invalid,
			"This is the password you have already. Choose another one.").On("new"))
	}
	if err := CheckPassword(password, username); err != nil {
		return "", err
	}
	return h.hash(ctx, password)
}

// hash hashes a password, of which only so many at once.
func (h *Host) hash(ctx context.Context, password string) (string, error) {
	select {
	case h.hashing <- struct{}{}:
		defer func() { <-h.hashing }()
	case <-ctx.Done():
		return "", ctx.Err()
	}
	return Verifier(password)
}

func firstOf(err, other error) error {
	if err != nil {
		return err
	}
	return other
}

// common holds the beginnings of passwords that everybody tries first.
var common = []string{"password", "passwort", "contraseña", "qwerty", "qwertz", "123456", "abcdef",
	"letmein", "welcome", "iloveyou", "administrator", "changeme", "gatehouse"}

// CheckPassword refuses a password that is too short, too long, common, or the username: 15
// characters at least where it is the only secret, and no rules of composition.
func CheckPassword(password, username string) error {
	letters := []rune(password)
	folded := strings.ToLower(strings.TrimSpace(password))
	switch {
	case len(letters) < portal.ShortestPassword:
		return problem.New(problem.Invalid, "Use 15 characters or more. Four words that you "+
			"remember are good.").On("new")
	case len(letters) > portal.LongestPassword:
		return problem.New(problem.Invalid, "Use 256 characters or less.").On("new")
	case folded == strings.ToLower(username), repeats(letters):
		return problem.New(problem.Invalid, "This is too easy to guess. Choose another one.").
			On("new")
	}
	for _, c := range common {
		if strings.HasPrefix(folded, c) {
			return problem.New(problem.Invalid, "This begins like the passwords that everybody "+
				"tries first. Choose another one.").On("new")
		}
	}
	return nil
}

// repeats reports whether a password consists of three different signs or fewer.
func repeats(letters []rune) bool {
	seen := map[rune]bool{}
	for _, l := range letters {
		seen[l] = true
	}
	return len(seen) <= 3
}
