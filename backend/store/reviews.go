package store

import (
	"context"
	"database/sql"
	"strings"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

var reviews = &table{
	kind: records.KindReview, name: "reviews",
	cols: "id, name, profile, account, months, days, silence, staff, begins, began, due",
	fields: func(r records.Record) []any {
		x := r.(*records.Review)
		return []any{&x.ID, &x.Name, &x.Profile, &x.Account, &x.Months, &x.Days, &x.Silence,
			&x.Staff, &x.Next, &x.Began, &x.Due}
	},
}

// Reviews gives all access reviews (B15), by name.
func (db *DB) Reviews(ctx context.Context) ([]*records.Review, error) {
	return many[*records.Review](ctx, db, records.KindReview,
		"SELECT "+reviews.cols+" FROM reviews ORDER BY "+db.dialect.noCase("name")+", id")
}

// Review gives one access review.
func (db *DB) Review(ctx context.Context, id records.ReviewID) (*records.Review, error) {
	return record[*records.Review](ctx, db, id.Key())
}

// asked are a condition on accesses x, each with its user's line l where text is searched, and its
// arguments: ?1 a day, ?2 the text, ?3 and ?4 what a review covers.
type asked struct {
	from, cond string
	args       []any
}

// about asks for what a review covers.
func (db *DB) about(r *records.Review, text string, day access.Day) asked {
	found, match := db.dialect.search(text)
	a := asked{from: "accesses x", args: []any{int64(day), match, int64(r.Profile),
		int64(r.Account)},
		cond: "CAST(?1 AS BIGINT) > -2 AND ?2 >= '' AND CAST(?3 AS BIGINT) >= 0 " +
			"AND CAST(?4 AS BIGINT) >= 0"}
	if match != "" {
		a.from, a.cond = a.from+" JOIN user_lines l ON l.user_id = x.user_id", a.cond+" AND "+found
	}
	if r.Profile != 0 {
		a.cond += " AND x.profile = ?3"
	}
	if r.Account != 0 {
		a.cond += ` AND x.account IN (
			WITH RECURSIVE below (id) AS (
				SELECT id FROM accounts WHERE id = ?4
				UNION
				SELECT c.id FROM accounts c JOIN below b ON c.parent = b.id
			)
			SELECT id FROM below)`
	}
	return a
}

// waits asks for what a review's round wants an answer for: nothing where no round runs.
func (db *DB) waits(r *records.Review, text string) asked {
	before := access.Day(-1)
	if r.Runs() {
		before = r.Began
	}
	a := db.about(r, text, before)
	a.cond += " AND x.answered < ?1"
	return a
}

// confirmed asks for what was confirmed since a review's last round began.
func (db *DB) confirmed(r *records.Review, text string) asked {
	a := db.about(r, text, max(r.Began, 1))
	a.cond += " AND x.answered >= ?1 AND x.confirmed >= ?1"
	return a
}

func (db *DB) count(ctx context.Context, a asked) (n int, err error) {
	err = db.read.QueryRowContext(ctx, "SELECT count(*) FROM "+a.from+" WHERE "+a.cond, a.args...).
		Scan(&n)
	return n, Explain(err)
}

// CountUnanswered counts what a review's round wants an answer for.
func (db *DB) CountUnanswered(ctx context.Context, r *records.Review) (int, error) {
	return db.count(ctx, db.waits(r, ""))
}

// CountReview says how far a review's round is. Only desks ask for it.
func (db *DB) CountReview(ctx context.Context, r *records.Review) (c records.ReviewCount,
	err error) {
	if c.Covered, err = db.count(ctx, db.about(r, "", 0)); err != nil {
		return c, err
	}
	if c.Open, err = db.CountUnanswered(ctx, r); err != nil || r.Began == 0 {
		return c, err
	}
	if c.Confirmed, err = db.count(ctx, db.confirmed(r, "")); err != nil {
		return c, err
	}
	err = db.read.QueryRowContext(ctx, "SELECT count(*) FROM history WHERE "+endedIn,
		roundOf(r)...).Scan(&c.Ended)
	return c, Explain(err)
}

// endedIn is the condition on lines of the history that they ended an access in a round.
const endedIn = "grp >= ? AND grp < ? AND edit IN ('RemoveAccess', 'EndUnanswered') " +
	"AND status IN ('applied', 'overrode', 'withheld')"

func roundOf(r *records.Review) []any {
	name := string(edit.RoundGroup(r))
	return []any{name, name + "~"}
}

// EndedIn gives a page of the lines that ended an access in a review's last round, newest first.
// Only desks ask for it.
func (db *DB) EndedIn(ctx context.Context, r *records.Review, from, size int) (
	[]*records.History, error) {
	return many[*records.History](ctx, db, records.KindHistory, history.query.row+endedIn+
		" ORDER BY at DESC, uid LIMIT ? OFFSET ?", append(roundOf(r), size, from)...)
}

// Unanswered gives the next accesses after one, by id, that a review's round wants an answer for.
func (db *DB) Unanswered(ctx context.Context, r *records.Review, after records.AccessID,
	limit int) ([]*records.Access, error) {
	a := db.waits(r, "")
	return many[*records.Access](ctx, db, records.KindAccess, "SELECT "+accesses.prefixed("x")+
		" FROM accesses x WHERE "+a.cond+" AND x.id > ?5 ORDER BY x.id LIMIT ?6",
		append(a.args, int64(after), limit)...)
}

// EachUnanswered hands out everything that a review's round wants an answer for, without names.
func (db *DB) EachUnanswered(ctx context.Context, r *records.Review,
	each func(records.ReviewLine)) error {
	a := db.waits(r, "")
	return db.list(ctx, `
		SELECT
			x.id,
			x.user_id,
			x.account,
			x.profile,
			x.given,
			u.last_seen
		FROM accesses x JOIN users u ON u.id = x.user_id
		WHERE `+a.cond, a.args, func(rows *sql.Rows) error {
		var l records.ReviewLine
		err := rows.Scan(&l.Access.ID, &l.Access.User, &l.Access.Account, &l.Access.Profile,
			&l.Access.Given, &l.LastSeen)
		each(l)
		return err
	})
}

// Accesses gives those accesses that are there.
func (db *DB) Accesses(ctx context.Context, ids []records.AccessID) ([]*records.Access, error) {
	set := make(access.Set, len(ids))
	for i, id := range ids {
		set[i] = int64(id)
	}
	in, args := db.dialect.In("id $", []any{set})
	return many[*records.Access](ctx, db, records.KindAccess, accesses.query.row+in+" ORDER BY id",
		args...)
}

// fewLines is up to how many lines are in the order of names, by which they have to be sorted.
const fewLines = 5000

// ReviewLines gives a page of the accesses that a review lists, and how many there are: by name, or
// where there are many, those first that have waited for the longest.
func (db *DB) ReviewLines(ctx context.Context, q records.ReviewQuery) (
	list []records.ReviewLine, total int, err error) {
	if q.From < 0 || q.Size < 0 || q.Size > 1000 {
		return nil, 0, problem.New(problem.Invalid, "The list cannot be shown like that.")
	}
	a := db.waits(q.Review, q.Text)
	if q.Confirmed {
		a = db.confirmed(q.Review, q.Text)
	}
	if total, err = db.count(ctx, a); err != nil {
		return nil, 0, err
	}
	order := "ORDER BY x.answered, x.id"
	if total <= fewLines {
		order = "ORDER BY " + db.dialect.noCase("l.name") + ", x.user_id, x.id"
		if !strings.Contains(a.from, "user_lines") { // text has brought them along
			a.from += " CROSS JOIN user_lines l" // SQLite reads them in this order
			a.cond += " AND l.user_id = x.user_id"
		}
	}
	err = db.list(ctx, `
		WITH page AS (
			SELECT x.id AS id
			FROM `+a.from+`
			WHERE `+a.cond+`
			`+order+`
			LIMIT ?5 OFFSET ?6
		)
		SELECT
			x.id,
			x.user_id,
			x.account,
			x.profile,
			x.given,
			x.confirmed,
			x.confirmed_by,
			u.last_seen,
			l.name,
			l.email,
			coalesce(c.name, ''),
			coalesce(f.name, ''),
			x.ver = 0
		FROM page
			JOIN accesses x ON x.id = page.id
			JOIN user_lines l ON l.user_id = x.user_id
			JOIN users u ON u.id = x.user_id
			LEFT JOIN accounts c ON c.id = x.account
			LEFT JOIN profiles f ON f.id = x.profile
		`+order, append(a.args, q.Size, q.From), func(rows *sql.Rows) error {
		var l records.ReviewLine
		err := rows.Scan(&l.Access.ID, &l.Access.User, &l.Access.Account, &l.Access.Profile,
			&l.Access.Given, &l.Access.Confirmed, &l.Access.ConfirmedBy, &l.LastSeen, &l.Name,
			&l.Email, &l.Company, &l.Profile, &l.Pending)
		list = append(list, l)
		return err
	})
	return list, total, err
}

// ReviewCasts reads what access decides by about the holders of accesses, like Casts.
func (db *DB) ReviewCasts(ctx context.Context, list []*records.Access,
	yield func(*records.Cast) bool) error {
	seats := make([]Seat, len(list))
	for i, a := range list {
		seats[i] = Seat{a.User, a.Account}
	}
	return db.Casts(ctx, seats, yield)
}
