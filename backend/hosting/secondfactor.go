package hosting

import (
	"context"
	"errors"
	"net/http"

	"gatehouse/backend/edit"
	"gatehouse/backend/portal"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

func (h *Host) factors() factors { return factors{h.store, h.env.Sealer, h.env.Now} }

// owes says whether a session has still to give a second factor, and whether it has ended with the
// one that it was given with. A passkey counts as both factors.
func (h *Host) owes(ctx context.Context, c *records.Cast) (owed, ended bool, err error) {
	given := h.sessions.GetString(ctx, sessionFactor)
	byKey := h.sessions.GetString(ctx, sessionPasskey)
	if byKey != "" {
		k, err := h.store.Passkey(ctx, byKey)
		if err != nil || k == nil || k.User != c.User.ID {
			return false, true, err
		}
	}
	if !c.User.SecondFactor && given == "" {
		return c.Portal.SecondFactor && byKey == "", false, nil
	}
	f, err := h.store.SecondFactor(ctx, c.User.ID)
	switch {
	case err != nil:
		return false, false, err
	case f == nil:
		return false, given != "", nil
	case given == "":
		return byKey == "", false, nil
	}
	return false, given != f.Stamp, nil
}

// GiveCode ends a sign-in whose password was right (B19).
func (d deeds) GiveCode(r *http.Request, v portal.Viewer, code string) (portal.Owed, error) {
	ctx := r.Context()
	if err := d.limits.Allow(r, "factor"); err != nil {
		return "", err
	}
	f, err := d.store.SecondFactor(ctx, v.User.ID)
	if err != nil || f == nil {
		return "", firstOf(err, portal.WrongCode)
	}
	if err := d.factors().check(ctx, f.Key(), f.Factor, code); err != nil {
		return "", err
	}
	return d.passed(r, v, f.Stamp)
}

// passed goes on with a session that has given its second factor.
func (d deeds) passed(r *http.Request, v portal.Viewer, stamp string) (portal.Owed, error) {
	ctx := r.Context()
	if err := d.sessions.RenewToken(ctx); err != nil {
		return "", err
	}
	d.sessions.Put(ctx, sessionFactor, stamp)
	c, err := d.store.Cast(ctx, v.User.ID)
	if err != nil {
		return "", err
	}
	return d.enter(r, c)
}

// BeginFactor begins to set up a second factor.
func (d deeds) BeginFactor(r *http.Request, v portal.Viewer, password string) (
	portal.FactorSetup, error) {
	ctx := r.Context()
	if !v.Subject.SecondFactor { // otherwise they have just given it
		if err := d.ownPassword(r, v, password, "begin-password"); err != nil {
			return portal.FactorSetup{}, err
		}
	}
	p, err := d.store.Portal(ctx)
	if err != nil {
		return portal.FactorSetup{}, err
	}
	return d.factors().begin(records.SecondFactorKey(v.User.ID), p.Name, v.User.Username)
}

// ownPassword asks for the viewer's password again, counted like a sign-in.
func (d deeds) ownPassword(r *http.Request, v portal.Viewer, password, field string) error {
	if err := d.limits.Allow(r, "password"); err != nil {
		return err
	}
	_, verifier, err := d.store.Login(r.Context(), v.User.Username)
	if err != nil {
		return err
	}
	right, err := d.guess(r.Context(), v.User.Username, password, verifier)
	if err != nil || !right {
		return firstOf(err, portal.WrongPassword.On(field))
	}
	return nil
}

var errHasFactor = errors.New("there is a second factor already")

// ConfirmFactor ends what BeginFactor began. The factor and the edit that notes it are kept
// together or not at all.
func (d deeds) ConfirmFactor(r *http.Request, v portal.Viewer, token, code string) (
	shown portal.FactorSetup, codes []string, err error) {
	ctx, key := r.Context(), records.SecondFactorKey(v.User.ID)
	if err := d.limits.Allow(r, "factor"); err != nil {
		return shown, nil, err
	}
	s, err := d.factors().resume(key, token)
	if err != nil {
		return shown, nil, err
	}
	if shown, err = s.show(token); err != nil {
		return shown, nil, err
	}
	f, codes, err := d.factors().confirmed(key, s, code)
	if err != nil {
		return shown, nil, err
	}
	v.Once = "" // a form that is sent twice is known by its seal
	err = d.writer().With(ctx, v, func(tx edit.Tx) error {
		if tx.Row(key) != nil {
			return errHasFactor
		}
		tx.Put(&records.SecondFactor{ID: v.User.ID, Factor: f})
		return nil
	}, &edit.AddSecondFactor{User: v.User.ID})
	if errors.Is(err, errHasFactor) {
		return d.confirmedBefore(ctx, key, s)
	}
	if err != nil {
		return shown, nil, err
	}
	if _, err := d.passed(r, v, f.Stamp); err != nil {
		return shown, nil, err
	}
	return shown, codes, nil
}

// confirmedBefore answers a form that was sent twice with the same codes.
func (d deeds) confirmedBefore(ctx context.Context, key records.Key, s setup) (
	shown portal.FactorSetup, codes []string, err error) {
	has, err := d.store.SecondFactor(ctx, records.UserID(key.ID))
	if err == nil && (has == nil || !s.again(has.Factor)) {
		err = problem.New(problem.Conflict, "You have a second factor already.")
	}
	if err != nil {
		return shown, nil, err
	}
	return shown, s.codes(), nil
}

// RemoveFactor takes the viewer's second factor off. Every other session ends.
func (d deeds) RemoveFactor(r *http.Request, v portal.Viewer, password, code string) error {
	ctx := r.Context()
	if err := d.ownPassword(r, v, password, "factor-password"); err != nil {
		return err
	}
	f, err := d.store.SecondFactor(ctx, v.User.ID)
	if err != nil || f == nil {
		return firstOf(err, portal.WrongCode.On("factor-code"))
	}
	if err := d.factors().check(ctx, f.Key(), f.Factor, code); err != nil {
		return problem.Of(err).On("factor-code")
	}
	if err := d.writer().Do(ctx, v, &edit.RemoveSecondFactor{User: v.User.ID}); err != nil {
		return err
	}
	d.sessions.Remove(ctx, sessionFactor)
	return firstOf(d.EndOthers(r, v), d.sessions.RenewToken(ctx))
}

// CodesLeft counts the viewer's recovery codes.
func (d deeds) CodesLeft(r *http.Request, v portal.Viewer) (int, error) {
	f, err := d.store.SecondFactor(r.Context(), v.User.ID)
	if err != nil || f == nil {
		return 0, err
	}
	return d.factors().left(f.Key(), f.Factor)
}
