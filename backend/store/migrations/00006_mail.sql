-- +goose Up
-- Mails that the server sends, the one-time links in them, and the language that somebody reads.
ALTER TABLE users ADD COLUMN lang TEXT NOT NULL DEFAULT '';

-- At the server only: never handed out.
CREATE TABLE mails (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  address TEXT NOT NULL, user_id BIGINT NOT NULL, lang TEXT NOT NULL, template TEXT NOT NULL,
  args TEXT NOT NULL, link TEXT NOT NULL, created BIGINT NOT NULL, due BIGINT NOT NULL,
  tries BIGINT NOT NULL, state TEXT NOT NULL, last_error TEXT NOT NULL
);
CREATE INDEX mails_due ON mails (due, id) WHERE state = 'queued';
CREATE INDEX mails_user ON mails (user_id);

CREATE TABLE links (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  hash TEXT NOT NULL, user_id BIGINT NOT NULL, purpose TEXT NOT NULL, expires BIGINT NOT NULL
);
CREATE INDEX links_user ON links (user_id);
