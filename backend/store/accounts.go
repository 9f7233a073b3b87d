package store

import (
	"context"
	"database/sql"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

var accounts = &table{
	kind: records.KindAccount, name: "accounts",
	cols: "id, name, parent, street, city, region, zip, country, phone, web, primary_contact, " +
		"billing_contact, active, portal, closed, consolidated, requests, manager",
	fields: func(r records.Record) []any {
		a := r.(*records.Account)
		return []any{&a.ID, &a.Name, &a.Parent, &a.Street, &a.City, &a.Region, &a.Zip, &a.Country,
			&a.Phone, &a.Web, &a.Primary, &a.Billing, &a.Active, &a.Portal, &a.Closed,
			&a.Consolidated, &a.Requests, &a.Manager}
	},
	extra:  "folded",
	derive: func(r records.Record) []any { return []any{r.Index("folded")} },
	finds:  []string{"id", "folded", "parent"},
	after:  keepOpen,
}

var consolidations = &table{
	kind: records.KindConsolidation, name: "consolidations",
	cols: "id, account, member",
	fields: func(r records.Record) []any {
		c := r.(*records.Consolidation)
		return []any{&c.ID, &c.Account, &c.Member}
	},
	finds: []string{"account", "member"},
}

// keepOpen keeps accounts.open, the components open at an account with its parents: deny wins, so
// a level can only close. It goes down the tree, so that the order of changes does not matter. What
// lies too deep, or in a circle, is closed.
func keepOpen(tx *Tx, k records.Key) {
	const deepest = 64
	for ids, depth := []int64{k.ID}, 0; len(ids) > 0 && depth < 2*deepest; depth++ {
		var below []int64
		for _, id := range ids {
			if depth > deepest {
				tx.exec("UPDATE accounts SET open = 0 WHERE id = ?", id)
				below = append(below, tx.ids("SELECT id FROM accounts WHERE parent = ?", id)...)
				continue
			}
			tx.exec(`
				UPDATE accounts SET open =
					CASE WHEN active = 1 AND portal = 1 THEN ? & ~closed ELSE 0 END
					& CASE WHEN parent = 0 THEN ?
						ELSE coalesce((SELECT p.open FROM accounts p WHERE p.id = accounts.parent), 0)
					END
				WHERE id = ?`, int64(access.Every), int64(access.Every), id)
			below = append(below, tx.ids("SELECT id FROM accounts WHERE parent = ?", id)...)
		}
		ids = below
	}
}

func (tx *Tx) ids(query string, args ...any) (list []int64) {
	rows := tx.rows(query, args...)
	if rows == nil {
		return nil
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		tx.Fail(rows.Scan(&id))
		list = append(list, id)
	}
	tx.Fail(rows.Err())
	return list
}

// Account gives one account.
func (db *DB) Account(ctx context.Context, id records.AccountID) (*records.Account, error) {
	return record[*records.Account](ctx, db, records.Key{Kind: records.KindAccount, ID: int64(id)})
}

// AccountsNamed gives the accounts of a name, whatever its case.
func (db *DB) AccountsNamed(ctx context.Context, name string) ([]*records.Account, error) {
	return many[*records.Account](ctx, db, records.KindAccount,
		accounts.query.row+"folded = ? ORDER BY id", records.Fold(name))
}

// AccountLines gives a stretch of the list of accounts, and how many there are in all.
func (db *DB) AccountLines(ctx context.Context, q records.AccountQuery) (
	list []records.AccountLine, total int, err error) {
	if q.From < 0 || q.Size < 0 || q.Size > 1000 {
		return nil, 0, problem.New(problem.Invalid, "The list cannot be shown like that.")
	}
	if q.Tree && q.Text == "" {
		return db.accountTree(ctx, q)
	}
	match := like(records.Fold(q.Text))
	err = db.read.QueryRowContext(ctx, `
		SELECT count(*)
		FROM accounts
		WHERE folded LIKE ? ESCAPE '\'`, match).Scan(&total)
	if err != nil {
		return nil, 0, Explain(err)
	}
	list, err = db.accountLines(ctx, `
		WHERE a.folded LIKE ? ESCAPE '\'
		ORDER BY a.folded, a.id
		LIMIT ? OFFSET ?`, match, q.Size, q.From)
	return list, total, err
}

// accountTree gives a stretch of all accounts, subsidiaries under their parent.
func (db *DB) accountTree(ctx context.Context, q records.AccountQuery) (
	[]records.AccountLine, int, error) {
	all, err := db.forest(ctx)
	if err != nil {
		return nil, 0, err
	}
	page := all[min(q.From, len(all)):min(q.From+q.Size, len(all))]
	set := make(access.Set, len(page))
	for i, p := range page {
		set[i] = int64(p.id)
	}
	in, args := db.dialect.In("WHERE a.id $", []any{set})
	lines, err := db.accountLines(ctx, in, args...)
	byID := map[records.AccountID]records.AccountLine{}
	for _, l := range lines {
		byID[l.ID] = l
	}
	list := make([]records.AccountLine, len(page))
	for i, p := range page {
		list[i] = byID[p.id]
		list[i].ID, list[i].Depth = p.id, p.depth
	}
	return list, len(all), err
}

// placed is an account in the tree, with how many parents stand above it.
type placed struct {
	id    records.AccountID
	depth int
}

// forest is every account once, by name, subsidiaries under their parent. What has lost its parent
// stands at the top, and so does the first of a circle.
type forest struct {
	all []placed
	at  int64 // the transactions that were committed when it was read
}

// forest reads the tree anew when something has been written since. At PostgreSQL others write too.
func (db *DB) forest(ctx context.Context) ([]placed, error) {
	now := db.commits.Load()
	if f := db.tree.Load(); f != nil && f.at == now && db.dialect == sqlite {
		return f.all, nil
	}
	var ids, parents []records.AccountID
	err := db.list(ctx, "SELECT id, parent FROM accounts ORDER BY folded, id", nil,
		func(rows *sql.Rows) error {
			var id, parent records.AccountID
			err := rows.Scan(&id, &parent)
			ids, parents = append(ids, id), append(parents, parent)
			return err
		})
	if err != nil {
		return nil, err
	}
	f := &forest{planted(ids, parents), now}
	db.tree.Store(f)
	return f.all, nil
}

// planted puts accounts, in their order, under their parents.
func planted(ids, parents []records.AccountID) []placed {
	below := map[records.AccountID][]records.AccountID{}
	for i, parent := range parents {
		if parent != 0 {
			below[parent] = append(below[parent], ids[i])
		}
	}
	is := make(map[records.AccountID]bool, len(ids)) // whether it is placed
	for _, id := range ids {
		is[id] = false
	}
	all := make([]placed, 0, len(ids))
	var place func(records.AccountID, int)
	place = func(id records.AccountID, depth int) {
		if is[id] {
			return
		}
		is[id] = true
		all = append(all, placed{id, depth})
		for _, sub := range below[id] {
			place(sub, depth+1)
		}
	}
	for i, id := range ids {
		if _, there := is[parents[i]]; !there {
			place(id, 0)
		}
	}
	for _, id := range ids {
		place(id, 0)
	}
	return all
}

func (db *DB) accountLines(ctx context.Context, rest string, args ...any) (
	[]records.AccountLine, error) {
	var list []records.AccountLine
	err := db.list(ctx, `
		SELECT
			a.id,
			a.name,
			coalesce(up.name, ''),
			(SELECT count(*) FROM people p WHERE p.account = a.id),
			a.active,
			a.portal,
			a.consolidated,
			a.ver = 0
		FROM accounts a LEFT JOIN accounts up ON up.id = a.parent
		`+rest, args, func(rows *sql.Rows) error {
		var l records.AccountLine
		err := rows.Scan(&l.ID, &l.Name, &l.Parent, &l.People, &l.Active, &l.Portal,
			&l.Consolidated, &l.Pending)
		list = append(list, l)
		return err
	})
	return list, err
}

// Consolidated gives the accounts that an account stands for, and those that stand for it (N4).
func (db *DB) Consolidated(ctx context.Context, id records.AccountID) (
	members, over []records.AccountLine, err error) {
	members, err = db.accountLines(ctx, `
		WHERE a.id IN (SELECT c.member FROM consolidations c WHERE c.account = ?)
		ORDER BY a.folded, a.id`, int64(id))
	if err != nil {
		return nil, nil, err
	}
	over, err = db.accountLines(ctx, `
		WHERE a.id IN (SELECT c.account FROM consolidations c WHERE c.member = ?)
		ORDER BY a.folded, a.id`, int64(id))
	return members, over, err
}

// AccountsByName gives the id of every account by its folded name; of two with one name, one.
func (db *DB) AccountsByName(ctx context.Context) (map[string]records.AccountID, error) {
	byName := map[string]records.AccountID{}
	err := db.list(ctx, "SELECT folded, id FROM accounts ORDER BY id DESC", nil,
		func(rows *sql.Rows) error {
			var name string
			var id records.AccountID
			err := rows.Scan(&name, &id)
			byName[name] = id
			return err
		})
	return byName, err
}
