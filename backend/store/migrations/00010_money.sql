-- +goose Up
-- What customers owe and pay, and what they sign. What a state is on a day is asked with the day.
CREATE TABLE invoices (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  number TEXT NOT NULL, account BIGINT NOT NULL, subject TEXT NOT NULL, text TEXT NOT NULL,
  currency TEXT NOT NULL, lines TEXT NOT NULL, due BIGINT NOT NULL, published BIGINT NOT NULL,
  void BIGINT NOT NULL, paid BIGINT NOT NULL, created BIGINT NOT NULL,
  state TEXT NOT NULL,    -- kept by the store
  exposed BIGINT NOT NULL -- fit for customers: kept by the store
);
CREATE INDEX invoices_account ON invoices (account, exposed, created DESC, id DESC);
CREATE INDEX invoices_number ON invoices (number);
CREATE INDEX invoices_created ON invoices (created DESC, id DESC);

CREATE TABLE payments (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  number TEXT NOT NULL, invoice BIGINT NOT NULL, account BIGINT NOT NULL, amount BIGINT NOT NULL,
  currency TEXT NOT NULL, state TEXT NOT NULL, way TEXT NOT NULL, reference TEXT NOT NULL,
  event TEXT NOT NULL, person BIGINT NOT NULL, author TEXT NOT NULL, why TEXT NOT NULL,
  created BIGINT NOT NULL,
  exposed BIGINT NOT NULL
);
CREATE INDEX payments_account ON payments (account, exposed, created DESC, id DESC);
CREATE INDEX payments_invoice ON payments (invoice, created);
CREATE INDEX payments_event ON payments (event) WHERE event <> '';
CREATE INDEX payments_created ON payments (created DESC, id DESC);

CREATE TABLE quotations (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  number TEXT NOT NULL, account BIGINT NOT NULL, contact BIGINT NOT NULL, subject TEXT NOT NULL,
  text TEXT NOT NULL, currency TEXT NOT NULL, lines TEXT NOT NULL, until BIGINT NOT NULL,
  published BIGINT NOT NULL, withdrawn BIGINT NOT NULL, signed BIGINT NOT NULL,
  created BIGINT NOT NULL,
  state TEXT NOT NULL, exposed BIGINT NOT NULL
);
CREATE INDEX quotations_account ON quotations (account, exposed, created DESC, id DESC);
CREATE INDEX quotations_contact ON quotations (contact, exposed, created DESC, id DESC, account);
CREATE INDEX quotations_created ON quotations (created DESC, id DESC);

CREATE TABLE sales_orders (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  number TEXT NOT NULL, account BIGINT NOT NULL, contact BIGINT NOT NULL, subject TEXT NOT NULL,
  text TEXT NOT NULL, currency TEXT NOT NULL, lines TEXT NOT NULL, until BIGINT NOT NULL,
  published BIGINT NOT NULL, withdrawn BIGINT NOT NULL, signed BIGINT NOT NULL,
  created BIGINT NOT NULL,
  state TEXT NOT NULL, exposed BIGINT NOT NULL
);
CREATE INDEX sales_orders_account ON sales_orders (account, exposed, created DESC, id DESC);
CREATE INDEX sales_orders_contact
  ON sales_orders (contact, exposed, created DESC, id DESC, account);
CREATE INDEX sales_orders_created ON sales_orders (created DESC, id DESC);

CREATE TABLE signatures (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  owner TEXT NOT NULL, owner_id BIGINT NOT NULL, account BIGINT NOT NULL, person BIGINT NOT NULL,
  name TEXT NOT NULL, email TEXT NOT NULL, ip TEXT NOT NULL, version TEXT NOT NULL,
  pin BIGINT NOT NULL, created BIGINT NOT NULL
);
CREATE INDEX signatures_owner_id ON signatures (owner_id, created);

ALTER TABLE portals ADD COLUMN payment_link TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN pin TEXT NOT NULL DEFAULT '';

-- At the server only: never handed out.
CREATE TABLE pins (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  verifier TEXT NOT NULL
);
