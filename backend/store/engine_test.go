package store

import (
	"context"
	"errors"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"gatehouse/backend/problem"
)

func TestAQueryIsWrittenForPostgreSQL(t *testing.T) {
	for query, want := range map[string]string{
		"a = ? AND b IN (?, ?)":                "a = $1 AND b IN ($2, $3)",
		"a = ?2 OR b = ?1 OR c = ?12":          "a = $2 OR b = $1 OR c = $12",
		"a = 'why?' AND b = '''?' AND c = ?":   "a = 'why?' AND b = '''?' AND c = $1",
		`a LIKE ? ESCAPE '\' AND b = ' LIKE '`: `a ILIKE $1 ESCAPE '\' AND b = ' LIKE '`,
		"SELECT 1":                             "SELECT 1",
	} {
		if have := postgres.sql(query); have != want {
			t.Errorf("%s\nis  %s\nnot %s", query, have, want)
		}
		if sqlite.sql(query) != query {
			t.Errorf("%s is changed for SQLite", query)
		}
	}
}

func TestWhatPostgreSQLSaysIsExplained(t *testing.T) {
	for code, want := range map[string]problem.Kind{
		"40001": problem.Busy, "40P01": problem.Busy, "55P03": problem.Busy,
		"53100": problem.Unavailable, "53300": problem.Unavailable, "57P01": problem.Unavailable,
		"08006": problem.Unavailable, "25006": problem.Unavailable, "58030": problem.Unavailable,
		"28P01": problem.Unavailable, "3D000": problem.Unavailable, "42501": problem.Unavailable,
		"XX001": problem.Damaged, "42P01": problem.Internal, "22021": problem.Internal,
		"": problem.Internal,
	} {
		err := Explain(&pgconn.PgError{Code: code})
		if p := problem.Of(err); p.Kind != want || p.Text == "" {
			t.Errorf("%s is %s: %v", code, p.Kind, err)
		}
	}
	stopped := errors.Join(context.Canceled, &pgconn.PgError{Code: "57014"})
	if err := Explain(stopped); !errors.Is(err, context.Canceled) || problem.Of(err).Kind !=
		problem.Internal {
		t.Errorf("who asked has gone: %v", err)
	}
}
