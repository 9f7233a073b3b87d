-- +goose Up
-- Visitors' tickets say who wrote them.
ALTER TABLE tickets ADD COLUMN from_name TEXT NOT NULL DEFAULT '';
ALTER TABLE tickets ADD COLUMN email TEXT NOT NULL DEFAULT '';

-- Files that are attached to records, and their contents, which are kept once under their hash.
CREATE TABLE file_types (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  name TEXT NOT NULL, customer BIGINT NOT NULL
);

CREATE TABLE files (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  owner TEXT NOT NULL, owner_id BIGINT NOT NULL, type BIGINT NOT NULL, name TEXT NOT NULL,
  media TEXT NOT NULL, size BIGINT NOT NULL, hash TEXT NOT NULL, internal BIGINT NOT NULL,
  person BIGINT NOT NULL, author TEXT NOT NULL, created BIGINT NOT NULL
);
CREATE INDEX files_owner_id ON files (owner_id, created);
CREATE INDEX files_hash ON files (hash);

CREATE TABLE contents (
  hash TEXT PRIMARY KEY, data BLOB NOT NULL
);
