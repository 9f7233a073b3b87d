-- +goose Up
-- A desk's file keeps every index of the history: only desks list it by who, where and what.
SELECT 1;
