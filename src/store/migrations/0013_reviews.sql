-- Prosecutors look at a random sample of refused calls and say whether refusing them was right.

CREATE TABLE reviews (
  call_key  BIGINT PRIMARY KEY,
  at_us     BIGINT NOT NULL,
  reviewer  TEXT NOT NULL,
  verdict   TEXT NOT NULL
);
CREATE INDEX reviews_by_time ON reviews (at_us);
