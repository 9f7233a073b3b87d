-- +goose Up
-- What a line of the history, or of the inbox, is about has a kind and an id.
ALTER TABLE history ADD COLUMN about_kind TEXT NOT NULL DEFAULT '';
ALTER TABLE inbox ADD COLUMN about_kind TEXT NOT NULL DEFAULT '';

-- Whom a mail to the office goes to where an account has no manager.
CREATE INDEX staff_role ON staff (role);
