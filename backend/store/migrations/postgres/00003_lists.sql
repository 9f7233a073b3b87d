-- +goose Up
-- The list of users as staff see it, kept by triggers, so that sorting and searching a million
-- people stay index scans. This is PostgreSQL's twin of the file of the same name beside it.

-- A search looks for beginnings of words, without accents and case, in any script. A word counts by
-- its first 500 letters: PostgreSQL keeps no longer ones.
CREATE FUNCTION words_of(string TEXT) RETURNS TEXT[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(DISTINCT left(word, 500)), '{}')
  FROM regexp_split_to_table(
    lower(regexp_replace(normalize(string, NFKD), '[\u0300-\u036f]', '', 'g') COLLATE "und-x-icu"),
    '[^[:alnum:]]+') AS word
  WHERE word > ''
$$;
CREATE FUNCTION search_for(string TEXT) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(string_agg(quote_literal(word) || ':*', ' & '), '')::tsquery
  FROM unnest(words_of(string)) AS word
$$;

CREATE TABLE user_lines (
  user_id BIGINT PRIMARY KEY, person BIGINT NOT NULL, account BIGINT NOT NULL,
  name TEXT COLLATE "C" NOT NULL, email TEXT COLLATE "C" NOT NULL,
  company TEXT COLLATE "C" NOT NULL, profile TEXT COLLATE "C" NOT NULL,
  words tsvector GENERATED ALWAYS AS (
    array_to_tsvector(words_of(name || ' ' || email || ' ' || company))) STORED
);
CREATE INDEX user_lines_name ON user_lines (lower(name), user_id);
CREATE INDEX user_lines_email ON user_lines (lower(email), user_id);
CREATE INDEX user_lines_company ON user_lines (lower(company), user_id);
CREATE INDEX user_lines_profile ON user_lines (lower(profile), user_id);
CREATE INDEX user_lines_person ON user_lines (person);
CREATE INDEX user_lines_account ON user_lines (account);
CREATE INDEX user_lines_words ON user_lines USING gin (words);

CREATE VIEW user_source AS
SELECT u.id AS user_id, p.id AS person, p.account AS account,
  trim(CASE WHEN p.first || p.last = '' THEN p.email ELSE p.first || ' ' || p.last END) AS name,
  p.email AS email, coalesce(a.name, '') AS company,
  coalesce((SELECT f.name FROM accesses x JOIN profiles f ON f.id = x.profile
    WHERE x.user_id = u.id AND x.account = p.account LIMIT 1), '') AS profile
FROM users u JOIN people p ON p.id = u.person LEFT JOIN accounts a ON a.id = p.account;

-- +goose StatementBegin
CREATE FUNCTION users_added() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO user_lines SELECT * FROM user_source WHERE user_id = new.id;
  RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER users_added AFTER INSERT ON users
FOR EACH ROW EXECUTE FUNCTION users_added();

-- +goose StatementBegin
CREATE FUNCTION users_gone() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  DELETE FROM user_lines WHERE user_id = old.id;
  RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER users_gone AFTER DELETE ON users
FOR EACH ROW EXECUTE FUNCTION users_gone();

-- +goose StatementBegin
CREATE FUNCTION people_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  DELETE FROM user_lines WHERE person = new.id;
  INSERT INTO user_lines
  SELECT * FROM user_source WHERE user_id IN (SELECT id FROM users WHERE person = new.id);
  RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER people_added AFTER INSERT ON people
FOR EACH ROW EXECUTE FUNCTION people_changed();
CREATE TRIGGER people_changed AFTER UPDATE ON people
FOR EACH ROW WHEN (old.first <> new.first OR old.last <> new.last OR old.email <> new.email
  OR old.account <> new.account) EXECUTE FUNCTION people_changed();

-- +goose StatementBegin
CREATE FUNCTION people_gone() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  DELETE FROM user_lines WHERE person = old.id;
  RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER people_gone AFTER DELETE ON people
FOR EACH ROW EXECUTE FUNCTION people_gone();

-- +goose StatementBegin
CREATE FUNCTION accounts_renamed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  UPDATE user_lines SET company = new.name WHERE account = new.id;
  RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER accounts_added AFTER INSERT ON accounts
FOR EACH ROW EXECUTE FUNCTION accounts_renamed();
CREATE TRIGGER accounts_renamed AFTER UPDATE OF name ON accounts
FOR EACH ROW WHEN (old.name <> new.name) EXECUTE FUNCTION accounts_renamed();

-- +goose StatementBegin
CREATE FUNCTION accesses_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  UPDATE user_lines SET profile = (SELECT s.profile FROM user_source s WHERE s.user_id = new.user_id)
  WHERE user_id = new.user_id;
  RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER accesses_added AFTER INSERT ON accesses
FOR EACH ROW EXECUTE FUNCTION accesses_changed();
CREATE TRIGGER accesses_changed AFTER UPDATE ON accesses
FOR EACH ROW WHEN (old.profile <> new.profile OR old.account <> new.account)
EXECUTE FUNCTION accesses_changed();

-- +goose StatementBegin
CREATE FUNCTION accesses_gone() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  UPDATE user_lines SET profile = coalesce(
    (SELECT s.profile FROM user_source s WHERE s.user_id = old.user_id), '')
  WHERE user_id = old.user_id;
  RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER accesses_gone AFTER DELETE ON accesses
FOR EACH ROW EXECUTE FUNCTION accesses_gone();
