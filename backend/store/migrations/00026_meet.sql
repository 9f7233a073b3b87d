-- +goose Up
-- The history knows which member of staff a line is of, and is listed by person, computer and edit.
-- The inbox says whose edit the other one was, and keeps the values that are not in force.
ALTER TABLE history ADD COLUMN staff BIGINT NOT NULL DEFAULT 0;
CREATE INDEX history_newest ON history (n DESC, uid DESC);
CREATE INDEX history_actor ON history (actor, n DESC, uid DESC);
CREATE INDEX history_machine ON history (machine, n DESC, uid DESC);
CREATE INDEX history_edit ON history (edit, n DESC, uid DESC);
CREATE INDEX history_group ON history (grp, n DESC, uid DESC);
CREATE INDEX history_subject ON history (subject, n DESC, uid DESC);
DROP INDEX history_grp;

ALTER TABLE inbox ADD COLUMN grp TEXT NOT NULL DEFAULT '';
ALTER TABLE inbox ADD COLUMN by_name TEXT NOT NULL DEFAULT '';
ALTER TABLE inbox ADD COLUMN by_machine TEXT NOT NULL DEFAULT '';
ALTER TABLE inbox ADD COLUMN by_when BIGINT NOT NULL DEFAULT 0;
ALTER TABLE inbox ADD COLUMN other TEXT NOT NULL DEFAULT '';
ALTER TABLE inbox ADD COLUMN clashes TEXT NOT NULL DEFAULT '';

-- The computers that are paired with the portal, as desks see them.
CREATE TABLE computers (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  machine TEXT NOT NULL, name TEXT NOT NULL, staff BIGINT NOT NULL, paired BIGINT NOT NULL,
  revoked BIGINT NOT NULL
);
