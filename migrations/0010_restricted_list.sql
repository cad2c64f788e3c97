-- Changes of the restricted list: drafted and tried by information services, signed by privacy (III.I.2, III.I.3).
ALTER TABLE restricted_list ADD COLUMN drafted_by INTEGER REFERENCES account (id);
ALTER TABLE restricted_list ADD COLUMN signed_by INTEGER REFERENCES account (id);
ALTER TABLE restricted_list ADD COLUMN rows_ended INTEGER NOT NULL DEFAULT 0;
-- JSON: categories beyond the policy's that are judged too (California Civil Code 56.101).
ALTER TABLE restricted_list ADD COLUMN more_categories TEXT NOT NULL DEFAULT '[]';
-- JSON: the outcome of the dry run that was signed: records newly hidden and shown, by type and office.
ALTER TABLE restricted_list ADD COLUMN consequences TEXT;
-- The dry run that was signed: its record ids say what this version newly hides and shows.
ALTER TABLE restricted_list ADD COLUMN dry_run_id INTEGER;
CREATE INDEX restricted_code_from ON restricted_code (from_version, id);
CREATE INDEX restricted_code_to ON restricted_code (to_version, id) WHERE to_version IS NOT NULL;
CREATE INDEX restricted_code_category ON restricted_code (category, system, code, match) WHERE to_version IS NULL;

-- What was in force stays known: a row only ever ends, and a version never changes.
CREATE TRIGGER restricted_code_only_ends BEFORE UPDATE ON restricted_code
WHEN old.to_version IS NOT NULL OR new.to_version IS NULL OR new.id <> old.id OR new.category <> old.category OR new.system <> old.system
  OR new.match <> old.match OR new.code <> old.code OR new.source <> old.source OR new.reason <> old.reason
  OR new.from_version <> old.from_version
BEGIN SELECT RAISE(ABORT, 'a row of the list only ends'); END;
CREATE TRIGGER restricted_code_never_goes BEFORE DELETE ON restricted_code
BEGIN SELECT RAISE(ABORT, 'a row of the list only ends'); END;
CREATE TRIGGER restricted_list_never_changes BEFORE UPDATE ON restricted_list
BEGIN SELECT RAISE(ABORT, 'a version of the list never changes'); END;

-- The next version while it is worked on: one at a time. `state` counts its changes.
CREATE TABLE restricted_draft (
  id INTEGER PRIMARY KEY,
  base_version INTEGER NOT NULL,
  state INTEGER NOT NULL,
  more_categories TEXT NOT NULL,
  changed_at INTEGER NOT NULL,
  changed_by INTEGER NOT NULL REFERENCES account (id),
  reason TEXT,
  sent_at INTEGER,
  sent_by INTEGER REFERENCES account (id),
  returned_at INTEGER,
  returned_by INTEGER REFERENCES account (id),
  returned_reason TEXT,
  closed_at INTEGER,
  outcome TEXT CHECK (outcome IN ('published', 'discarded'))
) STRICT;
CREATE UNIQUE INDEX restricted_draft_open ON restricted_draft ((closed_at IS NULL)) WHERE closed_at IS NULL;
-- Everybody who had a hand in it: none of them signs it.
CREATE TABLE restricted_draft_author (
  draft_id INTEGER NOT NULL REFERENCES restricted_draft (id),
  account_id INTEGER NOT NULL REFERENCES account (id),
  PRIMARY KEY (draft_id, account_id)
) STRICT, WITHOUT ROWID;
-- A row to add, or one in force to end.
CREATE TABLE restricted_draft_row (
  id INTEGER PRIMARY KEY,
  draft_id INTEGER NOT NULL REFERENCES restricted_draft (id),
  code_id INTEGER REFERENCES restricted_code (id),
  category TEXT,
  system TEXT,
  match TEXT CHECK (match IN ('exact', 'prefix', 'range')),
  code TEXT,
  source TEXT,
  reason TEXT,
  CHECK ((code_id IS NULL) <> (code IS NULL))
) STRICT;
CREATE INDEX restricted_draft_row_draft ON restricted_draft_row (draft_id);
CREATE UNIQUE INDEX restricted_draft_row_ended ON restricted_draft_row (draft_id, code_id) WHERE code_id IS NOT NULL;
CREATE UNIQUE INDEX restricted_draft_row_added ON restricted_draft_row (draft_id, system, code, match, category) WHERE code_id IS NULL;

-- What a state of the draft would hide and show, worked out beside what is read.
CREATE TABLE restricted_dry_run (
  id INTEGER PRIMARY KEY,
  draft_id INTEGER NOT NULL REFERENCES restricted_draft (id),
  draft_state INTEGER NOT NULL,
  asked_at INTEGER NOT NULL,
  asked_by INTEGER NOT NULL REFERENCES account (id),
  phase TEXT NOT NULL CHECK (phase IN ('judging', 'following', 'comparing', 'done', 'void')),
  cursor INTEGER NOT NULL DEFAULT 0,
  -- What had arrived shortly before it began: anything else has arrived since.
  seen_from INTEGER NOT NULL,
  seen_count INTEGER NOT NULL,
  seen_sum INTEGER NOT NULL,
  ended_at INTEGER,
  outcome TEXT
) STRICT;
CREATE UNIQUE INDEX restricted_dry_run_going ON restricted_dry_run ((ended_at IS NULL)) WHERE ended_at IS NULL;
CREATE INDEX restricted_dry_run_draft ON restricted_dry_run (draft_id);
-- Records that the draft would hide, in the order in which they were found.
CREATE TABLE restricted_dry_run_record (
  seq INTEGER PRIMARY KEY,
  run_id INTEGER NOT NULL REFERENCES restricted_dry_run (id),
  record_id INTEGER NOT NULL,
  UNIQUE (run_id, record_id)
) STRICT;
CREATE TABLE restricted_consequence (
  run_id INTEGER NOT NULL REFERENCES restricted_dry_run (id),
  record_id INTEGER NOT NULL,
  change TEXT NOT NULL CHECK (change IN ('hidden', 'shown')),
  type TEXT NOT NULL,
  source_id TEXT NOT NULL,
  PRIMARY KEY (run_id, record_id)
) STRICT, WITHOUT ROWID;

-- III.I.3: the list as it was attested to, up to a version.
CREATE TABLE restricted_review (
  id INTEGER PRIMARY KEY,
  reviewed_on TEXT NOT NULL,
  reviewed_by INTEGER NOT NULL REFERENCES account (id),
  -- The version of the review before, and the one that was in force.
  since_version INTEGER NOT NULL,
  version INTEGER NOT NULL,
  note TEXT NOT NULL
) STRICT;
CREATE TRIGGER restricted_review_never_changes BEFORE UPDATE ON restricted_review
BEGIN SELECT RAISE(ABORT, 'a review never changes'); END;
CREATE TRIGGER restricted_review_never_goes BEFORE DELETE ON restricted_review
BEGIN SELECT RAISE(ABORT, 'a review never goes'); END;
-- A month is reminded of once: the 1st on which the review was overdue.
CREATE TABLE restricted_review_reminder (
  overdue_on TEXT PRIMARY KEY,
  reminded_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Which records are to be judged again: without reading the others.
CREATE INDEX feed_record_judged ON feed_record (own_version) WHERE type IN ('Claim', 'ExplanationOfBenefit', 'ClaimResponse',
  'ServiceRequest', 'Condition', 'Procedure', 'MedicationRequest', 'Encounter');
CREATE INDEX feed_record_received ON feed_record (received_at);
-- Records that could not be judged, by reason and by type; the same words stand in the query.
CREATE INDEX feed_record_unjudged ON feed_record (hidden, type, id)
WHERE hidden IS NOT NULL AND hidden NOT IN ('linked', 'label', 'not-judged-yet') AND substr(hidden, 1, 5) <> 'rule:';
CREATE INDEX feed_record_unjudged_type ON feed_record (type, hidden, id)
WHERE hidden IS NOT NULL AND hidden NOT IN ('linked', 'label', 'not-judged-yet') AND substr(hidden, 1, 5) <> 'rule:';
