-- +goose Up
-- Access reviews (B15). An access knows since when it is known to be right: "answered" is the later
-- of the days on which it was given and last confirmed.
CREATE TABLE reviews (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  name TEXT NOT NULL, profile BIGINT NOT NULL, account BIGINT NOT NULL,
  months BIGINT NOT NULL, days BIGINT NOT NULL, silence TEXT NOT NULL, staff BIGINT NOT NULL,
  begins BIGINT NOT NULL, began BIGINT NOT NULL, due BIGINT NOT NULL
);

ALTER TABLE accesses ADD COLUMN given BIGINT NOT NULL DEFAULT 0;
ALTER TABLE accesses ADD COLUMN confirmed BIGINT NOT NULL DEFAULT 0;
ALTER TABLE accesses ADD COLUMN confirmed_by TEXT NOT NULL DEFAULT '';
ALTER TABLE accesses ADD COLUMN answered BIGINT NOT NULL DEFAULT 0;
CREATE INDEX accesses_answered ON accesses (answered, confirmed);
DROP INDEX accesses_profile;
CREATE INDEX accesses_profile ON accesses (profile, answered, confirmed);
CREATE INDEX accesses_there ON accesses (account, answered, confirmed);
