-- +goose Up
-- A profile that is renamed is renamed in the list of users as well.
-- +goose StatementBegin
CREATE FUNCTION profiles_renamed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  UPDATE user_lines SET profile = new.name WHERE (user_id, account) IN
    (SELECT x.user_id, x.account FROM accesses x WHERE x.profile = new.id);
  RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER profiles_renamed AFTER UPDATE ON profiles
FOR EACH ROW WHEN (old.name <> new.name) EXECUTE FUNCTION profiles_renamed();
