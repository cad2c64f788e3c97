-- Referrals from the first field typed to the core system's decision (section 12).

-- What the core system says of a referral, and which submission it answers. Both records of one share one fate.
ALTER TABLE referral ADD COLUMN confirmation TEXT;
-- Of a submission: the core system's own ServiceRequest, once it has one.
ALTER TABLE referral ADD COLUMN core_source_id TEXT;
-- The ClaimResponse with the decision.
ALTER TABLE referral ADD COLUMN response_source_id TEXT;
ALTER TABLE referral ADD COLUMN urgency TEXT NOT NULL DEFAULT 'routine' CHECK (urgency IN ('routine', 'urgent'));
-- Who refers, of the office, and to whom.
ALTER TABLE referral ADD COLUMN requester_source_id TEXT;
ALTER TABLE referral ADD COLUMN requester_name TEXT;
ALTER TABLE referral ADD COLUMN performer_source_id TEXT;
ALTER TABLE referral ADD COLUMN performer_name TEXT;
-- JSON [[system, code], …]: code numbers, never words.
ALTER TABLE referral ADD COLUMN diagnoses TEXT NOT NULL DEFAULT '[]';
ALTER TABLE referral ADD COLUMN services TEXT NOT NULL DEFAULT '[]';
ALTER TABLE referral ADD COLUMN units REAL;
ALTER TABLE referral ADD COLUMN starts_on TEXT;
ALTER TABLE referral ADD COLUMN ends_on TEXT;
-- When the time to decide began (CMS-0057-F), ms UTC.
ALTER TABLE referral ADD COLUMN received_at INTEGER;
ALTER TABLE referral ADD COLUMN decision TEXT CHECK (decision IN ('approved', 'modified', 'denied', 'pended', 'cancelled'));
ALTER TABLE referral ADD COLUMN decided_on TEXT;
ALTER TABLE referral ADD COLUMN denial_code TEXT;
ALTER TABLE referral ADD COLUMN authorization_number TEXT;
-- The status that its submitter was last told of by e-mail; NULL: nothing yet.
ALTER TABLE referral ADD COLUMN told_status TEXT;
CREATE UNIQUE INDEX referral_confirmation ON referral (confirmation) WHERE confirmation IS NOT NULL;
-- Where it stands, as far as its records tell: one word that lists search by.
ALTER TABLE referral ADD COLUMN stage TEXT NOT NULL GENERATED ALWAYS AS (CASE
  WHEN status IN ('revoked', 'entered-in-error') OR decision = 'cancelled' THEN 'cancelled'
  WHEN decision = 'denied' THEN 'denied'
  WHEN status = 'completed' THEN 'completed'
  WHEN decision IN ('approved', 'modified') THEN decision
  WHEN decision = 'pended' OR status = 'on-hold' THEN 'in-review'
  -- The core system has answered nothing yet.
  WHEN confirmation IS NOT NULL AND core_source_id IS NULL AND response_source_id IS NULL THEN 'submitted'
  ELSE 'received' END) VIRTUAL;
CREATE INDEX referral_office_member ON referral (office_id, member_id, shown_under, authored_on);
CREATE INDEX referral_office_stage ON referral (office_id, stage, shown_under, authored_on);
CREATE INDEX referral_office_urgency ON referral (office_id, urgency, shown_under, authored_on);
CREATE INDEX referral_authorization ON referral (authorization_number) WHERE authorization_number IS NOT NULL;
-- Submissions whose submitter is to be told of a new status.
CREATE INDEX referral_untold ON referral (id)
  WHERE confirmation IS NOT NULL AND stage NOT IN ('submitted', 'received') AND stage IS NOT told_status;
CREATE INDEX referral_number ON referral (number);
CREATE INDEX referral_requester ON referral (requester_source_id) WHERE requester_source_id IS NOT NULL;
CREATE INDEX referral_performer ON referral (performer_source_id) WHERE performer_source_id IS NOT NULL;

-- The confirmation number among a record's identifiers.
ALTER TABLE feed_record ADD COLUMN confirmation TEXT;
CREATE INDEX feed_record_confirmation ON feed_record (confirmation) WHERE confirmation IS NOT NULL;

-- The records that a referral is made of, its decision's among them: one hidden hides it all (III.I.1).
CREATE TABLE referral_record (
  referral_id INTEGER NOT NULL REFERENCES referral (id) ON DELETE CASCADE,
  record_id INTEGER NOT NULL REFERENCES feed_record (id) ON DELETE CASCADE,
  PRIMARY KEY (referral_id, record_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX referral_record_record ON referral_record (record_id);

-- What somebody typed so far: theirs alone, in one office.
CREATE TABLE referral_draft (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE CHECK (public_id LIKE 'rdr\_%' ESCAPE '\'),
  account_id INTEGER NOT NULL REFERENCES account (id),
  office_id INTEGER NOT NULL REFERENCES office (id),
  -- JSON: the fields as typed, right or wrong.
  content TEXT NOT NULL,
  -- Moves on with every change, even within one millisecond: a form made from an older state is told.
  changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX referral_draft_account ON referral_draft (account_id, office_id, changed_at);

-- What was submitted, and how far it came. Of a restricted one the confirmation number is all that anybody sees (III.I.1).
CREATE TABLE referral_submission (
  id INTEGER PRIMARY KEY,
  confirmation TEXT NOT NULL UNIQUE CHECK (confirmation LIKE 'GH-%'),
  -- A draft is submitted once.
  draft_public_id TEXT NOT NULL UNIQUE,
  account_id INTEGER NOT NULL REFERENCES account (id),
  office_id INTEGER NOT NULL REFERENCES office (id),
  submitted_at INTEGER NOT NULL,
  -- JSON: what the core system is told.
  content TEXT NOT NULL,
  -- When the core system took it, ms UTC.
  delivered_at INTEGER,
  tries INTEGER NOT NULL DEFAULT 0,
  tried_at INTEGER,
  -- The kind of the last failure, never its words.
  error TEXT,
  -- Tried as often as the queue does: the plan's staff see to it.
  given_up_at INTEGER
) STRICT;
CREATE INDEX referral_submission_waiting ON referral_submission (id) WHERE delivered_at IS NULL;
CREATE INDEX referral_submission_office ON referral_submission (office_id, account_id, id);

-- Files of a draft or submission. The bytes are in object storage under the public id; they leave through the portal alone.
CREATE TABLE referral_attachment (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE CHECK (public_id LIKE 'att\_%' ESCAPE '\'),
  draft_public_id TEXT NOT NULL,
  name TEXT NOT NULL,
  media_type TEXT NOT NULL CHECK (media_type IN ('application/pdf', 'image/jpeg', 'image/png')),
  bytes INTEGER NOT NULL,
  digest TEXT NOT NULL,
  scanned INTEGER NOT NULL CHECK (scanned IN (0, 1)),
  added_at INTEGER NOT NULL,
  -- When the core system took it, ms UTC.
  delivered_at INTEGER
) STRICT;
CREATE INDEX referral_attachment_draft ON referral_attachment (draft_public_id, id);

-- Objects in storage that no row speaks of: about to be kept, or not needed any more. What is still here when it is due is
-- deleted by the hourly run, so that nothing lies there unknown.
CREATE TABLE attachment_object (
  public_id TEXT PRIMARY KEY,
  due_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX attachment_object_due ON attachment_object (due_at);
CREATE INDEX referral_draft_changed ON referral_draft (changed_at);
