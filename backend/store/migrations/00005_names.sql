-- +goose Up
-- A profile that is renamed is renamed in the list of users as well.
-- +goose StatementBegin
CREATE TRIGGER profiles_renamed AFTER UPDATE OF name ON profiles WHEN old.name <> new.name BEGIN
  UPDATE user_lines SET profile = new.name WHERE (user_id, account) IN
    (SELECT x.user_id, x.account FROM accesses x WHERE x.profile = new.id);
END;
-- +goose StatementEnd
