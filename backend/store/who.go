package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"iter"
	"maps"
	"slices"
	"sync"

	"gatehouse/backend/access"
	"gatehouse/backend/records"
)

// Index finds people from a record's side, by the same keys as access.Filter finds records from a
// person's (B6). Err tells what went wrong while it was asked.
type Index struct {
	db  *DB
	ctx context.Context
	err error
}

// Index makes an index for access.Who, good for one question.
func (db *DB) Index(ctx context.Context) *Index { return &Index{db: db, ctx: ctx} }

// Err gives the first error; what was found before it is not complete.
func (x *Index) Err() error { return x.err }

// Who gives everybody who may do something with a record.
func (db *DB) Who(ctx context.Context, p access.Permission, r *access.Record, at access.Moment) (
	[]access.Seer, error) {
	x := db.Index(ctx)
	list := slices.Collect(access.Who(x, p, r, at))
	return list, x.Err()
}

// Near gives everybody who shares a key with the record, and everybody with scope all.
func (x *Index) Near(p access.Permission, r *access.Record) iter.Seq2[int64, *access.Subject] {
	return func(yield func(int64, *access.Subject) bool) {
		seats, err := x.db.near(x.ctx, p, r)
		if err == nil {
			err = x.db.Casts(x.ctx, seats, func(c *records.Cast) bool {
				return yield(int64(c.User.ID), c.Subject())
			})
		}
		x.err = err
	}
}

// Seat is a user at one of the accounts where they have something.
type Seat struct {
	User    records.UserID
	Account records.AccountID
}

// near selects the seats that could see a record.
func (db *DB) near(ctx context.Context, p access.Permission, r *access.Record) ([]Seat, error) {
	var people, accounts access.Set
	for _, rel := range []access.Relation{access.Own, access.Assigned, access.Team} {
		people = append(people, r.Keys.Of(rel)...)
	}
	for _, rel := range []access.Relation{access.Shared, access.Account, access.Tree} {
		accounts = append(accounts, r.Keys.Of(rel)...)
	}
	accounts, err := db.over(ctx, accounts)
	if err != nil {
		return nil, err
	}
	profiles, err := db.seeingAll(ctx, p)
	if err != nil {
		return nil, err
	}
	for _, key := range r.Keys.Of(access.Shared) {
		if id := records.ProfileOf(key); id != 0 {
			profiles = append(profiles, int64(id))
		}
	}
	if slices.ContainsFunc(r.Keys.Of(access.Shared), isWide) {
		return db.everySeat(ctx)
	}
	query, args := db.dialect.In(`
		SELECT u.id, pe.account FROM people pe JOIN users u ON u.person = pe.id WHERE pe.id $
		UNION
		SELECT u.id, pe.account FROM people pe JOIN users u ON u.person = pe.id WHERE pe.account $
		UNION
		SELECT x.user_id, x.account FROM users u JOIN accesses x ON x.user_id = u.id
		WHERE u.person $
		UNION
		SELECT x.user_id, x.account FROM accesses x WHERE x.account $
		UNION
		SELECT x.user_id, x.account FROM accesses x WHERE x.profile $
		UNION
		SELECT x.user_id, x.account FROM accesses x WHERE x.overrides <> '{}' `,
		[]any{people, accounts, people, accounts, profiles})
	return db.seats(ctx, query, args...)
}

// isWide reports whether an audience is larger than accounts and the holders of profiles: those who
// hold none have Minimum.
func isWide(audience int64) bool {
	return audience == records.Everyone || audience == records.Registered ||
		audience == records.ProfileAudience(access.MinimumProfile)
}

func (db *DB) seats(ctx context.Context, query string, args ...any) (list []Seat, err error) {
	err = db.list(ctx, query, args, func(rows *sql.Rows) error {
		var s Seat
		err := rows.Scan(&s.User, &s.Account)
		list = append(list, s)
		return err
	})
	return list, err
}

func (db *DB) everySeat(ctx context.Context) ([]Seat, error) {
	return db.seats(ctx, `
		SELECT u.id, pe.account FROM users u JOIN people pe ON pe.id = u.person
		UNION
		SELECT user_id, account FROM accesses`)
}

// Everybody reads what access decides by about every user at each of their accounts, like Casts: a
// setting of the portal is about all of them (B7).
func (db *DB) Everybody(ctx context.Context, yield func(*records.Cast) bool) error {
	seats, err := db.everySeat(ctx)
	if err != nil {
		return err
	}
	return db.Casts(ctx, seats, yield)
}

// EverybodyWith is Everybody, of those who hold a profile.
func (db *DB) EverybodyWith(ctx context.Context, id records.ProfileID,
	yield func(*records.Cast) bool) error {
	seats, err := db.Holding(ctx, id)
	if err != nil {
		return err
	}
	return db.Casts(ctx, seats, yield)
}

// around gives the seats at accounts, at those below and above them, and at those that stand for
// any of these: whom a change of the accounts can touch. And it tells what is closed at the
// accounts and below them.
func (db *DB) around(ctx context.Context, about []records.AccountID) ([]Seat, access.Shut, error) {
	set := access.Set{}
	for _, id := range about {
		set = append(set, int64(id))
	}
	trees, err := db.subtrees(ctx, set)
	if err != nil {
		return nil, nil, err
	}
	for _, tree := range trees {
		for _, id := range tree {
			set = append(set, int64(id))
		}
	}
	shut := access.Shut{}
	in, args := db.dialect.In("id $", []any{set})
	err = db.list(ctx, "SELECT id, open FROM accounts WHERE "+in, args, func(rows *sql.Rows) error {
		var id, open int64
		err := rows.Scan(&id, &open)
		shut[id] = access.Every &^ access.ComponentSet(open)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	if set, err = db.over(ctx, set); err != nil {
		return nil, nil, err
	}
	query, args := db.dialect.In(`
		SELECT u.id, pe.account FROM people pe JOIN users u ON u.person = pe.id WHERE pe.account $
		UNION
		SELECT x.user_id, x.account FROM accesses x WHERE x.account $`, []any{set, set})
	seats, err := db.seats(ctx, query, args...)
	return seats, shut, err
}

// over gives accounts, those above them, and those that consolidate any of them.
func (db *DB) over(ctx context.Context, accounts access.Set) (access.Set, error) {
	in, args := db.dialect.In("a.id $", []any{accounts})
	ids, err := db.accountIDs(ctx, `
		WITH RECURSIVE up (id) AS (
			SELECT a.id FROM accounts a WHERE `+in+`
			UNION
			SELECT a.parent FROM accounts a JOIN up ON a.id = up.id WHERE a.parent <> 0
		)
		SELECT id FROM up
		UNION
		SELECT c.account FROM consolidations c JOIN up ON c.member = up.id`, args...)
	set := make(access.Set, len(ids))
	for i, id := range ids {
		set[i] = int64(id)
	}
	return set, err
}

// seeingAll gives the profiles that give a permission scope all.
func (db *DB) seeingAll(ctx context.Context, p access.Permission) (set access.Set, err error) {
	list, err := db.Profiles(ctx)
	for _, f := range list {
		if f.Matrix[p] == access.All {
			set = append(set, int64(f.ID))
		}
	}
	return set, err
}

// Holding gives the seats of those who hold a profile (O15).
func (db *DB) Holding(ctx context.Context, id records.ProfileID) ([]Seat, error) {
	return db.seats(ctx, "SELECT user_id, account FROM accesses WHERE profile = ? ORDER BY user_id",
		int64(id))
}

// castBatch is how many seats are read at once.
const castBatch = 2000

// Casts reads what access decides by about many seats, in no particular order; what they share is
// read once. A seat whose login or person is gone is left out. It ends when yield says so.
func (db *DB) Casts(ctx context.Context, seats []Seat, yield func(*records.Cast) bool) error {
	ctx, stop := context.WithCancel(ctx)
	k := &casting{db: db, ctx: ctx, at: map[records.AccountID]*records.Cast{},
		profiles: map[records.ProfileID]*records.Profile{}}
	batches := make(chan batch)
	go k.read(seats, batches)
	defer func() {
		stop()
		for range batches { // nothing is read any more when this returns
		}
	}()
	for b := range batches {
		if b.err != nil {
			return b.err
		}
		for _, c := range b.casts {
			if !yield(c) {
				return nil
			}
		}
	}
	return nil
}

// casting keeps what many casts share.
type casting struct {
	db       *DB
	ctx      context.Context
	nobody   *records.Cast // what everybody shares
	at       map[records.AccountID]*records.Cast
	profiles map[records.ProfileID]*records.Profile
}

// batch is what was read at once, or why not.
type batch struct {
	casts []*records.Cast
	err   error
}

// read reads one batch after the other, while whoever takes them looks at the one before.
func (k *casting) read(seats []Seat, into chan<- batch) {
	defer close(into)
	if err := k.shared(); err != nil {
		into <- batch{err: err}
		return
	}
	for some := range slices.Chunk(seats, castBatch) {
		casts, err := k.batch(some)
		if into <- (batch{casts, err}); err != nil {
			return
		}
	}
}

func (k *casting) shared() (err error) {
	if k.nobody, err = k.db.CastAt(k.ctx, 0); err != nil {
		return err
	}
	list, err := k.db.Profiles(k.ctx)
	for _, p := range list {
		k.profiles[p.ID] = p
	}
	return err
}

func (k *casting) batch(seats []Seat) ([]*records.Cast, error) {
	var ids, accounts access.Set
	for _, s := range seats {
		ids = append(ids, int64(s.User))
		if k.at[s.Account] == nil {
			accounts = append(accounts, int64(s.Account))
		}
	}
	var (
		users  map[int64]*records.User
		people map[int64]*records.Person
		held   map[int64]*records.Access
		more   map[records.AccountID]*records.Cast
		errs   [4]error
		all    sync.WaitGroup
	)
	all.Go(func() {
		users, errs[0] = inSet[*records.User](k.ctx, k.db, records.KindUser, "id $", ids)
	})
	all.Go(func() {
		people, errs[1] = inSet[*records.Person](k.ctx, k.db, records.KindPerson,
			"id IN (SELECT u.person FROM users u WHERE u.id $)", ids)
	})
	all.Go(func() {
		held, errs[2] = inSet[*records.Access](k.ctx, k.db, records.KindAccess, "user_id $", ids)
	})
	all.Go(func() { more, errs[3] = k.db.castsAt(k.ctx, k.nobody, accounts) })
	all.Wait()
	if err := errors.Join(errs[:]...); err != nil {
		return nil, err
	}
	maps.Copy(k.at, more)
	at := map[Seat]*records.Access{}
	for _, a := range held {
		at[Seat{a.User, a.Account}] = a
	}
	var casts []*records.Cast
	for _, s := range seats {
		u := users[int64(s.User)]
		if u == nil || people[int64(u.Person)] == nil {
			continue
		}
		c := *cmp.Or(k.at[s.Account], k.nobody) // an account that is gone gives nothing
		c.User, c.Person = u, people[int64(u.Person)]
		k.hold(&c, at[s])
		casts = append(casts, &c)
	}
	return casts, nil
}

// hold is DB.Hold, with the profiles at hand.
func (k *casting) hold(c *records.Cast, a *records.Access) {
	if a == nil {
		return
	}
	c.Access, c.Profile = a, k.profiles[a.Profile]
	if c.Profile != nil && c.Profile.Base != 0 {
		c.BaseGone = k.profiles[c.Profile.Base] == nil
	}
}

// inSet reads the records of a kind whose condition holds, by their ids.
func inSet[T records.Record](ctx context.Context, db *DB, kind records.Kind, cond string,
	ids access.Set) (map[int64]T, error) {
	in, args := db.dialect.In(cond, []any{ids})
	list, err := many[T](ctx, db, kind, tableOf[kind].query.row+in, args...)
	byID := make(map[int64]T, len(list))
	for _, r := range list {
		byID[r.Key().ID] = r
	}
	return byID, err
}
