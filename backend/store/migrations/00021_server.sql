-- +goose Up
-- What a server keeps beside the records: the version that its newest backup holds, the public half
-- of the key that countersigns the history and its signature of the newest line, and where the
-- office was moved to.
ALTER TABLE lineage ADD COLUMN durable BIGINT NOT NULL DEFAULT 0;
ALTER TABLE lineage ADD COLUMN public_key TEXT NOT NULL DEFAULT '';
ALTER TABLE lineage ADD COLUMN head_signature TEXT NOT NULL DEFAULT '';
ALTER TABLE lineage ADD COLUMN moved TEXT NOT NULL DEFAULT '';

-- The lives of this database: each restore begins a new one, at a version of the one before.
CREATE TABLE epochs (
  epoch BIGINT NOT NULL, forked_at BIGINT NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (epoch)
);

-- Signed lines of the history, which desks get as well.
CREATE TABLE checkpoints (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  hash TEXT NOT NULL, at BIGINT NOT NULL, public_key TEXT NOT NULL, signature TEXT NOT NULL
);

-- Edits of machines that were shut out before they came: staff take them or drop them.
CREATE TABLE quarantine (
  uid TEXT NOT NULL, machine TEXT NOT NULL, copy TEXT NOT NULL, seq BIGINT NOT NULL,
  narrow BIGINT NOT NULL, body TEXT NOT NULL, received BIGINT NOT NULL, PRIMARY KEY (uid)
);

-- How often an address may try, where several servers share the database: when the next try would
-- have come at an even pace, in milliseconds since 1970.
CREATE TABLE limits (
  subject TEXT NOT NULL, next BIGINT NOT NULL, PRIMARY KEY (subject)
);
