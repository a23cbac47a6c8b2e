-- The desk: cases made of alerts, the calls of a case, its history. See src/domain/desk.h.
ALTER TABLE calls ADD COLUMN fingerprint BIGINT NOT NULL DEFAULT 0;

CREATE TABLE desk_cases (
  id               {time_key},
  state            INTEGER NOT NULL,
  level            INTEGER NOT NULL,
  origin           INTEGER NOT NULL,
  signature        TEXT NOT NULL,
  score            DOUBLE PRECISION NOT NULL,
  alerts           INTEGER NOT NULL,
  calls            INTEGER NOT NULL,
  victims          INTEGER NOT NULL,
  detected_us      BIGINT NOT NULL,
  latest_us        BIGINT NOT NULL,
  holder           TEXT NOT NULL,
  lease_us         BIGINT NOT NULL,
  claimed_us       BIGINT NOT NULL,
  acted_us         BIGINT NOT NULL,
  warnings         INTEGER NOT NULL,
  shelved_us       BIGINT NOT NULL,
  shelf_reason     TEXT NOT NULL,
  escalated_us     BIGINT NOT NULL,
  escalated_by     TEXT NOT NULL,
  escalation       TEXT NOT NULL,
  acknowledged_us  BIGINT NOT NULL,
  acknowledged_by  TEXT NOT NULL,
  outcome          INTEGER NOT NULL,
  outcome_us       BIGINT NOT NULL,
  outcome_by       TEXT NOT NULL,
  amount           BIGINT NOT NULL,
  bank             TEXT NOT NULL,
  closed_us        BIGINT NOT NULL,
  first_call       BIGINT NOT NULL,
  first_us         BIGINT NOT NULL,
  first_level      INTEGER NOT NULL,
  first_score      DOUBLE PRECISION NOT NULL,
  kind             TEXT NOT NULL,
  caller           TEXT NOT NULL,
  callee           TEXT NOT NULL,
  caller_country   TEXT NOT NULL,
  trunk            TEXT NOT NULL,
  fingerprint      BIGINT NOT NULL,
  reasons          TEXT NOT NULL
);
-- Open cases are few; the state of a closed one is 3.
CREATE INDEX desk_open ON desk_cases (id) WHERE state <> 3;
CREATE INDEX desk_open_campaigns ON desk_cases (signature) WHERE state <> 3;
CREATE INDEX desk_detected ON desk_cases (detected_us);
CREATE INDEX desk_closed ON desk_cases (closed_us) WHERE state = 3;
CREATE INDEX desk_campaigns ON desk_cases (signature);
CREATE INDEX desk_callees ON desk_cases (callee);
CREATE INDEX desk_callers ON desk_cases (caller);

-- A case that somebody told of has a line without a call, with key 0.
CREATE TABLE desk_calls (
  case_id         BIGINT NOT NULL,
  key             BIGINT NOT NULL,
  at_us           BIGINT NOT NULL,
  level           INTEGER NOT NULL,
  score           DOUBLE PRECISION NOT NULL,
  kind            TEXT NOT NULL,
  caller          TEXT NOT NULL,
  callee          TEXT NOT NULL,
  caller_country  TEXT NOT NULL,
  trunk           TEXT NOT NULL,
  fingerprint     BIGINT NOT NULL,
  reasons         TEXT NOT NULL,
  PRIMARY KEY (case_id, key)
){without_rowid};
CREATE INDEX desk_calls_of_callee ON desk_calls (callee, case_id);
CREATE INDEX desk_calls_by_time ON desk_calls (at_us);

CREATE TABLE desk_events (
  id               {serial},
  case_id          BIGINT NOT NULL,
  at_us            BIGINT NOT NULL,
  actor            TEXT NOT NULL,
  action           TEXT NOT NULL,
  words            TEXT NOT NULL,
  idempotency_key  TEXT NOT NULL
);
CREATE INDEX desk_history ON desk_events (case_id, id);
CREATE UNIQUE INDEX desk_acts_once ON desk_events (actor, idempotency_key)
  WHERE idempotency_key <> '';

-- How far the desk has read the alerts: the record and the alert's place in it. Alerts from before
-- there was a desk stay out of its queue.
CREATE TABLE desk_position (
  one      INTEGER PRIMARY KEY CHECK (one = 1),
  seq      BIGINT NOT NULL,
  ordinal  INTEGER NOT NULL,
  changes  BIGINT NOT NULL
);
INSERT INTO desk_position SELECT 1, coalesce(max(seq), 0), 99, 0 FROM alerts;
