-- Where the feed comes from, what it says is gone, and when it shrinks (section 12, "Feed").

-- A record that the core system deleted or took back as entered in error; older versions of it don't come back.
CREATE TABLE feed_deletion (
  type TEXT NOT NULL,
  source_id TEXT NOT NULL,
  deleted_at INTEGER NOT NULL,
  PRIMARY KEY (type, source_id)
) STRICT, WITHOUT ROWID;

-- By which door an import came, and by whom; NULL: by no person.
ALTER TABLE feed_import ADD COLUMN door TEXT NOT NULL DEFAULT 'command' CHECK (door IN ('command', 'upload', 'pull'));
ALTER TABLE feed_import ADD COLUMN by_account INTEGER REFERENCES account (id);
-- All that the core system has, not only what changed: one that shrinks is an alarm.
ALTER TABLE feed_import ADD COLUMN is_whole INTEGER NOT NULL DEFAULT 0 CHECK (is_whole IN (0, 1));
ALTER TABLE feed_import ADD COLUMN parts INTEGER NOT NULL DEFAULT 0;
-- Lines, as the list shows them.
ALTER TABLE feed_import ADD COLUMN read INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feed_import ADD COLUMN stored INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feed_import ADD COLUMN rejected INTEGER NOT NULL DEFAULT 0;
-- JSON [[type, before, now], …]: what it brought fewer of than the whole one before it; NULL: nothing.
ALTER TABLE feed_import ADD COLUMN shrunk TEXT;
-- When a fetch was given up, and the kind of its trouble: the import takes no more parts, and is never completed.
ALTER TABLE feed_import ADD COLUMN failed_at INTEGER CHECK (failed_at IS NULL OR completed_at IS NULL);
ALTER TABLE feed_import ADD COLUMN failure TEXT;
CREATE INDEX feed_import_started ON feed_import (started_at, id);
CREATE INDEX feed_import_completed ON feed_import (completed_at) WHERE completed_at IS NOT NULL;

-- What came of an import's lines, by type; `hidden` is counted when it is completed.
CREATE TABLE feed_import_count (
  import_id TEXT NOT NULL REFERENCES feed_import (id),
  type TEXT NOT NULL,
  read INTEGER NOT NULL,
  stored INTEGER NOT NULL,
  unchanged INTEGER NOT NULL,
  ignored INTEGER NOT NULL,
  rejected INTEGER NOT NULL,
  hidden INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (import_id, type)
) STRICT, WITHOUT ROWID;

-- The part in whose object the line's bytes are kept.
ALTER TABLE feed_rejection ADD COLUMN part INTEGER NOT NULL DEFAULT 0;

-- III.M.4: offices that the core system reported as terminated ahead of its files, by any of their numbers.
CREATE TABLE feed_termination (
  kind TEXT NOT NULL CHECK (kind IN ('organization', 'npi', 'tin')),
  value TEXT NOT NULL,
  ends_on TEXT NOT NULL,
  reported_at INTEGER NOT NULL,
  PRIMARY KEY (kind, value)
) STRICT, WITHOUT ROWID;

-- An export that is asked of the core system's FHIR server, one at a time, and how far it came.
CREATE TABLE feed_pull (
  id INTEGER PRIMARY KEY,
  state TEXT NOT NULL CHECK (state IN ('asking', 'waiting', 'taking', 'done', 'failed')),
  import_id TEXT NOT NULL UNIQUE,
  begun_at INTEGER NOT NULL,
  ended_at INTEGER,
  by_account INTEGER REFERENCES account (id),
  -- What changed since this instant of the server's own; NULL: everything.
  since TEXT,
  -- Where the server tells how far the export is.
  status_url TEXT,
  -- The server's instant of the export: the next one's `since`, once all of it is stored.
  transaction_time TEXT,
  needs_token INTEGER NOT NULL DEFAULT 1 CHECK (needs_token IN (0, 1)),
  -- Not asked again before this instant, ms UTC.
  next_at INTEGER NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0,
  -- The kind of the last failure, never its words.
  error TEXT
) STRICT;
CREATE UNIQUE INDEX feed_pull_open ON feed_pull (ended_at IS NULL) WHERE ended_at IS NULL;

-- The files of an export, in the order in which they are taken.
CREATE TABLE feed_pull_file (
  pull_id INTEGER NOT NULL REFERENCES feed_pull (id),
  place INTEGER NOT NULL,
  name TEXT NOT NULL,
  url TEXT NOT NULL,
  -- How many lines the server says it has; NULL: it doesn't say.
  lines INTEGER,
  -- What is stored of it: bytes up to the end of a line, lines, and parts.
  bytes_done INTEGER NOT NULL DEFAULT 0,
  lines_done INTEGER NOT NULL DEFAULT 0,
  parts_done INTEGER NOT NULL DEFAULT 0,
  -- What names the bytes that are stored of it (RFC 9110, If-Range); NULL: the server gives none.
  validator TEXT,
  -- How many times it was another file when it was gone on with: the parts of each are kept under a name of their own.
  changes INTEGER NOT NULL DEFAULT 0,
  tries INTEGER NOT NULL DEFAULT 0,
  is_done INTEGER NOT NULL DEFAULT 0 CHECK (is_done IN (0, 1)),
  PRIMARY KEY (pull_id, place)
) STRICT, WITHOUT ROWID;

-- What staff were told of by mail, and since when: each once.
CREATE TABLE feed_alarm (
  name TEXT PRIMARY KEY CHECK (name = 'quiet' OR name LIKE 'shrunk %'),
  raised_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
