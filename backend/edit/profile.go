package edit

import (
	"fmt"
	"slices"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// CreateProfile makes a custom security profile, copied from another one (A33).
type CreateProfile struct{ Profile records.Profile }

// Validate checks the profile by itself.
func (e *CreateProfile) Validate() error {
	if e.Profile.System {
		return problem.New(problem.Invalid, "System profiles come with Gatehouse.")
	}
	return e.Profile.Check()
}

// Authorize lets administrators.
func (e *CreateProfile) Authorize(tx Tx, env Env) error { return staff(tx, env) }

// Apply writes the profile; what it was copied from must be there.
func (e *CreateProfile) Apply(tx Tx, env Env) (Result, error) {
	p := e.Profile
	res := Result{Subject: p.Name, About: p.ID.Key()}
	if tx.Row(p.Key()) != nil {
		return res, problem.New(problem.Conflict, "This profile exists already.")
	}
	if p.Base != 0 && tx.Row(profile(p.Base)) == nil {
		return res, gone("The profile that this one is copied from")
	}
	if err := profileNameFree(tx, &p); err != nil {
		return res, err
	}
	tx.Put(&p)
	return res, nil
}

// ProfileTerms are what can be changed of a profile.
type ProfileTerms struct {
	Name        string
	Description string
	Assignable  bool
	Matrix      access.Matrix
}

// UpdateProfile changes a profile, field by field and permission by permission. Of a system profile
// only Assignable can change (A32).
type UpdateProfile struct {
	ID        records.ProfileID
	Was, Want ProfileTerms
}

// Validate checks what is wanted by itself.
func (e *UpdateProfile) Validate() error {
	return (&records.Profile{ID: e.ID, Name: e.Want.Name}).Check()
}

// Authorize lets administrators.
func (e *UpdateProfile) Authorize(tx Tx, env Env) error { return staff(tx, env) }

// Apply sets what the author edited. Where somebody else changed the same permission meanwhile, the
// narrower scope stands.
func (e *UpdateProfile) Apply(tx Tx, env Env) (Result, error) {
	p, ok := get[*records.Profile](tx, profile(e.ID))
	if !ok {
		return Result{Subject: e.Was.Name}, gone("The profile")
	}
	res := Result{Subject: p.Name, About: p.ID.Key(), Status: records.Merged}
	n := *p
	setText(&res, &n.Name, e.Was.Name, e.Want.Name)
	setText(&res, &n.Description, e.Was.Description, e.Want.Description)
	if e.Want.Assignable != e.Was.Assignable {
		n.Assignable = e.Want.Assignable
	}
	kept := false
	for _, k := range access.Permissions() {
		was, want := e.Was.Matrix[k], e.Want.Matrix[k]
		switch {
		case was == want:
		case n.Matrix[k] == was:
			n.Matrix[k] = want
		case want > n.Matrix[k]: // somebody else narrowed it: the narrower stands, and this is told
			kept = true
			res.Mine = line(res.Mine, fmt.Sprintf("%s: %s", k.Label(), scopeText(want)))
			res.Theirs = line(res.Theirs, fmt.Sprintf("%s: %s", k.Label(), scopeText(n.Matrix[k])))
		default:
			n.Matrix[k] = want
		}
	}
	if p.System && (n.Name != p.Name || n.Description != p.Description || n.Matrix != p.Matrix) {
		return res, problem.New(problem.Invalid, "The permissions of a system profile are fixed. "+
			"Make a copy of it, and change that.")
	}
	if err := profileNameFree(tx, &n); err != nil {
		return res, err
	}
	const narrower = "Somebody else changed the same permissions of this profile meanwhile. The " +
		"narrower ones stand."
	switch {
	case n == *p && kept:
		return res, problem.New(problem.Conflict, narrower)
	case n == *p:
		return res, nil
	case kept:
		res.Status, res.Why = records.Withheld, narrower
	case res.Status == records.Merged:
		res.Status = records.Applied
	}
	tx.Put(&n)
	return res, nil
}

// RemoveProfile deletes a custom profile that nobody has (A33).
type RemoveProfile struct{ ID records.ProfileID }

// Validate refuses a removal of nothing.
func (e *RemoveProfile) Validate() error {
	if e.ID <= 0 {
		return problem.New(problem.Invalid, "Say which profile is to be deleted.")
	}
	return nil
}

// Authorize lets administrators.
func (e *RemoveProfile) Authorize(tx Tx, env Env) error { return staff(tx, env) }

// looks are the accesses that have the profile.
func (e *RemoveProfile) looks(tx Tx) (keys []records.Key) {
	for _, r := range tx.Find(records.KindAccess, "profile", int64(e.ID)) {
		keys = append(keys, r.Key())
	}
	return keys
}

// Apply deletes the profile. One that is gone already is what it wanted.
func (e *RemoveProfile) Apply(tx Tx, env Env) (Result, error) {
	p, ok := get[*records.Profile](tx, profile(e.ID))
	if !ok {
		return Result{Status: records.Merged, About: e.ID.Key()}, nil
	}
	res := Result{Subject: p.Name, About: p.ID.Key()}
	if p.System {
		return res, problem.New(problem.Invalid, "A system profile cannot be deleted.")
	}
	holders := find[*records.Access](tx, records.KindAccess, "profile", int64(p.ID))
	if env.Saw != nil && !slices.ContainsFunc(holders, func(a *records.Access) bool {
		return env.Saw[keyText(a.Key())] != ""
	}) { // given while its author did not know: the removal wins, and whoever gave it hears
		for _, a := range holders {
			tx.Delete(a.Key())
		}
		holders = nil
	}
	if n := len(holders); n > 0 {
		return res, problem.Newf(problem.Conflict,
			"This profile is in use by %d. Give them another one first.", n)
	}
	for _, copied := range find[*records.Profile](tx, records.KindProfile, "base", int64(p.ID)) {
		return res, problem.Newf(problem.Conflict,
			"%s was copied from this profile. Delete that one first.", copied.Name)
	}
	tx.Delete(p.Key())
	return res, nil
}

func profileNameFree(tx Tx, p *records.Profile) error {
	for _, other := range find[*records.Profile](tx, records.KindProfile, "folded",
		records.Fold(p.Name)) {
		if other.ID != p.ID {
			return problem.Newf(problem.Invalid,
				"There is a profile called %s already. Choose another name.", other.Name).On("name")
		}
	}
	return nil
}

// SetOverrides changes in which permissions one access differs from its profile. Scope none takes a
// permission away; an override that is not wanted any more is left out.
type SetOverrides struct {
	Access    records.AccessID
	Was, Want access.Overrides
}

// Validate has nothing to refuse: unknown permissions cannot be read.
func (e *SetOverrides) Validate() error { return nil }

// Authorize lets administrators: an override is a small profile.
func (e *SetOverrides) Authorize(tx Tx, env Env) error { return staff(tx, env) }

// Apply sets the overrides that the author edited. Where somebody else changed the same one
// meanwhile, the narrower one stands.
func (e *SetOverrides) Apply(tx Tx, env Env) (Result, error) {
	a, ok := get[*records.Access](tx, records.Key{Kind: records.KindAccess, ID: int64(e.Access)})
	if !ok {
		return Result{}, gone("The portal access")
	}
	_, _, res, err := holder(tx, a.User)
	if err != nil {
		return res, err
	}
	base := matrixOfProfile(tx, a.Profile)
	n := *a
	n.Overrides = access.Overrides{}
	for _, k := range access.Permissions() {
		value, set, theirs := e.override(a.Overrides, k)
		if theirs && scopeOf(base, e.Want, k) > scopeOf(base, a.Overrides, k) {
			res.Mine = scopeOf(base, e.Want, k).Plain()
			res.Theirs = scopeOf(base, a.Overrides, k).Plain()
			return res, problem.Newf(problem.Conflict, "Somebody else changed “%s” of this access "+
				"meanwhile. Theirs stays in force.", k.Label())
		}
		if set {
			n.Overrides[k] = value
		}
	}
	res.Status = records.Merged
	if !n.Overrides.Equal(a.Overrides) {
		n.GrantedBy, n.Reason = env.Actor.Name, env.Reason
		res.Status = records.Applied
		tx.Put(&n)
	}
	return res, nil
}

// scopeOf is what overrides leave of a permission of a profile.
func scopeOf(base access.Matrix, o access.Overrides, k access.Permission) access.Scope {
	if s, ok := o[k]; ok {
		return s
	}
	return base[k]
}

// override gives what becomes of one permission's override, and whether two edits meet in it.
func (e *SetOverrides) override(now access.Overrides, k access.Permission) (access.Scope, bool,
	bool) {
	was, hadWas := e.Was[k]
	want, hasWant := e.Want[k]
	has, hasNow := now[k]
	if was == want && hadWas == hasWant {
		return has, hasNow, false
	}
	same := has == want && hasNow == hasWant
	untouched := has == was && hasNow == hadWas
	return want, hasWant, !same && !untouched
}
