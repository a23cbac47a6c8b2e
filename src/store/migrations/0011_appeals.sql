-- People whose calls were refused ask for them to be looked at again.

CREATE TABLE appeals (
  id             {serial},
  case_number    TEXT NOT NULL UNIQUE,
  state          TEXT NOT NULL,
  caller         TEXT NOT NULL,
  call_key       BIGINT NOT NULL,
  called_us      BIGINT NOT NULL,
  contact        TEXT NOT NULL,
  words          TEXT NOT NULL,
  order_id       BIGINT NOT NULL,
  created_us     BIGINT NOT NULL,
  answer_by_us   BIGINT NOT NULL,
  decided_us     BIGINT NOT NULL,
  decided_by     TEXT NOT NULL,
  reason         TEXT NOT NULL
);
CREATE INDEX appeals_open ON appeals (answer_by_us) WHERE state = 'open';
