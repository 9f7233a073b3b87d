package hosting

import (
	"net/http"

	"gatehouse/backend/edit"
	"gatehouse/backend/portal"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// Reveal opens the password of a configuration item (A39). Whoever asks gives their own password
// again, counted like a sign-in. Every look is noted before anything is opened: a form that is sent
// twice is two looks.
func (d deeds) Reveal(r *http.Request, v portal.Viewer, item *records.ConfigurationItem,
	own string) (string, error) {
	ctx := r.Context()
	if err := d.limits.Allow(r, "reveal"); err != nil {
		return "", err
	}
	if v.User == nil || d.env.Sealer == nil {
		return "", problem.New(problem.Denied, "Sign in to do this.")
	}
	_, verifier, err := d.store.Login(ctx, v.User.Username)
	if err != nil {
		return "", err
	}
	if right, err := d.guess(ctx, v.User.Username, own, verifier); err != nil || !right {
		return "", firstOf(err, portal.WrongPassword.On("password"))
	}
	v.Once = ""
	if err := d.writer().Do(ctx, v, &edit.RevealPassword{Item: item.ID}); err != nil {
		return "", err
	}
	return d.env.Sealer.Open(records.SealedFor(item.Key()), item.Sealed)
}
