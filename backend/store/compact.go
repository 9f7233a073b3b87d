package store

import (
	"context"
	"time"
)

// How long a server remembers: deletions, so that a desk that was away gets what changed and not
// everything; and outcomes of edits, so that one that comes again is not carried out again.
const (
	keepDeletions = 90 * 24 * time.Hour
	keepOutcomes  = 190 * 24 * time.Hour // longer than a computer may be silent and still connect
)

// Compact forgets deletions and outcomes that are old enough, of versions that a backup holds. A
// desk that is behind them gets everything anew.
func (db *DB) Compact(ctx context.Context, now time.Time) error {
	return db.within(ctx, func(tx *Tx) error {
		var durable, horizon int64
		tx.one("SELECT durable, horizon FROM lineage WHERE id = 1", nil, &durable, &horizon)
		deletions := min(durable, tx.versionAt(now.Add(-keepDeletions)))
		if deletions > horizon {
			tx.exec("UPDATE lineage SET horizon = ? WHERE id = 1", deletions)
			tx.exec("DELETE FROM sync_idx WHERE del = 1 AND ver <= ?", deletions)
		}
		tx.exec("DELETE FROM applied WHERE ver <= ?",
			min(durable, tx.versionAt(now.Add(-keepOutcomes))))
		return nil
	})
}

// versionAt gives the newest version whose history line was received before a time; 0 = none was.
func (tx *Tx) versionAt(t time.Time) (version int64) {
	tx.one(`
		SELECT
			coalesce(max(i.ver), 0)
		FROM sync_idx i
		JOIN history h ON h.id = i.id
		WHERE i.kind = 'history' AND i.del = 0 AND h.received > 0 AND h.received < ?`,
		[]any{t.Unix()}, &version)
	return version
}
