-- +goose Up
-- What the two ends of an exchange check each other by: how many records of a kind there are, and
-- the sum of what names their states. A server keeps them for '*', a desk for what it has published
-- and for a download under way.
CREATE TABLE sums (
  side TEXT NOT NULL, kind TEXT NOT NULL, sum BIGINT NOT NULL, n BIGINT NOT NULL,
  PRIMARY KEY (side, kind)
);
ALTER TABLE machines ADD COLUMN seen BIGINT NOT NULL DEFAULT 0;
CREATE INDEX acked_ver ON acked (ver);

-- Most people have no login, and so no line in the list of users to be written anew.
DROP TRIGGER people_changed;
-- +goose StatementBegin
CREATE TRIGGER people_changed AFTER UPDATE ON people
WHEN (old.first <> new.first OR old.last <> new.last OR old.email <> new.email
  OR old.account <> new.account) AND EXISTS (SELECT 1 FROM users WHERE person = new.id) BEGIN
  DELETE FROM user_lines WHERE person = old.id;
  INSERT INTO user_lines
  SELECT * FROM user_source WHERE user_id IN (SELECT id FROM users WHERE person = new.id);
END;
-- +goose StatementEnd
