-- +goose Up
-- What a line of the history, or of the inbox, is about has a kind and an id.
ALTER TABLE history ADD COLUMN about_kind TEXT NOT NULL DEFAULT '';
ALTER TABLE inbox ADD COLUMN about_kind TEXT NOT NULL DEFAULT '';

-- Whom a mail to the office goes to where an account has no manager.
CREATE INDEX staff_role ON staff (role);

-- Topics are listed by their last post.
DROP INDEX topics_forum;
CREATE INDEX topics_forum ON topics (forum, exposed, updated DESC, id DESC, audience);
