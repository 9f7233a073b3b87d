-- What the migrations make, all together. Written by a test: go test -update.

CREATE TABLE absences (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  account BIGINT NOT NULL, person BIGINT NOT NULL, staff BIGINT NOT NULL,
  name TEXT NOT NULL, first_day BIGINT NOT NULL, last_day BIGINT NOT NULL,
  deputy TEXT NOT NULL, text TEXT NOT NULL, created BIGINT NOT NULL
);

CREATE TABLE accesses (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  user_id BIGINT NOT NULL, account BIGINT NOT NULL, profile BIGINT NOT NULL,
  start_day BIGINT NOT NULL, end_day BIGINT NOT NULL, closed BIGINT NOT NULL,
  overrides TEXT NOT NULL, can_sign BIGINT NOT NULL, pin_reset BIGINT NOT NULL,
  granted_by TEXT NOT NULL, reason TEXT NOT NULL
, given BIGINT NOT NULL DEFAULT 0, confirmed BIGINT NOT NULL DEFAULT 0, confirmed_by TEXT NOT NULL DEFAULT '', answered BIGINT NOT NULL DEFAULT 0);

CREATE TABLE accounts (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  name TEXT NOT NULL, folded TEXT NOT NULL, parent BIGINT NOT NULL,
  street TEXT NOT NULL, city TEXT NOT NULL, region TEXT NOT NULL, zip TEXT NOT NULL,
  country TEXT NOT NULL, phone TEXT NOT NULL, web TEXT NOT NULL,
  primary_contact BIGINT NOT NULL, billing_contact BIGINT NOT NULL,
  active BIGINT NOT NULL, portal BIGINT NOT NULL, closed BIGINT NOT NULL,
  open BIGINT NOT NULL DEFAULT 0 -- components open here, parents included: kept by the store
, consolidated BIGINT NOT NULL DEFAULT 0, requests BIGINT NOT NULL DEFAULT 0, manager BIGINT NOT NULL DEFAULT 0);

CREATE TABLE acked (
  uid TEXT PRIMARY KEY, seq BIGINT NOT NULL, ver BIGINT NOT NULL, status TEXT NOT NULL,
  why TEXT NOT NULL, body TEXT NOT NULL
);

CREATE TABLE allowances (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  account BIGINT NOT NULL, sort TEXT NOT NULL, name TEXT NOT NULL,
  amount BIGINT NOT NULL, currency TEXT NOT NULL, first_day BIGINT NOT NULL,
  last_day BIGINT NOT NULL, created BIGINT NOT NULL
);

CREATE TABLE applied (
  copy TEXT NOT NULL, seq BIGINT NOT NULL, uid TEXT NOT NULL, status TEXT NOT NULL,
  why TEXT NOT NULL, inbox BIGINT NOT NULL, ver BIGINT NOT NULL, PRIMARY KEY (copy, seq)
);

CREATE TABLE appointments (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  project BIGINT NOT NULL, name TEXT NOT NULL, place TEXT NOT NULL, text TEXT NOT NULL,
  begins BIGINT NOT NULL, ends BIGINT NOT NULL
);

CREATE TABLE article_categories (
  article BIGINT NOT NULL, category BIGINT NOT NULL, PRIMARY KEY (article, category)
);

CREATE TABLE articles (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  shelf TEXT NOT NULL, slug TEXT NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL,
  audience BIGINT NOT NULL, published BIGINT NOT NULL, updated BIGINT NOT NULL,
  exposed BIGINT NOT NULL
, categories TEXT NOT NULL DEFAULT '', related TEXT NOT NULL DEFAULT '', folded TEXT NOT NULL DEFAULT '');

CREATE TABLE attempts (
  subject TEXT PRIMARY KEY, failures BIGINT NOT NULL, last BIGINT NOT NULL
);

CREATE TABLE categories (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  name TEXT NOT NULL
);

CREATE TABLE challenges (
  hash TEXT PRIMARY KEY, expires BIGINT NOT NULL
);

CREATE TABLE charges (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  project BIGINT NOT NULL, name TEXT NOT NULL, day BIGINT NOT NULL, amount BIGINT NOT NULL,
  currency TEXT NOT NULL
);

CREATE TABLE chat_messages (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  conversation BIGINT NOT NULL, account BIGINT NOT NULL, customer BIGINT NOT NULL,
  staff BIGINT NOT NULL, author TEXT NOT NULL, text TEXT NOT NULL, created BIGINT NOT NULL
);

CREATE TABLE checkpoints (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  hash TEXT NOT NULL, at BIGINT NOT NULL, public_key TEXT NOT NULL, signature TEXT NOT NULL
);

CREATE TABLE closings (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  account BIGINT NOT NULL, name TEXT NOT NULL, first_day BIGINT NOT NULL,
  last_day BIGINT NOT NULL, weekdays BIGINT NOT NULL, start_minute BIGINT NOT NULL,
  end_minute BIGINT NOT NULL, created BIGINT NOT NULL
);

CREATE TABLE computers (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  machine TEXT NOT NULL, name TEXT NOT NULL, staff BIGINT NOT NULL, paired BIGINT NOT NULL,
  revoked BIGINT NOT NULL
);

CREATE TABLE configuration_items (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  account BIGINT NOT NULL, name TEXT NOT NULL, sort TEXT NOT NULL, address TEXT NOT NULL,
  text TEXT NOT NULL, username TEXT NOT NULL, sealed TEXT NOT NULL, warranty BIGINT NOT NULL,
  expires BIGINT NOT NULL, created BIGINT NOT NULL
);

CREATE TABLE consolidations (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  account BIGINT NOT NULL, member BIGINT NOT NULL
);

CREATE TABLE contents (
  hash TEXT PRIMARY KEY, data BLOB NOT NULL
);

CREATE TABLE conversations (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  account BIGINT NOT NULL, person BIGINT NOT NULL, name TEXT NOT NULL, closed BIGINT NOT NULL,
  waits BIGINT NOT NULL, created BIGINT NOT NULL, updated BIGINT NOT NULL
);

CREATE TABLE copies (
  id TEXT PRIMARY KEY, machine TEXT NOT NULL, lmid BIGINT NOT NULL
);

CREATE TABLE credentials (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  verifier TEXT NOT NULL
);

CREATE TABLE documents (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  name TEXT NOT NULL, text TEXT NOT NULL, account BIGINT NOT NULL, contact BIGINT NOT NULL,
  project BIGINT NOT NULL, public BIGINT NOT NULL, shown BIGINT NOT NULL, person BIGINT NOT NULL,
  author TEXT NOT NULL, created BIGINT NOT NULL, audience BIGINT NOT NULL
);

CREATE TABLE draws (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  allowance BIGINT NOT NULL, amount BIGINT NOT NULL, text TEXT NOT NULL,
  author TEXT NOT NULL, internal TEXT NOT NULL, day BIGINT NOT NULL,
  created BIGINT NOT NULL
);

CREATE TABLE elevations (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  account BIGINT NOT NULL, user_id BIGINT NOT NULL, person BIGINT NOT NULL,
  asker BIGINT NOT NULL, name TEXT NOT NULL, profile BIGINT NOT NULL,
  reason TEXT NOT NULL, state TEXT NOT NULL, note TEXT NOT NULL,
  decider TEXT NOT NULL, created BIGINT NOT NULL, decided BIGINT NOT NULL
);

CREATE TABLE epochs (
  epoch BIGINT NOT NULL, forked_at BIGINT NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (epoch)
);

CREATE TABLE feedbacks (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  article BIGINT NOT NULL, version BIGINT NOT NULL, person BIGINT NOT NULL, author TEXT NOT NULL,
  stars BIGINT NOT NULL, comment TEXT NOT NULL, created BIGINT NOT NULL
);

CREATE TABLE file_types (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  name TEXT NOT NULL, customer BIGINT NOT NULL
);

CREATE TABLE files (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  owner TEXT NOT NULL, owner_id BIGINT NOT NULL, type BIGINT NOT NULL, name TEXT NOT NULL,
  media TEXT NOT NULL, size BIGINT NOT NULL, hash TEXT NOT NULL, internal BIGINT NOT NULL,
  person BIGINT NOT NULL, author TEXT NOT NULL, created BIGINT NOT NULL
);

CREATE TABLE flags (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  name TEXT NOT NULL, look TEXT NOT NULL, customer BIGINT NOT NULL
);

CREATE TABLE forums (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  name TEXT NOT NULL, about TEXT NOT NULL, audience BIGINT NOT NULL, hidden BIGINT NOT NULL,
  created BIGINT NOT NULL, exposed BIGINT NOT NULL
);

CREATE TABLE history (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  n BIGINT NOT NULL, uid TEXT NOT NULL, grp TEXT NOT NULL, edit TEXT NOT NULL,
  subject TEXT NOT NULL, about BIGINT NOT NULL, actor TEXT NOT NULL, machine TEXT NOT NULL,
  reason TEXT NOT NULL, status TEXT NOT NULL, why TEXT NOT NULL, changes TEXT NOT NULL,
  at BIGINT NOT NULL, received BIGINT NOT NULL, prev TEXT NOT NULL, hash TEXT NOT NULL
, about_kind TEXT NOT NULL DEFAULT '', staff BIGINT NOT NULL DEFAULT 0);

CREATE TABLE inbox (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  uid TEXT NOT NULL, staff BIGINT NOT NULL, edit TEXT NOT NULL, subject TEXT NOT NULL,
  about BIGINT NOT NULL, text TEXT NOT NULL, mine TEXT NOT NULL, theirs TEXT NOT NULL,
  args TEXT NOT NULL, is_open BIGINT NOT NULL, at BIGINT NOT NULL
, about_kind TEXT NOT NULL DEFAULT '', grp TEXT NOT NULL DEFAULT '', by_name TEXT NOT NULL DEFAULT '', by_machine TEXT NOT NULL DEFAULT '', by_when BIGINT NOT NULL DEFAULT 0, other TEXT NOT NULL DEFAULT '', clashes TEXT NOT NULL DEFAULT '');

CREATE TABLE invites (
  code_hash TEXT PRIMARY KEY, staff BIGINT NOT NULL, expires BIGINT NOT NULL
);

CREATE TABLE invoices (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  number TEXT NOT NULL, account BIGINT NOT NULL, subject TEXT NOT NULL, text TEXT NOT NULL,
  currency TEXT NOT NULL, lines TEXT NOT NULL, due BIGINT NOT NULL, published BIGINT NOT NULL,
  void BIGINT NOT NULL, paid BIGINT NOT NULL, created BIGINT NOT NULL,
  state TEXT NOT NULL,    -- kept by the store
  exposed BIGINT NOT NULL -- fit for customers: kept by the store
);

CREATE TABLE issues (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  project BIGINT NOT NULL, person BIGINT NOT NULL, author TEXT NOT NULL, name TEXT NOT NULL,
  text TEXT NOT NULL, closed BIGINT NOT NULL, created BIGINT NOT NULL
);

CREATE TABLE licences (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  account BIGINT NOT NULL, name TEXT NOT NULL, vendor TEXT NOT NULL, contract TEXT NOT NULL,
  seats BIGINT NOT NULL, expires BIGINT NOT NULL, created BIGINT NOT NULL
);

CREATE TABLE limits (
  subject TEXT NOT NULL, next BIGINT NOT NULL, PRIMARY KEY (subject)
);

CREATE TABLE lineage (
  id INTEGER PRIMARY KEY, portal TEXT NOT NULL, epoch BIGINT NOT NULL, version BIGINT NOT NULL,
  history_n BIGINT NOT NULL, history_hash TEXT NOT NULL, horizon BIGINT NOT NULL
, durable BIGINT NOT NULL DEFAULT 0, public_key TEXT NOT NULL DEFAULT '', head_signature TEXT NOT NULL DEFAULT '', moved TEXT NOT NULL DEFAULT '');

CREATE TABLE links (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  hash TEXT NOT NULL, user_id BIGINT NOT NULL, purpose TEXT NOT NULL, expires BIGINT NOT NULL
, staff BIGINT NOT NULL DEFAULT 0);

CREATE TABLE machines (
  id TEXT PRIMARY KEY, staff BIGINT NOT NULL, name TEXT NOT NULL, public_key TEXT NOT NULL,
  token_hash TEXT NOT NULL, paired BIGINT NOT NULL, revoked BIGINT NOT NULL
, seen BIGINT NOT NULL DEFAULT 0);

CREATE TABLE mails (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  address TEXT NOT NULL, user_id BIGINT NOT NULL, lang TEXT NOT NULL, template TEXT NOT NULL,
  args TEXT NOT NULL, link TEXT NOT NULL, created BIGINT NOT NULL, due BIGINT NOT NULL,
  tries BIGINT NOT NULL, state TEXT NOT NULL, last_error TEXT NOT NULL
);

CREATE TABLE message_audiences (
  message BIGINT NOT NULL, audience BIGINT NOT NULL, PRIMARY KEY (message, audience)
);

CREATE TABLE messages (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  heading TEXT NOT NULL, text TEXT NOT NULL, audiences TEXT NOT NULL, days_from BIGINT NOT NULL,
  days_to BIGINT NOT NULL, created BIGINT NOT NULL
);

CREATE TABLE meta (
  name TEXT PRIMARY KEY, value TEXT NOT NULL
);

CREATE TABLE modules (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  name TEXT NOT NULL, text TEXT NOT NULL, price BIGINT NOT NULL,
  currency TEXT NOT NULL, period TEXT NOT NULL, is_off BIGINT NOT NULL,
  created BIGINT NOT NULL
);

CREATE TABLE narrowings (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  subject TEXT NOT NULL, uid TEXT NOT NULL
);

CREATE TABLE notes (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  ticket BIGINT NOT NULL, person BIGINT NOT NULL, author TEXT NOT NULL, internal BIGINT NOT NULL,
  text TEXT NOT NULL, created BIGINT NOT NULL
);

CREATE TABLE order_tasks (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  of_order BIGINT NOT NULL, account BIGINT NOT NULL, name TEXT NOT NULL, text TEXT NOT NULL,
  staff BIGINT NOT NULL, done BIGINT NOT NULL, created BIGINT NOT NULL
);

CREATE TABLE order_types (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  name TEXT NOT NULL, fields TEXT NOT NULL
);

CREATE TABLE orders (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  number TEXT NOT NULL, name TEXT NOT NULL, account BIGINT NOT NULL, contact BIGINT NOT NULL,
  creator BIGINT NOT NULL, status TEXT NOT NULL, deadline BIGINT NOT NULL, type BIGINT NOT NULL,
  flags TEXT NOT NULL, info TEXT NOT NULL, created BIGINT NOT NULL
);

CREATE TABLE outbox (
  seq INTEGER PRIMARY KEY, uid TEXT NOT NULL, name TEXT NOT NULL, narrow BIGINT NOT NULL,
  body TEXT NOT NULL
);

CREATE TABLE pairings (
  handle_hash TEXT PRIMARY KEY, code_hash TEXT NOT NULL UNIQUE, computer TEXT NOT NULL,
  public_key TEXT NOT NULL, box_key TEXT NOT NULL, expires BIGINT NOT NULL, machine TEXT NOT NULL
);

CREATE TABLE passkeys (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  user_id BIGINT NOT NULL, name TEXT NOT NULL, credential TEXT NOT NULL,
  created BIGINT NOT NULL, used BIGINT NOT NULL
);

CREATE TABLE payments (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  number TEXT NOT NULL, invoice BIGINT NOT NULL, account BIGINT NOT NULL, amount BIGINT NOT NULL,
  currency TEXT NOT NULL, state TEXT NOT NULL, way TEXT NOT NULL, reference TEXT NOT NULL,
  event TEXT NOT NULL, person BIGINT NOT NULL, author TEXT NOT NULL, why TEXT NOT NULL,
  created BIGINT NOT NULL,
  exposed BIGINT NOT NULL
);

CREATE TABLE people (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  account BIGINT NOT NULL, lead BIGINT NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL,
  email TEXT NOT NULL, folded TEXT NOT NULL, phone TEXT NOT NULL, mobile TEXT NOT NULL,
  job_title TEXT NOT NULL
);

CREATE TABLE phases (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  project BIGINT NOT NULL, name TEXT NOT NULL, start_day BIGINT NOT NULL, end_day BIGINT NOT NULL,
  done BIGINT NOT NULL, minutes BIGINT NOT NULL
);

CREATE TABLE pins (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  verifier TEXT NOT NULL
);

CREATE TABLE portals (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  name TEXT NOT NULL, zone TEXT NOT NULL, registered_only BIGINT NOT NULL,
  sign_in_to_submit BIGINT NOT NULL, widget BIGINT NOT NULL, tab BIGINT NOT NULL,
  account_tickets BIGINT NOT NULL, cut_off BIGINT NOT NULL, closed BIGINT NOT NULL
, payment_link TEXT NOT NULL DEFAULT '', old_tickets TEXT NOT NULL DEFAULT '', managers_raise BIGINT NOT NULL DEFAULT 0, second_factor BIGINT NOT NULL DEFAULT 0, accent TEXT NOT NULL DEFAULT '');

CREATE TABLE posts (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  topic BIGINT NOT NULL, person BIGINT NOT NULL, author TEXT NOT NULL, text TEXT NOT NULL,
  hidden BIGINT NOT NULL, created BIGINT NOT NULL
);

CREATE TABLE profiles (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  name TEXT NOT NULL, folded TEXT NOT NULL, description TEXT NOT NULL, is_system BIGINT NOT NULL,
  assignable BIGINT NOT NULL, base BIGINT NOT NULL, matrix TEXT NOT NULL
);

CREATE TABLE project_notes (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  project BIGINT NOT NULL, person BIGINT NOT NULL, author TEXT NOT NULL, internal BIGINT NOT NULL,
  mail BIGINT NOT NULL, text TEXT NOT NULL, created BIGINT NOT NULL
);

CREATE TABLE project_team (
  project BIGINT NOT NULL, person BIGINT NOT NULL,
  PRIMARY KEY (person, project)
);

CREATE TABLE projects (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  number TEXT NOT NULL, name TEXT NOT NULL, account BIGINT NOT NULL, text TEXT NOT NULL,
  state TEXT NOT NULL, start_day BIGINT NOT NULL, end_day BIGINT NOT NULL, team TEXT NOT NULL,
  manager TEXT NOT NULL, created BIGINT NOT NULL
);

CREATE TABLE provisions (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL, external TEXT NOT NULL, gone BIGINT NOT NULL
);

CREATE TABLE quarantine (
  uid TEXT NOT NULL, machine TEXT NOT NULL, copy TEXT NOT NULL, seq BIGINT NOT NULL,
  narrow BIGINT NOT NULL, body TEXT NOT NULL, received BIGINT NOT NULL, PRIMARY KEY (uid)
);

CREATE TABLE queues (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  account BIGINT NOT NULL, name TEXT NOT NULL, text TEXT NOT NULL,
  created BIGINT NOT NULL
);

CREATE TABLE quotations (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  number TEXT NOT NULL, account BIGINT NOT NULL, contact BIGINT NOT NULL, subject TEXT NOT NULL,
  text TEXT NOT NULL, currency TEXT NOT NULL, lines TEXT NOT NULL, until BIGINT NOT NULL,
  published BIGINT NOT NULL, withdrawn BIGINT NOT NULL, signed BIGINT NOT NULL,
  created BIGINT NOT NULL,
  state TEXT NOT NULL, exposed BIGINT NOT NULL
);

CREATE TABLE request_types (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  account BIGINT NOT NULL, name TEXT NOT NULL, text TEXT NOT NULL,
  queue BIGINT NOT NULL, priority TEXT NOT NULL, approver BIGINT NOT NULL,
  is_off BIGINT NOT NULL, created BIGINT NOT NULL
);

CREATE TABLE reviews (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  name TEXT NOT NULL, profile BIGINT NOT NULL, account BIGINT NOT NULL,
  months BIGINT NOT NULL, days BIGINT NOT NULL, silence TEXT NOT NULL, staff BIGINT NOT NULL,
  begins BIGINT NOT NULL, began BIGINT NOT NULL, due BIGINT NOT NULL
);

CREATE TABLE sales_orders (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  number TEXT NOT NULL, account BIGINT NOT NULL, contact BIGINT NOT NULL, subject TEXT NOT NULL,
  text TEXT NOT NULL, currency TEXT NOT NULL, lines TEXT NOT NULL, until BIGINT NOT NULL,
  published BIGINT NOT NULL, withdrawn BIGINT NOT NULL, signed BIGINT NOT NULL,
  created BIGINT NOT NULL,
  state TEXT NOT NULL, exposed BIGINT NOT NULL
);

CREATE TABLE second_factors (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  sealed TEXT NOT NULL, stamp TEXT NOT NULL, step BIGINT NOT NULL
);

CREATE TABLE sessions (
  token TEXT PRIMARY KEY, data BLOB NOT NULL, expires BIGINT NOT NULL
);

CREATE TABLE signatures (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  owner TEXT NOT NULL, owner_id BIGINT NOT NULL, account BIGINT NOT NULL, person BIGINT NOT NULL,
  name TEXT NOT NULL, email TEXT NOT NULL, ip TEXT NOT NULL, version TEXT NOT NULL,
  pin BIGINT NOT NULL, created BIGINT NOT NULL
);

CREATE TABLE staff (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  name TEXT NOT NULL, email TEXT NOT NULL, role TEXT NOT NULL, active BIGINT NOT NULL
);

CREATE TABLE staff_logins (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  verifier TEXT NOT NULL, sealed TEXT NOT NULL, stamp TEXT NOT NULL, step BIGINT NOT NULL
);

CREATE TABLE stage (
  n INTEGER PRIMARY KEY, kind TEXT NOT NULL, id BIGINT NOT NULL, ver BIGINT NOT NULL, body TEXT
);

CREATE TABLE subscriptions (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  account BIGINT NOT NULL, module BIGINT NOT NULL, name TEXT NOT NULL,
  price BIGINT NOT NULL, currency TEXT NOT NULL, period TEXT NOT NULL,
  first_day BIGINT NOT NULL, last_day BIGINT NOT NULL, added_by TEXT NOT NULL,
  removed_by TEXT NOT NULL, created BIGINT NOT NULL
);

CREATE TABLE suggestions (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  account BIGINT NOT NULL, article BIGINT NOT NULL, base BIGINT NOT NULL, person BIGINT NOT NULL,
  author TEXT NOT NULL, heading TEXT NOT NULL, text TEXT NOT NULL, state TEXT NOT NULL,
  answer TEXT NOT NULL, created BIGINT NOT NULL, decided BIGINT NOT NULL
);

CREATE TABLE sums (
  side TEXT NOT NULL, kind TEXT NOT NULL, sum BIGINT NOT NULL, n BIGINT NOT NULL,
  PRIMARY KEY (side, kind)
);

CREATE TABLE sync_idx (
  office TEXT NOT NULL, kind TEXT NOT NULL, id BIGINT NOT NULL, ver BIGINT NOT NULL,
  del BIGINT NOT NULL, PRIMARY KEY (office, kind, id)
);

CREATE TABLE tasks (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  project BIGINT NOT NULL, account BIGINT NOT NULL, assigned BIGINT NOT NULL, name TEXT NOT NULL,
  text TEXT NOT NULL, due BIGINT NOT NULL, done BIGINT NOT NULL, minutes BIGINT NOT NULL,
  created BIGINT NOT NULL
);

CREATE TABLE tickets (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  number TEXT NOT NULL, account BIGINT NOT NULL, creator BIGINT NOT NULL, contact BIGINT NOT NULL,
  assigned BIGINT NOT NULL, approver BIGINT NOT NULL, subject TEXT NOT NULL, text TEXT NOT NULL,
  status TEXT NOT NULL, priority TEXT NOT NULL, internal BIGINT NOT NULL,
  created BIGINT NOT NULL, updated BIGINT NOT NULL,
  exposed BIGINT NOT NULL -- fit for customers: kept by the store
, from_name TEXT NOT NULL DEFAULT '', email TEXT NOT NULL DEFAULT '', type BIGINT NOT NULL DEFAULT 0, queue BIGINT NOT NULL DEFAULT 0, vendor BIGINT NOT NULL DEFAULT 0, agent BIGINT NOT NULL DEFAULT 0, approval TEXT NOT NULL DEFAULT '', approval_note TEXT NOT NULL DEFAULT '', answered BIGINT NOT NULL DEFAULT 0);

CREATE TABLE tokens (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  hash TEXT NOT NULL, name TEXT NOT NULL, for_use TEXT NOT NULL, account BIGINT NOT NULL,
  by_default BIGINT NOT NULL, made BIGINT NOT NULL, expires BIGINT NOT NULL,
  revoked BIGINT NOT NULL
);

CREATE TABLE topics (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  forum BIGINT NOT NULL, audience BIGINT NOT NULL, person BIGINT NOT NULL, author TEXT NOT NULL,
  subject TEXT NOT NULL, hidden BIGINT NOT NULL, posts BIGINT NOT NULL, created BIGINT NOT NULL,
  updated BIGINT NOT NULL, exposed BIGINT NOT NULL
);

CREATE TABLE undo (
  kind TEXT NOT NULL, id BIGINT NOT NULL, ver BIGINT NOT NULL, body TEXT, PRIMARY KEY (kind, id)
);

CREATE TABLE user_lines (
  user_id INTEGER PRIMARY KEY, person BIGINT NOT NULL, account BIGINT NOT NULL,
  name TEXT NOT NULL, email TEXT NOT NULL, company TEXT NOT NULL, profile TEXT NOT NULL
);

CREATE VIRTUAL TABLE user_search USING fts5 (
  name, email, company, content = 'user_lines', content_rowid = 'user_id',
  tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3'
);

CREATE TABLE users (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  person BIGINT NOT NULL, username TEXT NOT NULL, folded TEXT NOT NULL,
  consolidated BIGINT NOT NULL, active BIGINT NOT NULL, portal_user BIGINT NOT NULL,
  role_group BIGINT NOT NULL, support_from BIGINT NOT NULL, support_to BIGINT NOT NULL,
  password_set BIGINT NOT NULL, must_change BIGINT NOT NULL, locked BIGINT NOT NULL,
  last_seen BIGINT NOT NULL
, requests BIGINT NOT NULL DEFAULT 0, lang TEXT NOT NULL DEFAULT '', pin TEXT NOT NULL DEFAULT '', second_factor BIGINT NOT NULL DEFAULT 0, passkeys BIGINT NOT NULL DEFAULT 0);

CREATE TABLE vendors (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  account BIGINT NOT NULL, name TEXT NOT NULL, contact TEXT NOT NULL,
  email TEXT NOT NULL, phone TEXT NOT NULL, web TEXT NOT NULL,
  number TEXT NOT NULL, text TEXT NOT NULL, created BIGINT NOT NULL
);

CREATE TABLE visits (
  id INTEGER PRIMARY KEY, user_id BIGINT NOT NULL, staff BIGINT NOT NULL, device TEXT NOT NULL,
  address TEXT NOT NULL, stamp TEXT NOT NULL, begun BIGINT NOT NULL, seen BIGINT NOT NULL
);

CREATE INDEX absences_account ON absences (account, created DESC, id DESC);

CREATE INDEX accesses_account ON accesses (account, user_id);

CREATE INDEX accesses_answered ON accesses (answered, confirmed);

CREATE INDEX accesses_profile ON accesses (profile, answered, confirmed);

CREATE INDEX accesses_special ON accesses (user_id, account) WHERE overrides <> '{}';

CREATE INDEX accesses_there ON accesses (account, answered, confirmed);

CREATE INDEX accesses_user ON accesses (user_id);

CREATE INDEX accounts_folded ON accounts (folded);

CREATE INDEX accounts_parent ON accounts (parent);

CREATE INDEX acked_ver ON acked (ver);

CREATE INDEX allowances_account ON allowances (account, created DESC, id DESC);

CREATE INDEX applied_uid ON applied (uid);

CREATE INDEX appointments_project ON appointments (project, begins);

CREATE INDEX article_categories_category ON article_categories (category, article);

CREATE INDEX articles_date ON articles (shelf, exposed, updated DESC, id DESC, audience);

CREATE INDEX articles_slug ON articles (slug);

CREATE INDEX articles_title ON articles (shelf, exposed, folded, id, audience);

CREATE INDEX charges_project ON charges (project);

CREATE INDEX chat_messages_conversation
  ON chat_messages (conversation, created DESC, id DESC, customer, account);

CREATE INDEX closings_account ON closings (account, created DESC, id DESC);

CREATE INDEX configuration_items_account
  ON configuration_items (account, created DESC, id DESC);

CREATE INDEX consolidations_account ON consolidations (account, member);

CREATE INDEX consolidations_member ON consolidations (member, account);

CREATE INDEX conversations_person ON conversations (person);

CREATE INDEX conversations_ver ON conversations (ver);

CREATE INDEX conversations_waits ON conversations (waits, updated DESC, id DESC);

CREATE INDEX documents_account ON documents (account, shown, created DESC, id DESC);

CREATE INDEX documents_audience ON documents (audience, shown, created DESC, id DESC, account);

CREATE INDEX documents_contact ON documents (contact, shown, created DESC, id DESC, account);

CREATE INDEX documents_project ON documents (project, shown, created DESC, id DESC, account);

CREATE INDEX draws_allowance ON draws (allowance, created);

CREATE INDEX elevations_account ON elevations (account, created DESC, id DESC);

CREATE INDEX elevations_user_id ON elevations (user_id, created);

CREATE INDEX feedbacks_article ON feedbacks (article, created);

CREATE INDEX files_hash ON files (hash);

CREATE INDEX files_owner_id ON files (owner_id, created);

CREATE INDEX forums_audience ON forums (audience, exposed, created DESC, id DESC);

CREATE INDEX history_about ON history (about);

CREATE INDEX history_actor ON history (actor, n DESC, uid DESC);

CREATE INDEX history_edit ON history (edit, n DESC, uid DESC);

CREATE INDEX history_group ON history (grp, n DESC, uid DESC);

CREATE INDEX history_machine ON history (machine, n DESC, uid DESC);

CREATE INDEX history_newest ON history (n DESC, uid DESC);

CREATE INDEX history_subject ON history (subject, n DESC, uid DESC);

CREATE INDEX invoices_account ON invoices (account, exposed, created DESC, id DESC);

CREATE INDEX invoices_created ON invoices (created DESC, id DESC);

CREATE INDEX invoices_number ON invoices (number);

CREATE INDEX issues_project ON issues (project, created);

CREATE INDEX licences_account ON licences (account, created DESC, id DESC);

CREATE INDEX links_staff ON links (staff);

CREATE INDEX links_user ON links (user_id);

CREATE INDEX mails_due ON mails (due, id) WHERE state = 'queued';

CREATE INDEX mails_user ON mails (user_id);

CREATE INDEX message_audiences_audience ON message_audiences (audience, message);

CREATE INDEX messages_created ON messages (created DESC, id DESC);

CREATE INDEX modules_is_off ON modules (is_off, created);

CREATE INDEX narrowings_subject ON narrowings (subject);

CREATE INDEX notes_ticket ON notes (ticket, created);

CREATE INDEX order_tasks_of_order ON order_tasks (of_order, created);

CREATE INDEX orders_account ON orders (account, created DESC, id DESC);

CREATE INDEX orders_contact ON orders (contact, created DESC, id DESC, account);

CREATE INDEX orders_creator ON orders (creator, created DESC, id DESC, account);

CREATE INDEX orders_type ON orders (type);

CREATE INDEX outbox_narrow ON outbox (seq) WHERE narrow = 1;

CREATE INDEX passkeys_user ON passkeys (user_id);

CREATE INDEX payments_account ON payments (account, exposed, created DESC, id DESC);

CREATE INDEX payments_created ON payments (created DESC, id DESC);

CREATE INDEX payments_event ON payments (event) WHERE event <> '';

CREATE INDEX payments_invoice ON payments (invoice, created);

CREATE INDEX people_account ON people (account);

CREATE INDEX people_folded ON people (folded);

CREATE INDEX phases_project ON phases (project);

CREATE INDEX posts_topic ON posts (topic, created);

CREATE INDEX profiles_base ON profiles (base);

CREATE INDEX project_notes_project ON project_notes (project, created);

CREATE INDEX project_team_project ON project_team (project);

CREATE INDEX projects_account ON projects (account, created DESC, id DESC);

CREATE INDEX queues_account ON queues (account, created DESC, id DESC);

CREATE INDEX quotations_account ON quotations (account, exposed, created DESC, id DESC);

CREATE INDEX quotations_contact ON quotations (contact, exposed, created DESC, id DESC, account);

CREATE INDEX quotations_created ON quotations (created DESC, id DESC);

CREATE INDEX request_types_account ON request_types (account, created DESC, id DESC);

CREATE INDEX sales_orders_account ON sales_orders (account, exposed, created DESC, id DESC);

CREATE INDEX sales_orders_contact
  ON sales_orders (contact, exposed, created DESC, id DESC, account);

CREATE INDEX sales_orders_created ON sales_orders (created DESC, id DESC);

CREATE INDEX signatures_owner_id ON signatures (owner_id, created);

CREATE INDEX staff_role ON staff (role);

CREATE INDEX subscriptions_account ON subscriptions (account, created DESC, id DESC);

CREATE INDEX suggestions_account ON suggestions (account, created DESC, id DESC);

CREATE INDEX suggestions_article ON suggestions (article);

CREATE INDEX suggestions_person ON suggestions (person, created DESC, id DESC, account);

CREATE INDEX suggestions_state ON suggestions (state, created);

CREATE INDEX sync_idx_history ON sync_idx (ver) WHERE kind = 'history';

CREATE INDEX sync_idx_ver ON sync_idx (office, ver, kind, id);

CREATE INDEX tasks_account ON tasks (account, created DESC, id DESC);

CREATE INDEX tasks_assigned ON tasks (assigned, created DESC, id DESC, account);

CREATE INDEX tasks_project ON tasks (project, created);

CREATE INDEX tickets_account ON tickets (account, exposed, created DESC, id DESC);

CREATE INDEX tickets_approver ON tickets (approver, exposed, created DESC, id DESC, account);

CREATE INDEX tickets_assigned ON tickets (assigned, exposed, created DESC, id DESC, account);

CREATE INDEX tickets_contact ON tickets (contact, exposed, created DESC, id DESC, account);

CREATE INDEX tickets_created ON tickets (created DESC, id DESC);

CREATE INDEX tickets_creator ON tickets (creator, exposed, created DESC, id DESC, account);

CREATE INDEX topics_forum ON topics (forum, exposed, updated DESC, id DESC, audience);

CREATE INDEX user_lines_account ON user_lines (account);

CREATE INDEX user_lines_company ON user_lines (company COLLATE NOCASE, user_id);

CREATE INDEX user_lines_email ON user_lines (email COLLATE NOCASE, user_id);

CREATE INDEX user_lines_name ON user_lines (name COLLATE NOCASE, user_id);

CREATE INDEX user_lines_person ON user_lines (person);

CREATE INDEX user_lines_profile ON user_lines (profile COLLATE NOCASE, user_id);

CREATE INDEX users_folded ON users (folded);

CREATE INDEX users_person ON users (person);

CREATE INDEX vendors_account ON vendors (account, created DESC, id DESC);

CREATE INDEX visits_staff ON visits (staff, seen);

CREATE INDEX visits_user ON visits (user_id, seen);

CREATE VIEW user_source AS
SELECT u.id AS user_id, p.id AS person, p.account AS account,
  trim(CASE WHEN p.first || p.last = '' THEN p.email ELSE p.first || ' ' || p.last END) AS name,
  p.email AS email, coalesce(a.name, '') AS company,
  coalesce((SELECT f.name FROM accesses x JOIN profiles f ON f.id = x.profile
    WHERE x.user_id = u.id AND x.account = p.account LIMIT 1), '') AS profile
FROM users u JOIN people p ON p.id = u.person LEFT JOIN accounts a ON a.id = p.account;

CREATE TRIGGER accesses_added AFTER INSERT ON accesses BEGIN
  UPDATE user_lines SET profile = (SELECT s.profile FROM user_source s WHERE s.user_id = new.user_id)
  WHERE user_id = new.user_id;
END;

CREATE TRIGGER accesses_changed AFTER UPDATE ON accesses
WHEN old.profile <> new.profile OR old.account <> new.account BEGIN
  UPDATE user_lines SET profile = (SELECT s.profile FROM user_source s WHERE s.user_id = new.user_id)
  WHERE user_id = new.user_id;
END;

CREATE TRIGGER accesses_gone AFTER DELETE ON accesses BEGIN
  UPDATE user_lines SET profile = coalesce(
    (SELECT s.profile FROM user_source s WHERE s.user_id = old.user_id), '')
  WHERE user_id = old.user_id;
END;

CREATE TRIGGER accounts_added AFTER INSERT ON accounts BEGIN
  UPDATE user_lines SET company = new.name WHERE account = new.id;
END;

CREATE TRIGGER accounts_renamed AFTER UPDATE OF name ON accounts WHEN old.name <> new.name BEGIN
  UPDATE user_lines SET company = new.name WHERE account = new.id;
END;

CREATE TRIGGER people_added AFTER INSERT ON people
WHEN EXISTS (SELECT 1 FROM users WHERE person = new.id) BEGIN
  INSERT INTO user_lines
  SELECT * FROM user_source WHERE user_id IN (SELECT id FROM users WHERE person = new.id);
END;

CREATE TRIGGER people_changed AFTER UPDATE ON people
WHEN (old.first <> new.first OR old.last <> new.last OR old.email <> new.email
  OR old.account <> new.account) AND EXISTS (SELECT 1 FROM users WHERE person = new.id) BEGIN
  DELETE FROM user_lines WHERE person = old.id;
  INSERT INTO user_lines
  SELECT * FROM user_source WHERE user_id IN (SELECT id FROM users WHERE person = new.id);
END;

CREATE TRIGGER people_gone AFTER DELETE ON people BEGIN
  DELETE FROM user_lines WHERE person = old.id;
END;

CREATE TRIGGER profiles_renamed AFTER UPDATE OF name ON profiles WHEN old.name <> new.name BEGIN
  UPDATE user_lines SET profile = new.name WHERE (user_id, account) IN
    (SELECT x.user_id, x.account FROM accesses x WHERE x.profile = new.id);
END;

CREATE TRIGGER user_lines_added AFTER INSERT ON user_lines BEGIN
  INSERT INTO user_search (rowid, name, email, company)
  VALUES (new.user_id, new.name, new.email, new.company);
END;

CREATE TRIGGER user_lines_changed AFTER UPDATE OF name, email, company ON user_lines
WHEN old.name <> new.name OR old.email <> new.email OR old.company <> new.company BEGIN
  INSERT INTO user_search (user_search, rowid, name, email, company)
  VALUES ('delete', old.user_id, old.name, old.email, old.company);
  INSERT INTO user_search (rowid, name, email, company)
  VALUES (new.user_id, new.name, new.email, new.company);
END;

CREATE TRIGGER user_lines_gone AFTER DELETE ON user_lines BEGIN
  INSERT INTO user_search (user_search, rowid, name, email, company)
  VALUES ('delete', old.user_id, old.name, old.email, old.company);
END;

CREATE TRIGGER users_added AFTER INSERT ON users BEGIN
  INSERT INTO user_lines SELECT * FROM user_source WHERE user_id = new.id;
END;

CREATE TRIGGER users_gone AFTER DELETE ON users BEGIN
  DELETE FROM user_lines WHERE user_id = old.id;
END;
