-- +goose Up
-- Other programs at the server: the hashes of their tokens, and what identity providers call the
-- logins that they manage.
CREATE TABLE tokens (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  hash TEXT NOT NULL, name TEXT NOT NULL, for_use TEXT NOT NULL, account BIGINT NOT NULL,
  by_default BIGINT NOT NULL, made BIGINT NOT NULL, expires BIGINT NOT NULL,
  revoked BIGINT NOT NULL
);
CREATE TABLE provisions (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL, external TEXT NOT NULL, gone BIGINT NOT NULL
);
