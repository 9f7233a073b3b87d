-- +goose Up
-- PostgreSQL is only ever a server's, and a server looks for history by record and by computer: what
-- desks list it by would make each edit dearer.
DROP INDEX history_actor;
DROP INDEX history_edit;
DROP INDEX history_group;
DROP INDEX history_subject;
