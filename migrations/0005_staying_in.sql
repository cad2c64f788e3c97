-- Staying in: verification of users, suspension, termination, and what the hourly run keeps for itself.

-- III.H.1: the day on which the office's users are verified next, and the day its administrators received the prompt for it.
-- What follows from them is computed when it is asked (T14); it stands here because every page asks.
ALTER TABLE office ADD COLUMN verify_due_on TEXT;
ALTER TABLE office ADD COLUMN prompt_received_on TEXT;
-- The day from which the hourly run has something to do about it; null: nothing until somebody acts.
ALTER TABLE office ADD COLUMN verify_act_on TEXT;
-- Offices that have had access since before verification was kept: the next 45 days that are to come, reckoned from the last row of the log.
UPDATE office SET verify_due_on = (
  WITH RECURSIVE due (day) AS (
    SELECT date(office.access_on, '+45 days')
    UNION ALL SELECT date(day, '+45 days') FROM due
      WHERE day <= date(coalesce((SELECT at FROM audit ORDER BY seq DESC LIMIT 1), 0) / 1000, 'unixepoch')
  )
  SELECT max(day) FROM due
) WHERE access_on IS NOT NULL;
UPDATE office SET verify_act_on = verify_due_on;
CREATE INDEX office_verify_act ON office (verify_act_on) WHERE verify_act_on IS NOT NULL;
CREATE INDEX office_verify_due ON office (verify_due_on) WHERE verify_due_on IS NOT NULL;

-- III.H: one verification of an office's users, done by its administrators together.
CREATE TABLE verification (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE CHECK (public_id LIKE 'ver\_%' ESCAPE '\'),
  office_id INTEGER NOT NULL REFERENCES office (id),
  due_on TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  -- The day of the prompt that counted; the office's own is gone once this is complete.
  received_on TEXT,
  -- The last reminder that went out, as days after the prompt.
  reminded_day INTEGER NOT NULL DEFAULT 0,
  -- The Enterprise Administrators were told that nobody has received it.
  alarmed_at INTEGER,
  completed_at INTEGER,
  completed_on TEXT,
  completed_by INTEGER REFERENCES account (id),
  attestation TEXT,
  -- The only administrator verified themself.
  by_only_loa INTEGER NOT NULL DEFAULT 0 CHECK (by_only_loa IN (0, 1)),
  -- III.H.4: completed by the plan after speaking with the office.
  spoke_with TEXT,
  spoke_on TEXT,
  notes TEXT,
  -- The office ended before it was complete (III.M.4): nobody is asked any more.
  dropped_at INTEGER,
  -- III.H.5: access was given back to the suspended office.
  reinstated_at INTEGER,
  reinstated_by INTEGER REFERENCES account (id),
  reinstated_because TEXT,
  UNIQUE (office_id, due_on),
  CHECK ((completed_at IS NULL) = (attestation IS NULL)),
  CHECK ((spoke_with IS NULL) = (spoke_on IS NULL))
) STRICT;
CREATE UNIQUE INDEX verification_open ON verification (office_id) WHERE completed_at IS NULL AND dropped_at IS NULL;
CREATE INDEX verification_due ON verification (due_on);
CREATE TRIGGER verification_stays_as_attested BEFORE UPDATE OF office_id, due_on, received_on, completed_at, completed_on, completed_by,
  attestation, by_only_loa, spoke_with, spoke_on, notes ON verification WHEN old.completed_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'III.L.5: what was attested is kept as attested'); END;
CREATE TRIGGER verification_never_goes BEFORE DELETE ON verification
BEGIN SELECT RAISE(ABORT, 'III.L.5: a verification is kept'); END;
-- What was decided about one user: progress is saved at each card.
CREATE TABLE verification_card (
  verification_id INTEGER NOT NULL REFERENCES verification (id),
  membership_id INTEGER NOT NULL REFERENCES membership (id),
  decision TEXT NOT NULL CHECK (decision IN ('kept', 'changed', 'left')),
  decided_at INTEGER NOT NULL,
  decided_by INTEGER NOT NULL REFERENCES account (id),
  PRIMARY KEY (verification_id, membership_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER verification_card_stays_as_attested BEFORE UPDATE ON verification_card
  WHEN EXISTS (SELECT 1 FROM verification v WHERE v.id = old.verification_id AND v.completed_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'III.L.5: what was attested is kept as attested'); END;
CREATE TRIGGER verification_card_never_goes BEFORE DELETE ON verification_card
BEGIN SELECT RAISE(ABORT, 'III.L.5: a verification is kept'); END;
-- A prompt on its way: the day the provider took it is the day it was received.
ALTER TABLE outbox ADD COLUMN verification_id INTEGER REFERENCES verification (id);
CREATE INDEX outbox_prompt ON outbox (verification_id) WHERE verification_id IS NOT NULL;

-- Why an account is suspended: an incident (III.K.5), or disabled by an Enterprise Administrator (III.M.2).
ALTER TABLE account ADD COLUMN suspended_for TEXT CHECK (suspended_for IN ('incident', 'disabled'));
UPDATE account SET suspended_for = 'incident' WHERE suspended_at IS NOT NULL;
-- The same of a membership: not verified in time (III.H.5), or disabled (III.M.2).
ALTER TABLE membership ADD COLUMN suspended_for TEXT CHECK (suspended_for IN ('unverified', 'disabled'));
UPDATE membership SET suspended_for = 'unverified' WHERE suspended_at IS NOT NULL;
-- The last time the person was admitted to the office: whoever was after the prompt counts as verified by that.
ALTER TABLE membership ADD COLUMN admitted_at INTEGER NOT NULL DEFAULT 0;
UPDATE membership SET admitted_at = created_at;

-- III.M.3: access that was ended, limited or disabled: the day the job ended or changed, and the day the access did.
CREATE TABLE revocation (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE CHECK (public_id LIKE 'rvk\_%' ESCAPE '\'),
  membership_id INTEGER NOT NULL REFERENCES membership (id),
  account_id INTEGER NOT NULL REFERENCES account (id),
  office_id INTEGER NOT NULL REFERENCES office (id),
  kind TEXT NOT NULL CHECK (kind IN ('ended', 'limited', 'disabled')),
  -- The employment's termination date, or the date the job changed, as the office says.
  changed_on TEXT NOT NULL,
  -- The first day without the access.
  revoked_on TEXT NOT NULL,
  at INTEGER NOT NULL,
  by_account INTEGER REFERENCES account (id),
  reason TEXT,
  -- Later than the policy allows: a report for e-business, which decides it.
  is_late INTEGER NOT NULL CHECK (is_late IN (0, 1)),
  decide_by TEXT,
  decided_at INTEGER,
  decided_by INTEGER REFERENCES account (id),
  decision TEXT CHECK (decision IN ('no-breach', 'referred')),
  decision_reason TEXT,
  CHECK ((is_late = 1) = (decide_by IS NOT NULL)),
  CHECK ((decided_at IS NULL) = (decision IS NULL)),
  CHECK (decision IS NULL OR (is_late = 1 AND decision_reason IS NOT NULL))
) STRICT;
CREATE INDEX revocation_membership ON revocation (membership_id);
CREATE INDEX revocation_to_decide ON revocation (decide_by) WHERE is_late = 1 AND decided_at IS NULL;
CREATE INDEX revocation_late ON revocation (id) WHERE is_late = 1;
CREATE TRIGGER revocation_decided_once BEFORE UPDATE ON revocation WHEN old.decided_at IS NOT NULL OR old.membership_id <> new.membership_id
  OR old.changed_on <> new.changed_on OR old.revoked_on <> new.revoked_on OR old.is_late <> new.is_late
BEGIN SELECT RAISE(ABORT, 'III.M.3: a report is kept as made, and decided once'); END;
CREATE TRIGGER revocation_never_goes BEFORE DELETE ON revocation
BEGIN SELECT RAISE(ABORT, 'III.M.3: a report is kept'); END;

-- III.L.3: why a change was made, and in which office, where it is of one.
ALTER TABLE account_change ADD COLUMN office_id INTEGER REFERENCES office (id);
ALTER TABLE account_change ADD COLUMN reason TEXT;

-- III.L.4: who gave a capability, and who last looked at it.
ALTER TABLE capability ADD COLUMN granted_by INTEGER REFERENCES account (id);
ALTER TABLE capability ADD COLUMN reviewed_at INTEGER;
ALTER TABLE capability ADD COLUMN reviewed_by INTEGER REFERENCES account (id);

-- The hourly run: how each job went last, up to which day everything due is done, and where a run that was cut off goes on.
CREATE TABLE job (
  name TEXT PRIMARY KEY,
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  -- The end of the last run in which nothing failed.
  ok_at INTEGER,
  done INTEGER NOT NULL DEFAULT 0,
  failed INTEGER NOT NULL DEFAULT 0,
  -- The kind of the last failure, never its words (T29).
  error TEXT,
  done_on TEXT,
  cursor INTEGER NOT NULL DEFAULT 0,
  -- The policy's numbers and the zone that the day and the place were reckoned by, as a digest.
  reckoned_by TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

-- Ending the sessions of an office or of a membership, and finding the people whose use or password is of a day.
CREATE INDEX session_membership ON session (membership_id) WHERE ended_at IS NULL;
CREATE INDEX session_ended ON session (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX account_used ON account (coalesce(last_used_on, approved_on));
CREATE INDEX credential_set ON credential (set_on);
CREATE INDEX training_attestation_on ON training_attestation (attested_on);
-- Accounts are found by name, by staff.
CREATE INDEX account_name ON account (last_name, first_name);
-- What the hourly run's sweepers look for: their cost grows with what is due, not with what is kept.
CREATE INDEX registration_to_forget ON registration (coalesce(ended_at, iif(sent_at IS NULL, created_at, NULL)))
  WHERE account_id IS NULL AND email IS NOT NULL;
CREATE INDEX verification_unalarmed ON verification (due_on) WHERE alarmed_at IS NULL AND completed_at IS NULL AND dropped_at IS NULL;
CREATE INDEX outbox_to_forget ON outbox (expires_at) WHERE dead_at IS NOT NULL AND sealed IS NOT NULL;
CREATE INDEX account_staff ON account (department) WHERE department IS NOT NULL;

-- How often each event happened on a day of the plan's zone: tallied hourly from the log up to a mark, for the staff's charts.
CREATE TABLE audit_day (
  day TEXT NOT NULL,
  event TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (day, event)
) STRICT, WITHOUT ROWID;
CREATE TABLE audit_day_mark (
  seq INTEGER NOT NULL
) STRICT;
INSERT INTO audit_day_mark (seq) VALUES (0);
-- The staff's queues: accounts that are locked, and the few that are staff's.
CREATE INDEX account_locked ON account (locked_at) WHERE locked_at IS NOT NULL;
CREATE INDEX account_staff_name ON account (last_name, id) WHERE kind = 'staff';
