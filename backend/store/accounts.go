package store

import (
	"context"
	"database/sql"

	"gatehouse/backend/access"
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

// AccountLines gives the first accounts whose name contains text, by name.
func (db *DB) AccountLines(ctx context.Context, text string, limit int) (
	[]records.AccountLine, error) {
	var list []records.AccountLine
	err := db.list(ctx, `
		SELECT
			a.id,
			a.name,
			(SELECT count(*) FROM people p WHERE p.account = a.id)
		FROM accounts a
		WHERE a.folded LIKE ? ESCAPE '\'
		ORDER BY a.folded
		LIMIT ?`, []any{like(records.Fold(text)), limit}, func(rows *sql.Rows) error {
		var l records.AccountLine
		list = append(list, l)
		last := &list[len(list)-1]
		return rows.Scan(&last.ID, &last.Name, &last.People)
	})
	return list, err
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
