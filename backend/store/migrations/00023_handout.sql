-- +goose Up
-- What is handed out comes in the order of its versions, whatever its kind; the newest history line
-- of a version is looked up by itself.
DROP INDEX sync_idx_ver;
CREATE INDEX sync_idx_ver ON sync_idx (office, ver, kind, id);
CREATE INDEX sync_idx_history ON sync_idx (ver) WHERE kind = 'history';
