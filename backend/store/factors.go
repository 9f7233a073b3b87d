package store

import (
	"context"

	"gatehouse/backend/records"
)

var secondFactors = &table{
	kind: records.KindSecondFactor, name: "second_factors",
	cols: "id, sealed, stamp, step",
	fields: func(r records.Record) []any {
		f := r.(*records.SecondFactor)
		return []any{&f.ID, &f.Sealed, &f.Stamp, &f.Step}
	},
}

var passkeys = &table{
	kind: records.KindPasskey, name: "passkeys",
	cols: "id, user_id, name, credential, created, used",
	fields: func(r records.Record) []any {
		k := r.(*records.Passkey)
		return []any{&k.ID, &k.User, &k.Name, &k.Credential, &k.Created, &k.Used}
	},
	finds: []string{"user_id"},
}

var staffLogins = &table{
	kind: records.KindStaffLogin, name: "staff_logins",
	cols: "id, verifier, sealed, stamp, step",
	fields: func(r records.Record) []any {
		l := r.(*records.StaffLogin)
		return []any{&l.ID, &l.Verifier, &l.Sealed, &l.Stamp, &l.Step}
	},
}

// SecondFactor gives a user's second factor, nil where there is none.
func (db *DB) SecondFactor(ctx context.Context, id records.UserID) (*records.SecondFactor, error) {
	return found[*records.SecondFactor](ctx, db, records.SecondFactorKey(id))
}

// StaffLogin gives how a member of staff signs in, nil for somebody who has no password yet.
func (db *DB) StaffLogin(ctx context.Context, id records.StaffID) (*records.StaffLogin, error) {
	return found[*records.StaffLogin](ctx, db,
		records.Key{Kind: records.KindStaffLogin, ID: int64(id)})
}

// SwapFactor replaces what was read of a factor, and reports whether it was still so: of many who
// send the same code at once, one succeeds.
func (db *DB) SwapFactor(ctx context.Context, key records.Key, was, want records.Factor) (
	swapped bool, err error) {
	err = db.within(ctx, func(tx *Tx) error {
		swapped = tx.exec("UPDATE "+tableOf[key.Kind].name+" SET sealed = ?, step = ? "+
			"WHERE id = ? AND stamp = ? AND sealed = ? AND step = ?", want.Sealed, want.Step,
			key.ID, was.Stamp, was.Sealed, was.Step) == 1
		return nil
	})
	return swapped, err
}

// Passkey gives a passkey by what its device calls it, nil for one that is not known.
func (db *DB) Passkey(ctx context.Context, credential string) (*records.Passkey, error) {
	return found[*records.Passkey](ctx, db, records.PasskeyKey(credential))
}

// Passkeys gives a user's passkeys, the oldest first.
func (db *DB) Passkeys(ctx context.Context, id records.UserID) ([]*records.Passkey, error) {
	return many[*records.Passkey](ctx, db, records.KindPasskey,
		passkeys.query.row+"user_id = ? ORDER BY created, id", int64(id))
}
