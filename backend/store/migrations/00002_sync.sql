-- +goose Up
-- The server's half of sync.
CREATE TABLE lineage (
  id INTEGER PRIMARY KEY, portal TEXT NOT NULL, epoch BIGINT NOT NULL, version BIGINT NOT NULL,
  history_n BIGINT NOT NULL, history_hash TEXT NOT NULL, horizon BIGINT NOT NULL
);
CREATE TABLE sync_idx (
  office TEXT NOT NULL, kind TEXT NOT NULL, id BIGINT NOT NULL, ver BIGINT NOT NULL,
  del BIGINT NOT NULL, PRIMARY KEY (office, kind, id)
);
CREATE INDEX sync_idx_ver ON sync_idx (kind, ver);
CREATE TABLE machines (
  id TEXT PRIMARY KEY, staff BIGINT NOT NULL, name TEXT NOT NULL, public_key TEXT NOT NULL,
  token_hash TEXT NOT NULL, paired BIGINT NOT NULL, revoked BIGINT NOT NULL
);
CREATE TABLE invites (
  code_hash TEXT PRIMARY KEY, staff BIGINT NOT NULL, expires BIGINT NOT NULL
);
CREATE TABLE copies (
  id TEXT PRIMARY KEY, machine TEXT NOT NULL, lmid BIGINT NOT NULL
);
CREATE TABLE applied (
  copy TEXT NOT NULL, seq BIGINT NOT NULL, uid TEXT NOT NULL, status TEXT NOT NULL,
  why TEXT NOT NULL, inbox BIGINT NOT NULL, ver BIGINT NOT NULL, PRIMARY KEY (copy, seq)
);
CREATE INDEX applied_uid ON applied (uid);

-- The desk's half.
CREATE TABLE outbox (
  seq INTEGER PRIMARY KEY, uid TEXT NOT NULL, name TEXT NOT NULL, narrow BIGINT NOT NULL,
  body TEXT NOT NULL
);
CREATE INDEX outbox_narrow ON outbox (seq) WHERE narrow = 1;
CREATE TABLE acked (
  uid TEXT PRIMARY KEY, seq BIGINT NOT NULL, ver BIGINT NOT NULL, status TEXT NOT NULL,
  why TEXT NOT NULL, body TEXT NOT NULL
);
CREATE TABLE undo (
  kind TEXT NOT NULL, id BIGINT NOT NULL, ver BIGINT NOT NULL, body TEXT, PRIMARY KEY (kind, id)
);
CREATE TABLE stage (
  n INTEGER PRIMARY KEY, kind TEXT NOT NULL, id BIGINT NOT NULL, ver BIGINT NOT NULL, body TEXT
);
CREATE TABLE meta (
  name TEXT PRIMARY KEY, value TEXT NOT NULL
);

-- The hosted portal's sign-in.
CREATE TABLE sessions (
  token TEXT PRIMARY KEY, data BLOB NOT NULL, expires BIGINT NOT NULL
);
CREATE TABLE attempts (
  subject TEXT PRIMARY KEY, failures BIGINT NOT NULL, last BIGINT NOT NULL
);
