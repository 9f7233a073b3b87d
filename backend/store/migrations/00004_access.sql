-- +goose Up
-- Consolidated accounts, who is set apart from the switch for requests, and what the arms of a
-- filter read: the key, whether the record is fit for customers, and the order of the page.
ALTER TABLE accounts ADD COLUMN consolidated BIGINT NOT NULL DEFAULT 0;
ALTER TABLE accounts ADD COLUMN requests BIGINT NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN requests BIGINT NOT NULL DEFAULT 0;
CREATE INDEX profiles_base ON profiles (base);

CREATE TABLE consolidations (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  account BIGINT NOT NULL, member BIGINT NOT NULL
);
CREATE INDEX consolidations_account ON consolidations (account, member);
CREATE INDEX consolidations_member ON consolidations (member, account);
CREATE INDEX accesses_account ON accesses (account, user_id);
CREATE INDEX accesses_special ON accesses (user_id, account) WHERE overrides <> '{}';

-- The arms' indexes again, with the account: whether the component is open there is asked as well.
DROP INDEX tickets_creator;
DROP INDEX tickets_contact;
DROP INDEX tickets_assigned;
DROP INDEX tickets_approver;
CREATE INDEX tickets_creator ON tickets (creator, exposed, created DESC, id DESC, account);
CREATE INDEX tickets_contact ON tickets (contact, exposed, created DESC, id DESC, account);
CREATE INDEX tickets_assigned ON tickets (assigned, exposed, created DESC, id DESC, account);
CREATE INDEX tickets_approver ON tickets (approver, exposed, created DESC, id DESC, account);
