-- +goose Up
-- The colour of the office, #rrggbb; empty where it has none of its own.
ALTER TABLE portals ADD COLUMN accent TEXT NOT NULL DEFAULT '';
