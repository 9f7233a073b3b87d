-- +goose Up
-- Projects with their parts (A2, A5, A9-A17). Whoever is on a project's team is kept beside it, for
-- the arm of the relation team.
CREATE TABLE projects (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  number TEXT NOT NULL, name TEXT NOT NULL, account BIGINT NOT NULL, text TEXT NOT NULL,
  state TEXT NOT NULL, start_day BIGINT NOT NULL, end_day BIGINT NOT NULL, team TEXT NOT NULL,
  manager TEXT NOT NULL, created BIGINT NOT NULL
);
CREATE INDEX projects_account ON projects (account, created DESC, id DESC);

CREATE TABLE project_team (
  project BIGINT NOT NULL, person BIGINT NOT NULL,
  PRIMARY KEY (person, project)
);
CREATE INDEX project_team_project ON project_team (project);

CREATE TABLE tasks (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  project BIGINT NOT NULL, account BIGINT NOT NULL, assigned BIGINT NOT NULL, name TEXT NOT NULL,
  text TEXT NOT NULL, due BIGINT NOT NULL, done BIGINT NOT NULL, minutes BIGINT NOT NULL,
  created BIGINT NOT NULL
);
CREATE INDEX tasks_project ON tasks (project, created);
CREATE INDEX tasks_assigned ON tasks (assigned, created DESC, id DESC, account);
CREATE INDEX tasks_account ON tasks (account, created DESC, id DESC);

CREATE TABLE phases (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  project BIGINT NOT NULL, name TEXT NOT NULL, start_day BIGINT NOT NULL, end_day BIGINT NOT NULL,
  done BIGINT NOT NULL, minutes BIGINT NOT NULL
);
CREATE INDEX phases_project ON phases (project);

CREATE TABLE project_notes (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  project BIGINT NOT NULL, person BIGINT NOT NULL, author TEXT NOT NULL, internal BIGINT NOT NULL,
  mail BIGINT NOT NULL, text TEXT NOT NULL, created BIGINT NOT NULL
);
CREATE INDEX project_notes_project ON project_notes (project, created);

CREATE TABLE appointments (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  project BIGINT NOT NULL, name TEXT NOT NULL, place TEXT NOT NULL, text TEXT NOT NULL,
  begins BIGINT NOT NULL, ends BIGINT NOT NULL
);
CREATE INDEX appointments_project ON appointments (project, begins);

CREATE TABLE issues (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  project BIGINT NOT NULL, person BIGINT NOT NULL, author TEXT NOT NULL, name TEXT NOT NULL,
  text TEXT NOT NULL, closed BIGINT NOT NULL, created BIGINT NOT NULL
);
CREATE INDEX issues_project ON issues (project, created);

CREATE TABLE charges (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  project BIGINT NOT NULL, name TEXT NOT NULL, day BIGINT NOT NULL, amount BIGINT NOT NULL,
  currency TEXT NOT NULL
);
CREATE INDEX charges_project ON charges (project);

-- Orders, with what the office alone sees of them (N4, N6-N9).
CREATE TABLE orders (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  number TEXT NOT NULL, name TEXT NOT NULL, account BIGINT NOT NULL, contact BIGINT NOT NULL,
  creator BIGINT NOT NULL, status TEXT NOT NULL, deadline BIGINT NOT NULL, type BIGINT NOT NULL,
  flags TEXT NOT NULL, info TEXT NOT NULL, created BIGINT NOT NULL
);
CREATE INDEX orders_account ON orders (account, created DESC, id DESC);
CREATE INDEX orders_contact ON orders (contact, created DESC, id DESC, account);
CREATE INDEX orders_creator ON orders (creator, created DESC, id DESC, account);
CREATE INDEX orders_type ON orders (type);

CREATE TABLE order_types (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  name TEXT NOT NULL, fields TEXT NOT NULL
);

CREATE TABLE flags (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  name TEXT NOT NULL, look TEXT NOT NULL, customer BIGINT NOT NULL
);

CREATE TABLE order_tasks (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  of_order BIGINT NOT NULL, account BIGINT NOT NULL, name TEXT NOT NULL, text TEXT NOT NULL,
  staff BIGINT NOT NULL, done BIGINT NOT NULL, created BIGINT NOT NULL
);
CREATE INDEX order_tasks_of_order ON order_tasks (of_order, created);

-- Documents (C11): public, private to a contact, or a project's.
CREATE TABLE documents (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  name TEXT NOT NULL, text TEXT NOT NULL, account BIGINT NOT NULL, contact BIGINT NOT NULL,
  project BIGINT NOT NULL, public BIGINT NOT NULL, shown BIGINT NOT NULL, person BIGINT NOT NULL,
  author TEXT NOT NULL, created BIGINT NOT NULL, audience BIGINT NOT NULL
);
CREATE INDEX documents_audience ON documents (audience, shown, created DESC, id DESC, account);
CREATE INDEX documents_contact ON documents (contact, shown, created DESC, id DESC, account);
CREATE INDEX documents_project ON documents (project, shown, created DESC, id DESC, account);
CREATE INDEX documents_account ON documents (account, shown, created DESC, id DESC);

-- Documentation (A26, A39): configuration items and software licences.
CREATE TABLE configuration_items (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  account BIGINT NOT NULL, name TEXT NOT NULL, sort TEXT NOT NULL, address TEXT NOT NULL,
  text TEXT NOT NULL, username TEXT NOT NULL, sealed TEXT NOT NULL, warranty BIGINT NOT NULL,
  expires BIGINT NOT NULL, created BIGINT NOT NULL
);
CREATE INDEX configuration_items_account
  ON configuration_items (account, created DESC, id DESC);

CREATE TABLE licences (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  account BIGINT NOT NULL, name TEXT NOT NULL, vendor TEXT NOT NULL, contract TEXT NOT NULL,
  seats BIGINT NOT NULL, expires BIGINT NOT NULL, created BIGINT NOT NULL
);
CREATE INDEX licences_account ON licences (account, created DESC, id DESC);
