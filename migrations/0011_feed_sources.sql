-- Where the feed comes from, what it says is gone, and when it shrinks (section 12, "Feed").

-- A record that the core system deleted or took back as entered in error; older versions of it don't come back.
CREATE TABLE feed_deletion (
  type TEXT NOT NULL,
  source_id TEXT NOT NULL,
  deleted_at INTEGER NOT NULL,
  PRIMARY KEY (type, source_id)
) STRICT, WITHOUT ROWID;
