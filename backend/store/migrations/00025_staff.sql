-- +goose Up
-- How staff sign in at the server, and the one-time links with which they choose a password.
CREATE TABLE staff_logins (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  verifier TEXT NOT NULL, sealed TEXT NOT NULL, stamp TEXT NOT NULL, step BIGINT NOT NULL
);
ALTER TABLE links ADD COLUMN staff BIGINT NOT NULL DEFAULT 0;
CREATE INDEX links_staff ON links (staff);
