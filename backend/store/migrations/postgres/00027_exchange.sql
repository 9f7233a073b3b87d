-- +goose Up
-- What the two ends of an exchange check each other by: how many records of a kind there are, and
-- the sum of what names their states. A server keeps them for '*', a desk for what it has published
-- and for a download under way.
CREATE TABLE sums (
  side TEXT COLLATE "C" NOT NULL, kind TEXT COLLATE "C" NOT NULL, sum BIGINT NOT NULL, n BIGINT NOT NULL,
  PRIMARY KEY (side, kind)
);
ALTER TABLE machines ADD COLUMN seen BIGINT NOT NULL DEFAULT 0;
CREATE INDEX acked_ver ON acked (ver);

