-- Every moment is microseconds since 1970 in UTC, 0 for "never". Enumerations are numbers in the
-- order of their definition in src/domain. {words} in braces differ between SQLite and PostgreSQL;
-- src/store/dialect.cc has both spellings.

CREATE TABLE projection (
  one       INTEGER PRIMARY KEY CHECK (one = 1),
  position  BIGINT NOT NULL
);
INSERT INTO projection VALUES (1, 0);

CREATE TABLE trunks (
  id    INTEGER PRIMARY KEY,
  name  TEXT NOT NULL
);

-- The key is the time of arrival, so new calls always go to the end of the tree.
CREATE TABLE calls (
  key             {time_key},
  seq             BIGINT NOT NULL,
  started_us      BIGINT NOT NULL,
  ringing_us      BIGINT NOT NULL,
  answered_us     BIGINT NOT NULL,
  ended_us        BIGINT NOT NULL,
  trunk           INTEGER NOT NULL,
  caller          TEXT NOT NULL,
  callee          TEXT NOT NULL,
  caller_country  TEXT NOT NULL,
  callee_country  TEXT NOT NULL,
  source          TEXT NOT NULL,
  sip_call_id     TEXT NOT NULL,
  user_agent      TEXT NOT NULL,
  enforced        INTEGER NOT NULL,
  would           INTEGER NOT NULL,
  flags           INTEGER NOT NULL,
  score           DOUBLE PRECISION NOT NULL,
  rule            TEXT NOT NULL,
  reasons         TEXT NOT NULL,
  sip_code        INTEGER NOT NULL,
  ended_by        INTEGER NOT NULL,
  messages        TEXT NOT NULL
);

-- Partial indices: most calls pass and end, and are in none of these.
CREATE INDEX calls_enforced ON calls (enforced, key) WHERE enforced <> 0;
CREATE INDEX calls_would ON calls (would, key) WHERE would <> 0;
CREATE INDEX calls_open ON calls (key) WHERE ended_us = 0 AND sip_code = 0;

-- Search by number. An index on calls would be written to at a random place for every call. Numbers
-- therefore go into buckets of some ten thousand in order of time, each sorted for itself: writing
-- stays in one small bucket, and a search looks into few buckets when it asks for the newest calls.
-- The number is written so that a prefix is a range (src/store/row_text.cc).
CREATE TABLE number_buckets (
  id         BIGINT PRIMARY KEY,
  entries    INTEGER NOT NULL,
  first_key  BIGINT NOT NULL,
  last_key   BIGINT NOT NULL
);
CREATE TABLE call_numbers (
  bucket  BIGINT NOT NULL,
  number  BIGINT NOT NULL,
  key     BIGINT NOT NULL,
  PRIMARY KEY (bucket, number, key)
){without_rowid};

CREATE TABLE alerts (
  seq      BIGINT NOT NULL,
  ordinal  INTEGER NOT NULL,
  key      BIGINT NOT NULL,
  at_us    BIGINT NOT NULL,
  kind     TEXT NOT NULL,
  level    INTEGER NOT NULL,
  score    DOUBLE PRECISION NOT NULL,
  caller   BIGINT NOT NULL,
  callee   BIGINT NOT NULL,
  reasons  TEXT NOT NULL,
  PRIMARY KEY (seq, ordinal)
){without_rowid};
CREATE INDEX alerts_of_call ON alerts (key);

CREATE TABLE teardown (
  key     BIGINT NOT NULL,
  seq     BIGINT NOT NULL,
  at_us   BIGINT NOT NULL,
  state   INTEGER NOT NULL,
  caller_ended  INTEGER NOT NULL,
  callee_ended  INTEGER NOT NULL,
  actor   TEXT NOT NULL,
  cause   TEXT NOT NULL,
  PRIMARY KEY (key, seq)
){without_rowid};

CREATE TABLE users (
  id             {serial},
  name           TEXT NOT NULL UNIQUE,
  display_name   TEXT NOT NULL,
  role           TEXT NOT NULL,
  password_hash  TEXT NOT NULL,
  disabled       INTEGER NOT NULL,
  demonstration  INTEGER NOT NULL
);

CREATE TABLE sessions (
  token_hash  TEXT PRIMARY KEY,
  user_id     BIGINT NOT NULL,
  csrf_token  TEXT NOT NULL,
  created_us  BIGINT NOT NULL,
  expires_us  BIGINT NOT NULL
);
CREATE INDEX sessions_expiry ON sessions (expires_us);

CREATE TABLE audit (
  id       {serial},
  at_us    BIGINT NOT NULL,
  actor    TEXT NOT NULL,
  action   TEXT NOT NULL,
  subject  TEXT NOT NULL,
  detail   TEXT NOT NULL
);
