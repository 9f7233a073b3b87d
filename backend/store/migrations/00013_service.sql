-- +goose Up
-- The service desk: queues, request types, vendors, absences and closings, of the office (account 0)
-- or of a customer; what a ticket knows of them; requests for access; software modules; block hours
-- and retainers. The lists' indexes hold what the arms of a filter read.

CREATE TABLE queues (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  account BIGINT NOT NULL, name TEXT NOT NULL, text TEXT NOT NULL,
  created BIGINT NOT NULL
);
CREATE INDEX queues_account ON queues (account, created DESC, id DESC);

CREATE TABLE request_types (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  account BIGINT NOT NULL, name TEXT NOT NULL, text TEXT NOT NULL,
  queue BIGINT NOT NULL, priority TEXT NOT NULL, approver BIGINT NOT NULL,
  is_off BIGINT NOT NULL, created BIGINT NOT NULL
);
CREATE INDEX request_types_account ON request_types (account, created DESC, id DESC);

CREATE TABLE vendors (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  account BIGINT NOT NULL, name TEXT NOT NULL, contact TEXT NOT NULL,
  email TEXT NOT NULL, phone TEXT NOT NULL, web TEXT NOT NULL,
  number TEXT NOT NULL, text TEXT NOT NULL, created BIGINT NOT NULL
);
CREATE INDEX vendors_account ON vendors (account, created DESC, id DESC);

CREATE TABLE absences (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  account BIGINT NOT NULL, person BIGINT NOT NULL, staff BIGINT NOT NULL,
  name TEXT NOT NULL, first_day BIGINT NOT NULL, last_day BIGINT NOT NULL,
  deputy TEXT NOT NULL, text TEXT NOT NULL, created BIGINT NOT NULL
);
CREATE INDEX absences_account ON absences (account, created DESC, id DESC);

CREATE TABLE closings (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  account BIGINT NOT NULL, name TEXT NOT NULL, first_day BIGINT NOT NULL,
  last_day BIGINT NOT NULL, weekdays BIGINT NOT NULL, start_minute BIGINT NOT NULL,
  end_minute BIGINT NOT NULL, created BIGINT NOT NULL
);
CREATE INDEX closings_account ON closings (account, created DESC, id DESC);

CREATE TABLE elevations (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  account BIGINT NOT NULL, user_id BIGINT NOT NULL, person BIGINT NOT NULL,
  asker BIGINT NOT NULL, name TEXT NOT NULL, profile BIGINT NOT NULL,
  reason TEXT NOT NULL, state TEXT NOT NULL, note TEXT NOT NULL,
  decider TEXT NOT NULL, created BIGINT NOT NULL, decided BIGINT NOT NULL
);
CREATE INDEX elevations_account ON elevations (account, created DESC, id DESC);
CREATE INDEX elevations_user_id ON elevations (user_id, created);

CREATE TABLE modules (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  name TEXT NOT NULL, text TEXT NOT NULL, price BIGINT NOT NULL,
  currency TEXT NOT NULL, period TEXT NOT NULL, is_off BIGINT NOT NULL,
  created BIGINT NOT NULL
);
CREATE INDEX modules_is_off ON modules (is_off, created);

CREATE TABLE subscriptions (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  account BIGINT NOT NULL, module BIGINT NOT NULL, name TEXT NOT NULL,
  price BIGINT NOT NULL, currency TEXT NOT NULL, period TEXT NOT NULL,
  first_day BIGINT NOT NULL, last_day BIGINT NOT NULL, added_by TEXT NOT NULL,
  removed_by TEXT NOT NULL, created BIGINT NOT NULL
);
CREATE INDEX subscriptions_account ON subscriptions (account, created DESC, id DESC);

CREATE TABLE allowances (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  account BIGINT NOT NULL, sort TEXT NOT NULL, name TEXT NOT NULL,
  amount BIGINT NOT NULL, currency TEXT NOT NULL, first_day BIGINT NOT NULL,
  last_day BIGINT NOT NULL, created BIGINT NOT NULL
);
CREATE INDEX allowances_account ON allowances (account, created DESC, id DESC);

CREATE TABLE draws (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  allowance BIGINT NOT NULL, amount BIGINT NOT NULL, text TEXT NOT NULL,
  author TEXT NOT NULL, internal TEXT NOT NULL, day BIGINT NOT NULL,
  created BIGINT NOT NULL
);
CREATE INDEX draws_allowance ON draws (allowance, created);

ALTER TABLE tickets ADD COLUMN type BIGINT NOT NULL DEFAULT 0;
ALTER TABLE tickets ADD COLUMN queue BIGINT NOT NULL DEFAULT 0;
ALTER TABLE tickets ADD COLUMN vendor BIGINT NOT NULL DEFAULT 0;
ALTER TABLE tickets ADD COLUMN agent BIGINT NOT NULL DEFAULT 0;
ALTER TABLE tickets ADD COLUMN approval TEXT NOT NULL DEFAULT '';
ALTER TABLE tickets ADD COLUMN approval_note TEXT NOT NULL DEFAULT '';
ALTER TABLE tickets ADD COLUMN answered BIGINT NOT NULL DEFAULT 0;

-- A switch: whether a Manager may raise others, or has to ask.
ALTER TABLE portals ADD COLUMN managers_raise BIGINT NOT NULL DEFAULT 0;
