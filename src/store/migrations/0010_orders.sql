-- Lasting measures and who decided what about them. States and kinds are written as the words of
-- the API, so that a person with a database tool can read them.

CREATE TABLE orders (
  id                {serial},
  state             TEXT NOT NULL,
  kind              TEXT NOT NULL,
  target            TEXT NOT NULL,
  does              TEXT NOT NULL,
  divert_to         TEXT NOT NULL,
  basis             TEXT NOT NULL,
  basis_version     TEXT NOT NULL,
  addressee         TEXT NOT NULL,
  evidence          TEXT NOT NULL,
  note              TEXT NOT NULL,
  proposer          TEXT NOT NULL,
  proposed_as       TEXT NOT NULL,
  approver          TEXT NOT NULL,
  reason            TEXT NOT NULL,
  ended_by          TEXT NOT NULL,
  end_reason        TEXT NOT NULL,
  replaces          BIGINT NOT NULL,
  blast             TEXT NOT NULL,
  created_us        BIGINT NOT NULL,
  submitted_us      BIGINT NOT NULL,
  decided_us        BIGINT NOT NULL,
  valid_from_us     BIGINT NOT NULL,
  valid_to_us       BIGINT NOT NULL,
  ratify_by_us      BIGINT NOT NULL,
  ended_us          BIGINT NOT NULL,
  enforced_us       BIGINT NOT NULL,
  withdrawn_us      BIGINT NOT NULL,
  renewal_asked_us  BIGINT NOT NULL
);

-- One target has at most one order in force, whatever two people do at the same moment.
CREATE UNIQUE INDEX orders_in_force ON orders (kind, target)
  WHERE state IN ('active', 'emergency');
CREATE INDEX orders_open ON orders (state, id);

-- What an order did is found by its name in the decisions of calls that were not left alone.
CREATE INDEX calls_by_order ON calls (rule, key) WHERE rule LIKE 'order:%';
