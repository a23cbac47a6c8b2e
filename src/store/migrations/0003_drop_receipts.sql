-- Answers to orders to end calls, so that the same order is not carried out twice.
CREATE TABLE drop_receipts (
  id               BIGINT PRIMARY KEY,
  at_us            BIGINT NOT NULL,
  actor            TEXT NOT NULL,
  idempotency_key  TEXT NOT NULL,
  ordered          TEXT NOT NULL,
  answer           TEXT NOT NULL,
  UNIQUE (actor, idempotency_key)
);
