-- +goose Up
-- The list of users as staff see it, kept by triggers, so that sorting and searching a million
-- people stay index scans.
CREATE TABLE user_lines (
  user_id INTEGER PRIMARY KEY, person BIGINT NOT NULL, account BIGINT NOT NULL,
  name TEXT NOT NULL, email TEXT NOT NULL, company TEXT NOT NULL, profile TEXT NOT NULL
);
CREATE INDEX user_lines_name ON user_lines (name COLLATE NOCASE, user_id);
CREATE INDEX user_lines_email ON user_lines (email COLLATE NOCASE, user_id);
CREATE INDEX user_lines_company ON user_lines (company COLLATE NOCASE, user_id);
CREATE INDEX user_lines_profile ON user_lines (profile COLLATE NOCASE, user_id);
CREATE INDEX user_lines_person ON user_lines (person);
CREATE INDEX user_lines_account ON user_lines (account);

CREATE VIEW user_source AS
SELECT u.id AS user_id, p.id AS person, p.account AS account,
  trim(CASE WHEN p.first || p.last = '' THEN p.email ELSE p.first || ' ' || p.last END) AS name,
  p.email AS email, coalesce(a.name, '') AS company,
  coalesce((SELECT f.name FROM accesses x JOIN profiles f ON f.id = x.profile
    WHERE x.user_id = u.id AND x.account = p.account LIMIT 1), '') AS profile
FROM users u JOIN people p ON p.id = u.person LEFT JOIN accounts a ON a.id = p.account;

CREATE VIRTUAL TABLE user_search USING fts5 (
  name, email, company, content = 'user_lines', content_rowid = 'user_id',
  tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3'
);

-- +goose StatementBegin
CREATE TRIGGER user_lines_added AFTER INSERT ON user_lines BEGIN
  INSERT INTO user_search (rowid, name, email, company)
  VALUES (new.user_id, new.name, new.email, new.company);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER user_lines_gone AFTER DELETE ON user_lines BEGIN
  INSERT INTO user_search (user_search, rowid, name, email, company)
  VALUES ('delete', old.user_id, old.name, old.email, old.company);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER user_lines_changed AFTER UPDATE OF name, email, company ON user_lines
WHEN old.name <> new.name OR old.email <> new.email OR old.company <> new.company BEGIN
  INSERT INTO user_search (user_search, rowid, name, email, company)
  VALUES ('delete', old.user_id, old.name, old.email, old.company);
  INSERT INTO user_search (rowid, name, email, company)
  VALUES (new.user_id, new.name, new.email, new.company);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER users_added AFTER INSERT ON users BEGIN
  INSERT INTO user_lines SELECT * FROM user_source WHERE user_id = new.id;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER users_gone AFTER DELETE ON users BEGIN
  DELETE FROM user_lines WHERE user_id = old.id;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER people_added AFTER INSERT ON people
WHEN EXISTS (SELECT 1 FROM users WHERE person = new.id) BEGIN
  INSERT INTO user_lines
  SELECT * FROM user_source WHERE user_id IN (SELECT id FROM users WHERE person = new.id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER people_gone AFTER DELETE ON people BEGIN
  DELETE FROM user_lines WHERE person = old.id;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER people_changed AFTER UPDATE ON people
WHEN old.first <> new.first OR old.last <> new.last OR old.email <> new.email
  OR old.account <> new.account BEGIN
  DELETE FROM user_lines WHERE person = old.id;
  INSERT INTO user_lines
  SELECT * FROM user_source WHERE user_id IN (SELECT id FROM users WHERE person = new.id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER accounts_added AFTER INSERT ON accounts BEGIN
  UPDATE user_lines SET company = new.name WHERE account = new.id;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER accounts_renamed AFTER UPDATE OF name ON accounts WHEN old.name <> new.name BEGIN
  UPDATE user_lines SET company = new.name WHERE account = new.id;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER accesses_added AFTER INSERT ON accesses BEGIN
  UPDATE user_lines SET profile = (SELECT s.profile FROM user_source s WHERE s.user_id = new.user_id)
  WHERE user_id = new.user_id;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER accesses_changed AFTER UPDATE ON accesses
WHEN old.profile <> new.profile OR old.account <> new.account BEGIN
  UPDATE user_lines SET profile = (SELECT s.profile FROM user_source s WHERE s.user_id = new.user_id)
  WHERE user_id = new.user_id;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER accesses_gone AFTER DELETE ON accesses BEGIN
  UPDATE user_lines SET profile = coalesce(
    (SELECT s.profile FROM user_source s WHERE s.user_id = old.user_id), '')
  WHERE user_id = old.user_id;
END;
-- +goose StatementEnd
