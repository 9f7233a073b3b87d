package store

import (
	"context"

	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

var documents = &table{
	kind: records.KindDocument, name: "documents",
	cols: "id, name, text, account, contact, project, public, shown, person, author, created",
	fields: func(r records.Record) []any {
		d := r.(*records.Document)
		return []any{&d.ID, &d.Name, &d.Text, &d.Account, &d.Contact, &d.Project, &d.Public,
			&d.Shown, &d.Person, &d.Author, &d.Created}
	},
	extra: "audience",
	derive: func(r records.Record) []any {
		return []any{bit(r.(*records.Document).Public) * records.Everyone}
	},
	finds: []string{"account", "project"},
	lists: listed{search: []string{"name", "text"}, anywhere: true},
	fill:  fillTeam,
}

// fillTeam gives a document the team of its project.
func fillTeam(ctx context.Context, db *DB, r records.Record) error {
	d := r.(*records.Document)
	if d.Project == 0 {
		return nil
	}
	p, err := record[*records.Project](ctx, db, records.Key{Kind: records.KindProject,
		ID: int64(d.Project)})
	if problem.Is(err, problem.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	d.Team = p.Team
	return nil
}
