-- +goose Up
-- The records. Every table has the version that its row was last written in (0 = only at this desk).
CREATE TABLE accounts (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  name TEXT NOT NULL, folded TEXT NOT NULL, parent BIGINT NOT NULL,
  street TEXT NOT NULL, city TEXT NOT NULL, region TEXT NOT NULL, zip TEXT NOT NULL,
  country TEXT NOT NULL, phone TEXT NOT NULL, web TEXT NOT NULL,
  primary_contact BIGINT NOT NULL, billing_contact BIGINT NOT NULL,
  active BIGINT NOT NULL, portal BIGINT NOT NULL, closed BIGINT NOT NULL,
  open BIGINT NOT NULL DEFAULT 0 -- components open here, parents included: kept by the store
);
CREATE INDEX accounts_folded ON accounts (folded);
CREATE INDEX accounts_parent ON accounts (parent);

CREATE TABLE people (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  account BIGINT NOT NULL, lead BIGINT NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL,
  email TEXT NOT NULL, folded TEXT NOT NULL, phone TEXT NOT NULL, mobile TEXT NOT NULL,
  job_title TEXT NOT NULL
);
CREATE INDEX people_folded ON people (folded);
CREATE INDEX people_account ON people (account);

CREATE TABLE users (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  person BIGINT NOT NULL, username TEXT NOT NULL, folded TEXT NOT NULL,
  consolidated BIGINT NOT NULL, active BIGINT NOT NULL, portal_user BIGINT NOT NULL,
  role_group BIGINT NOT NULL, support_from BIGINT NOT NULL, support_to BIGINT NOT NULL,
  password_set BIGINT NOT NULL, must_change BIGINT NOT NULL, locked BIGINT NOT NULL,
  last_seen BIGINT NOT NULL
);
CREATE INDEX users_folded ON users (folded);
CREATE INDEX users_person ON users (person);

CREATE TABLE accesses (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  user_id BIGINT NOT NULL, account BIGINT NOT NULL, profile BIGINT NOT NULL,
  start_day BIGINT NOT NULL, end_day BIGINT NOT NULL, closed BIGINT NOT NULL,
  overrides TEXT NOT NULL, can_sign BIGINT NOT NULL, pin_reset BIGINT NOT NULL,
  granted_by TEXT NOT NULL, reason TEXT NOT NULL
);
CREATE INDEX accesses_user ON accesses (user_id);
CREATE INDEX accesses_profile ON accesses (profile);

CREATE TABLE profiles (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  name TEXT NOT NULL, folded TEXT NOT NULL, description TEXT NOT NULL, is_system BIGINT NOT NULL,
  assignable BIGINT NOT NULL, base BIGINT NOT NULL, matrix TEXT NOT NULL
);

CREATE TABLE tickets (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  number TEXT NOT NULL, account BIGINT NOT NULL, creator BIGINT NOT NULL, contact BIGINT NOT NULL,
  assigned BIGINT NOT NULL, approver BIGINT NOT NULL, subject TEXT NOT NULL, text TEXT NOT NULL,
  status TEXT NOT NULL, priority TEXT NOT NULL, internal BIGINT NOT NULL,
  created BIGINT NOT NULL, updated BIGINT NOT NULL,
  exposed BIGINT NOT NULL -- fit for customers: kept by the store
);
CREATE INDEX tickets_account ON tickets (account, exposed, created DESC, id DESC);
CREATE INDEX tickets_creator ON tickets (creator, exposed, created DESC, id DESC);
CREATE INDEX tickets_contact ON tickets (contact, exposed, created DESC, id DESC);
CREATE INDEX tickets_assigned ON tickets (assigned, exposed, created DESC, id DESC);
CREATE INDEX tickets_approver ON tickets (approver, exposed, created DESC, id DESC);
CREATE INDEX tickets_created ON tickets (created DESC, id DESC);

CREATE TABLE notes (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  ticket BIGINT NOT NULL, person BIGINT NOT NULL, author TEXT NOT NULL, internal BIGINT NOT NULL,
  text TEXT NOT NULL, created BIGINT NOT NULL
);
CREATE INDEX notes_ticket ON notes (ticket, created);

CREATE TABLE articles (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  shelf TEXT NOT NULL, slug TEXT NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL,
  audience BIGINT NOT NULL, published BIGINT NOT NULL, updated BIGINT NOT NULL,
  exposed BIGINT NOT NULL
);
CREATE INDEX articles_slug ON articles (slug);

CREATE TABLE portals (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  name TEXT NOT NULL, zone TEXT NOT NULL, registered_only BIGINT NOT NULL,
  sign_in_to_submit BIGINT NOT NULL, widget BIGINT NOT NULL, tab BIGINT NOT NULL,
  account_tickets BIGINT NOT NULL, cut_off BIGINT NOT NULL, closed BIGINT NOT NULL
);

CREATE TABLE staff (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  name TEXT NOT NULL, email TEXT NOT NULL, role TEXT NOT NULL, active BIGINT NOT NULL
);

CREATE TABLE narrowings (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  subject TEXT NOT NULL, uid TEXT NOT NULL
);
CREATE INDEX narrowings_subject ON narrowings (subject);

CREATE TABLE inbox (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  uid TEXT NOT NULL, staff BIGINT NOT NULL, edit TEXT NOT NULL, subject TEXT NOT NULL,
  about BIGINT NOT NULL, text TEXT NOT NULL, mine TEXT NOT NULL, theirs TEXT NOT NULL,
  args TEXT NOT NULL, is_open BIGINT NOT NULL, at BIGINT NOT NULL
);

CREATE TABLE history (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  n BIGINT NOT NULL, uid TEXT NOT NULL, grp TEXT NOT NULL, edit TEXT NOT NULL,
  subject TEXT NOT NULL, about BIGINT NOT NULL, actor TEXT NOT NULL, machine TEXT NOT NULL,
  reason TEXT NOT NULL, status TEXT NOT NULL, why TEXT NOT NULL, changes TEXT NOT NULL,
  at BIGINT NOT NULL, received BIGINT NOT NULL, prev TEXT NOT NULL, hash TEXT NOT NULL
);
CREATE INDEX history_about ON history (about);
CREATE INDEX history_grp ON history (grp);

-- At the server only: never handed out.
CREATE TABLE credentials (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  verifier TEXT NOT NULL
);
