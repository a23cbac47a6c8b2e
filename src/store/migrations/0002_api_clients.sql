-- Who may ask about calls over HTTP. The token itself is kept nowhere. Names of trunks are joined by
-- new lines: they are read and written together and never searched.
CREATE TABLE api_clients (
  name        TEXT PRIMARY KEY,
  token_hash  TEXT NOT NULL,
  trunks      TEXT NOT NULL,
  per_second  INTEGER NOT NULL,
  revoked     INTEGER NOT NULL,
  created_us  BIGINT NOT NULL
);
