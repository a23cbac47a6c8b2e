-- Signed states of the audit log. The log is the rows of audit in the order of their ids; a state is
-- the root of the Merkle tree over the first `size` of them.

CREATE TABLE audit_checkpoints (
  size   BIGINT PRIMARY KEY,
  at_us  BIGINT NOT NULL,
  note   TEXT NOT NULL
);
CREATE INDEX audit_by_actor ON audit (actor, id);
