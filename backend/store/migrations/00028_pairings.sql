-- +goose Up
-- Computers that show a short code and wait for a member of staff to confirm it. What is secret is
-- hashed. One that was confirmed has its machine, and may ask for its token until it expires.
CREATE TABLE pairings (
  handle_hash TEXT PRIMARY KEY, code_hash TEXT NOT NULL UNIQUE, computer TEXT NOT NULL,
  public_key TEXT NOT NULL, box_key TEXT NOT NULL, expires BIGINT NOT NULL, machine TEXT NOT NULL
);
