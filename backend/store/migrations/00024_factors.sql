-- +goose Up
-- What customers sign in with besides a password (B19).
ALTER TABLE users ADD COLUMN second_factor BIGINT NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN passkeys BIGINT NOT NULL DEFAULT 0;

ALTER TABLE portals ADD COLUMN second_factor BIGINT NOT NULL DEFAULT 0;

-- At the server only: never handed out.
CREATE TABLE second_factors (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  sealed TEXT NOT NULL, stamp TEXT NOT NULL, step BIGINT NOT NULL
);
CREATE TABLE passkeys (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  user_id BIGINT NOT NULL, name TEXT NOT NULL, credential TEXT NOT NULL,
  created BIGINT NOT NULL, used BIGINT NOT NULL
);
CREATE INDEX passkeys_user ON passkeys (user_id);

-- Challenges that passkeys have answered: each is good once.
CREATE TABLE challenges (
  hash TEXT PRIMARY KEY, expires BIGINT NOT NULL
);

-- Where people are signed in.
CREATE TABLE visits (
  id INTEGER PRIMARY KEY, user_id BIGINT NOT NULL, staff BIGINT NOT NULL, device TEXT NOT NULL,
  address TEXT NOT NULL, stamp TEXT NOT NULL, begun BIGINT NOT NULL, seen BIGINT NOT NULL
);
CREATE INDEX visits_user ON visits (user_id, seen);
CREATE INDEX visits_staff ON visits (staff, seen);
