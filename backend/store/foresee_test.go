package store

import (
	"context"
	"path/filepath"
	"testing"

	"gatehouse/backend/records"
)

// TestEveryColumnThatIsLookedUpByCanBeForeseen: PostgreSQL compares numbers with numbers and text
// with text, and what is read for many edits at once is told apart by Record.Index.
func TestEveryColumnThatIsLookedUpByCanBeForeseen(t *testing.T) {
	ctx := context.Background()
	db, err := Open(ctx, filepath.Join(t.TempDir(), "office.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, table := range tables {
		for _, column := range table.finds {
			if column == "id" {
				continue // for lists, which do not pass here
			}
			var sort string
			err := db.read.QueryRowContext(ctx, "SELECT type FROM pragma_table_info(?) WHERE name = ?",
				table.name, column).Scan(&sort)
			v := records.New(table.kind).Index(column)
			_, number := v.(int64)
			_, text := v.(string)
			if err != nil || number != (sort != "TEXT") || text != (sort == "TEXT") {
				t.Errorf("%s.%s: %s and %T, %v", table.name, column, sort, v, err)
			}
		}
	}
}
