-- Who is on shift at the desk, and what is handed over. Risks are lines of what, owner and the
-- moment in microseconds, parted by tabs: they are read and written together.
CREATE TABLE desk_shifts (
  actor         TEXT PRIMARY KEY,
  display_name  TEXT NOT NULL,
  started_us    BIGINT NOT NULL,
  break_us      BIGINT NOT NULL
);
CREATE TABLE desk_handovers (
  id           {serial},
  at_us        BIGINT NOT NULL,
  offered_by   TEXT NOT NULL,
  note         TEXT NOT NULL,
  risks        TEXT NOT NULL,
  standing     TEXT NOT NULL,
  accepted_by  TEXT NOT NULL,
  accepted_us  BIGINT NOT NULL
);
