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

// staffDeeds is what staff's pages need done.
type staffDeeds struct{ *desk }

// SignIn starts a session of a member of staff.
func (d staffDeeds) SignIn(r *http.Request, name, password string) (portal.Owed, error) {
	ctx := r.Context()
	if err := d.limits.Allow(r, "staff"); err != nil {
		return "", err
	}
	s, err := d.named(ctx, name)
	if err != nil {
		return "", err
	}
	login := &records.StaffLogin{}
	if s != nil {
		if login, err = d.login(ctx, s.ID); err != nil {
			return "", err
		}
	}
	right, err := d.guess(ctx, "staff "+name, password, login.Verifier)
	if err != nil || !right {
		return "", firstOf(err, portal.WrongPassword)
	}
	if err := d.leave(ctx); err != nil {
		return "", err
	}
	if err := d.sessions.RenewToken(ctx); err != nil {
		return "", err
	}
	d.sessions.Put(ctx, seatStaff, int64(s.ID))
	d.sessions.Put(ctx, sessionStamp, stamp(login.Verifier))
	d.sessions.Put(ctx, sessionKey, d.env.NewID())
	if login.Stamp != "" {
		d.sessions.Put(ctx, sessionAsked, d.env.Now().Unix())
		return portal.OwesFactor, nil
	}
	return portal.OwesNothing, d.enter(r, s.ID)
}

// login gives how a member of staff signs in, which may be not at all.
func (d staffDeeds) login(ctx context.Context, id records.StaffID) (*records.StaffLogin, error) {
	l, err := d.store.StaffLogin(ctx, id)
	if l == nil {
		l = &records.StaffLogin{ID: id}
	}
	return l, err
}

// enter ends a sign-in.
func (d staffDeeds) enter(r *http.Request, id records.StaffID) error {
	ctx := r.Context()
	s := visitOf(r, d.env.Now().Unix())
	s.Staff, s.Stamp = id, d.sessions.GetString(ctx, sessionStamp)
	d.sessions.Remove(ctx, sessionAsked)
	d.sessions.Put(ctx, sessionVisit, s.ID)
	return d.store.Enter(ctx, s)
}

// leave ends what the session was before.
func (d staffDeeds) leave(ctx context.Context) error {
	was := records.Session{ID: d.sessions.GetInt64(ctx, sessionVisit),
		Staff: records.StaffID(d.sessions.GetInt64(ctx, seatStaff))}
	if err := d.sessions.Clear(ctx); err != nil || was.ID == 0 {
		return err
	}
	return d.store.Leave(ctx, was)
}

// SignOut ends the session.
func (d staffDeeds) SignOut(r *http.Request) error {
	if err := d.leave(r.Context()); err != nil {
		return err
	}
	return d.sessions.Destroy(r.Context())
}

// GiveCode ends a sign-in whose password was right.
func (d staffDeeds) GiveCode(r *http.Request, v portal.StaffViewer, code string) error {
	ctx := r.Context()
	if err := d.limits.Allow(r, "staff factor"); err != nil {
		return err
	}
	l, err := d.login(ctx, v.Staff.ID)
	if err != nil || l.Stamp == "" {
		return firstOf(err, portal.WrongCode)
	}
	if err := d.factors().check(ctx, l.Key(), l.Factor, code); err != nil {
		return err
	}
	if err := d.sessions.RenewToken(ctx); err != nil {
		return err
	}
	d.sessions.Put(ctx, sessionFactor, l.Stamp)
	return d.enter(r, v.Staff.ID)
}

// again asks for the viewer's password before something dangerous, counted like a sign-in.
func (d staffDeeds) again(r *http.Request, v portal.StaffViewer, password, field string) error {
	if err := d.limits.Allow(r, "staff"); err != nil {
		return err
	}
	l, err := d.login(r.Context(), v.Staff.ID)
	if err != nil {
		return err
	}
	right, err := d.guess(r.Context(), "staff "+v.Staff.Name, password, l.Verifier)
	if err != nil || !right {
		return firstOf(err, portal.WrongPassword.On(field))
	}
	return nil
}

// OpenLink reports whether a one-time link is good.
func (d staffDeeds) OpenLink(r *http.Request, token string) error {
	_, err := d.linked(r, token)
	return err
}

// linked gives whom a one-time link is for.
func (d staffDeeds) linked(r *http.Request, token string) (*records.Staff, error) {
	if err := d.limits.Allow(r, "link"); err != nil {
		return nil, err
	}
	l, err := d.store.Link(r.Context(), hashOf(token), d.env.Now().Unix())
	if err != nil {
		return nil, orBad(err)
	}
	if l.Staff == 0 { // it is a customer's
		return nil, portal.BadLink
	}
	s, err := d.store.Staff(r.Context(), l.Staff)
	if err == nil && !s.Active {
		err = portal.BadLink
	}
	return s, orBad(err)
}

// UseLink sets the password of whom a one-time link is for. Every session of theirs ends.
func (d staffDeeds) UseLink(r *http.Request, token, password string) error {
	ctx := r.Context()
	s, err := d.linked(r, token)
	if err != nil {
		return err
	}
	for _, name := range []string{s.Name, s.Email} {
		if err := CheckPassword(password, name); err != nil {
			return err
		}
	}
	verifier, err := d.hash(ctx, password)
	if err != nil {
		return err
	}
	err = d.writer().Itself(ctx, s.Name, &edit.SetStaffPassword{Staff: s.ID, Verifier: verifier,
		Link: hashOf(token)})
	if problem.Is(err, problem.Denied) { // somebody else was faster with it
		return portal.BadLink
	}
	if err != nil {
		return err
	}
	return d.store.LeaveOthers(ctx, records.Session{Staff: s.ID})
}

// BeginFactor begins to set up a second factor.
func (d staffDeeds) BeginFactor(r *http.Request, v portal.StaffViewer, password string) (
	portal.FactorSetup, error) {
	if err := d.again(r, v, password, "factor-password"); err != nil {
		return portal.FactorSetup{}, err
	}
	p, err := d.store.Portal(r.Context())
	if err != nil {
		return portal.FactorSetup{}, err
	}
	return d.factors().begin((&records.StaffLogin{ID: v.Staff.ID}).Key(), p.Name, v.Staff.Name)
}

// ConfirmFactor ends what BeginFactor began. Every other session ends.
func (d staffDeeds) ConfirmFactor(r *http.Request, v portal.StaffViewer, token, code string) (
	shown portal.FactorSetup, codes []string, err error) {
	ctx, key := r.Context(), (&records.StaffLogin{ID: v.Staff.ID}).Key()
	if err := d.limits.Allow(r, "staff factor"); err != nil {
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
	_, err = d.store.Write(ctx, func(tx edit.Tx) error { return addFactor(tx, v.Staff.ID, f) })
	if errors.Is(err, errHasFactor) {
		return shown, nil, problem.New(problem.Conflict, "You have a second factor already.")
	}
	if err != nil {
		return shown, nil, err
	}
	d.sessions.Put(ctx, sessionFactor, f.Stamp)
	if err := d.writer().Itself(ctx, v.Staff.Name, &edit.SetStaffFactor{Staff: v.Staff.ID,
		On: true}); err != nil {
		return shown, nil, err
	}
	return shown, codes, d.sessions.RenewToken(ctx)
}

func addFactor(tx edit.Tx, id records.StaffID, f records.Factor) error {
	l, ok := tx.Row((&records.StaffLogin{ID: id}).Key()).(*records.StaffLogin)
	if !ok || l.Stamp != "" {
		return errHasFactor
	}
	n := *l
	n.Factor = f
	tx.Put(&n)
	return nil
}

// RemoveFactor takes the viewer's second factor off. Every other session ends.
func (d staffDeeds) RemoveFactor(r *http.Request, v portal.StaffViewer,
	password, code string) error {
	ctx := r.Context()
	if err := d.again(r, v, password, "factor-password"); err != nil {
		return err
	}
	l, err := d.login(ctx, v.Staff.ID)
	if err != nil {
		return err
	}
	if l.Stamp == "" {
		return portal.WrongCode.On("factor-code")
	}
	if err := d.factors().check(ctx, l.Key(), l.Factor, code); err != nil {
		return problem.Of(err).On("factor-code")
	}
	if err := d.writer().Itself(ctx, v.Staff.Name,
		&edit.SetStaffFactor{Staff: v.Staff.ID}); err != nil {
		return err
	}
	d.sessions.Remove(ctx, sessionFactor)
	return firstOf(d.sessions.RenewToken(ctx), d.store.LeaveOthers(ctx,
		records.Session{ID: d.sessions.GetInt64(ctx, sessionVisit), Staff: v.Staff.ID}))
}

// Computers lists the viewer's computers.
func (d staffDeeds) Computers(r *http.Request, v portal.StaffViewer) ([]edit.Machine, error) {
	all, err := d.store.Machines(r.Context())
	var own []edit.Machine
	for _, m := range all {
		if m.Staff == v.Staff.ID {
			own = append(own, m)
		}
	}
	return own, err
}

// Revoke shuts a computer of the viewer's out.
func (d staffDeeds) Revoke(r *http.Request, v portal.StaffViewer, id, password string) error {
	own, err := d.Computers(r, v)
	if err != nil {
		return err
	}
	for _, m := range own {
		if m.ID != id {
			continue
		}
		if err := d.again(r, v, password, "password"); err != nil {
			return err
		}
		return d.store.Revoke(r.Context(), id)
	}
	return problem.New(problem.NotFound, "There is no computer with this id.")
}

// CanClaim reports whether computers can be connected here.
func (d staffDeeds) CanClaim() bool { return d.env.Pairer != nil }

// Claim connects the computer that shows a code. Codes are short, and so their tries are counted.
func (d staffDeeds) Claim(r *http.Request, v portal.StaffViewer, code, password string) (
	string, error) {
	if d.env.Pairer == nil {
		return "", problem.New(problem.NotFound, "There is no such page.")
	}
	if err := d.again(r, v, password, "claim-password"); err != nil {
		return "", err
	}
	if err := d.limits.Allow(r, "claim"); err != nil {
		return "", err
	}
	name, err := d.env.Pairer.Claim(r.Context(), v.Staff.ID, code)
	if p := problem.Of(err); err != nil && p.Field == "code" {
		return "", p.On("claim-code")
	}
	return name, err
}

// StaffLink makes a one-time link with which a member of staff chooses a password, and gives its
// way below the portal's address. It voids the older ones.
func StaffLink(ctx context.Context, store StaffLinks, id records.StaffID, now int64) (
	string, error) {
	token := newToken()
	hash := hashOf(token)
	l := &records.Link{ID: records.LinkKey(hash).ID, Hash: hash, Staff: id,
		Purpose: records.StaffPasswordMail, Expires: now + int64(linkLife.Seconds())}
	if err := store.NewLink(ctx, l); err != nil {
		return "", err
	}
	return "/staff/set-password/" + token, store.VoidLinks(ctx, l)
}

// StaffLinks is where one-time links are kept.
type StaffLinks interface {
	NewLink(ctx context.Context, l *records.Link) error
	VoidLinks(ctx context.Context, but *records.Link) error
}
