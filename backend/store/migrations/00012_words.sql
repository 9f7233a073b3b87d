-- +goose Up
-- What articles are about and lead to, and the order of their lists: the last changed first, or by
-- title.
ALTER TABLE articles ADD COLUMN categories TEXT NOT NULL DEFAULT '';
ALTER TABLE articles ADD COLUMN related TEXT NOT NULL DEFAULT '';
ALTER TABLE articles ADD COLUMN folded TEXT NOT NULL DEFAULT '';
UPDATE articles SET folded = lower(title);
CREATE INDEX articles_date ON articles (shelf, exposed, updated DESC, id DESC, audience);
CREATE INDEX articles_title ON articles (shelf, exposed, folded, id, audience);

CREATE TABLE categories (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  name TEXT NOT NULL
);
CREATE TABLE article_categories (
  article BIGINT NOT NULL, category BIGINT NOT NULL, PRIMARY KEY (article, category)
);
CREATE INDEX article_categories_category ON article_categories (category, article);

CREATE TABLE suggestions (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  account BIGINT NOT NULL, article BIGINT NOT NULL, base BIGINT NOT NULL, person BIGINT NOT NULL,
  author TEXT NOT NULL, heading TEXT NOT NULL, text TEXT NOT NULL, state TEXT NOT NULL,
  answer TEXT NOT NULL, created BIGINT NOT NULL, decided BIGINT NOT NULL
);
CREATE INDEX suggestions_person ON suggestions (person, created DESC, id DESC, account);
CREATE INDEX suggestions_account ON suggestions (account, created DESC, id DESC);
CREATE INDEX suggestions_article ON suggestions (article);
CREATE INDEX suggestions_state ON suggestions (state, created);

CREATE TABLE feedbacks (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  article BIGINT NOT NULL, version BIGINT NOT NULL, person BIGINT NOT NULL, author TEXT NOT NULL,
  stars BIGINT NOT NULL, comment TEXT NOT NULL, created BIGINT NOT NULL
);
CREATE INDEX feedbacks_article ON feedbacks (article, created);

-- Forums, and what is said in them.
CREATE TABLE forums (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  name TEXT NOT NULL, about TEXT NOT NULL, audience BIGINT NOT NULL, hidden BIGINT NOT NULL,
  created BIGINT NOT NULL, exposed BIGINT NOT NULL
);
CREATE INDEX forums_audience ON forums (audience, exposed, created DESC, id DESC);

CREATE TABLE topics (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  forum BIGINT NOT NULL, audience BIGINT NOT NULL, person BIGINT NOT NULL, author TEXT NOT NULL,
  subject TEXT NOT NULL, hidden BIGINT NOT NULL, posts BIGINT NOT NULL, created BIGINT NOT NULL,
  updated BIGINT NOT NULL, exposed BIGINT NOT NULL
);
CREATE INDEX topics_forum ON topics (forum, exposed, created DESC, id DESC, audience);

CREATE TABLE posts (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  topic BIGINT NOT NULL, person BIGINT NOT NULL, author TEXT NOT NULL, text TEXT NOT NULL,
  hidden BIGINT NOT NULL, created BIGINT NOT NULL
);
CREATE INDEX posts_topic ON posts (topic, created);

-- Live Chat. The index by version tells whose conversation a commit has touched.
CREATE TABLE conversations (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  account BIGINT NOT NULL, person BIGINT NOT NULL, name TEXT NOT NULL, closed BIGINT NOT NULL,
  waits BIGINT NOT NULL, created BIGINT NOT NULL, updated BIGINT NOT NULL
);
CREATE INDEX conversations_ver ON conversations (ver);
CREATE INDEX conversations_person ON conversations (person);
CREATE INDEX conversations_waits ON conversations (waits, updated DESC, id DESC);

CREATE TABLE chat_messages (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  conversation BIGINT NOT NULL, account BIGINT NOT NULL, customer BIGINT NOT NULL,
  staff BIGINT NOT NULL, author TEXT NOT NULL, text TEXT NOT NULL, created BIGINT NOT NULL
);
CREATE INDEX chat_messages_conversation
  ON chat_messages (conversation, created DESC, id DESC, customer, account);

-- Messages on the home page, and who reads them.
CREATE TABLE messages (
  id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
  heading TEXT NOT NULL, text TEXT NOT NULL, audiences TEXT NOT NULL, days_from BIGINT NOT NULL,
  days_to BIGINT NOT NULL, created BIGINT NOT NULL
);
CREATE INDEX messages_created ON messages (created DESC, id DESC);
CREATE TABLE message_audiences (
  message BIGINT NOT NULL, audience BIGINT NOT NULL, PRIMARY KEY (message, audience)
);
CREATE INDEX message_audiences_audience ON message_audiences (audience, message);

-- Who at the office looks after an account, and an older address of the tickets.
ALTER TABLE accounts ADD COLUMN manager BIGINT NOT NULL DEFAULT 0;
ALTER TABLE portals ADD COLUMN old_tickets TEXT NOT NULL DEFAULT '';
