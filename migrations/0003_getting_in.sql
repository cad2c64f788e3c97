-- Getting in: documents people agree to, offices that ask for access, registrations, requests, links, questions, mail to anybody.

-- A versioned text: agreements, the training, the privacy notice. Published ones never change (II.I).
CREATE TABLE document (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE CHECK (public_id LIKE 'doc\_%' ESCAPE '\'),
  kind TEXT NOT NULL CHECK (kind IN ('access-agreement', 'user-agreement', 'training', 'privacy-notice')),
  version INTEGER NOT NULL,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  -- Null: shipped with the program, as a template for the plan.
  made_by INTEGER REFERENCES account (id),
  -- Null: the draft, of which a kind has one at most.
  published_at INTEGER,
  published_by INTEGER REFERENCES account (id),
  UNIQUE (kind, version)
) STRICT;
CREATE UNIQUE INDEX document_draft ON document (kind) WHERE published_at IS NULL;
CREATE INDEX document_published ON document (kind, version) WHERE published_at IS NOT NULL;
CREATE TRIGGER document_published_never_changes BEFORE UPDATE ON document WHEN old.published_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'II.I: a published text never changes'); END;
CREATE TRIGGER document_published_never_goes BEFORE DELETE ON document WHEN old.published_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'II.I: a published text never goes'); END;
-- II.I: looked at each year, changed or not.
CREATE TABLE document_review (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('access-agreement', 'user-agreement', 'training', 'privacy-notice')),
  reviewed_on TEXT NOT NULL,
  reviewed_by INTEGER NOT NULL REFERENCES account (id),
  note TEXT NOT NULL
) STRICT;
CREATE INDEX document_review_kind ON document_review (kind, reviewed_on);

-- III.A.1.c.i: what a registrant tells. The job description is what the approver reviews (III.B.6).
ALTER TABLE account ADD COLUMN street TEXT;
ALTER TABLE account ADD COLUMN city TEXT;
ALTER TABLE account ADD COLUMN zip TEXT;
ALTER TABLE account ADD COLUMN telephone TEXT;
ALTER TABLE account ADD COLUMN job_title TEXT;
ALTER TABLE account ADD COLUMN job_description TEXT;

-- III.A.1.c.iv: who agreed to which version, when and from where.
CREATE TABLE agreement_acceptance (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account (id),
  document_id INTEGER NOT NULL REFERENCES document (id),
  -- The document's version, so that the gate asks one table.
  version INTEGER NOT NULL,
  at INTEGER NOT NULL,
  ip TEXT NOT NULL,
  UNIQUE (account_id, version)
) STRICT;
-- III.J: each completed training with its attestation.
CREATE TABLE training_attestation (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account (id),
  document_id INTEGER NOT NULL REFERENCES document (id),
  attested_on TEXT NOT NULL,
  at INTEGER NOT NULL,
  ip TEXT NOT NULL,
  text TEXT NOT NULL
) STRICT;
CREATE INDEX training_attestation_account ON training_attestation (account_id, attested_on);
-- Sections done so far, of a person in training.
CREATE TABLE training_progress (
  account_id INTEGER NOT NULL REFERENCES account (id),
  document_id INTEGER NOT NULL REFERENCES document (id),
  section INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (account_id, document_id, section)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER agreement_acceptance_never_changes BEFORE UPDATE ON agreement_acceptance
BEGIN SELECT RAISE(ABORT, 'III.L.5: what was agreed to is kept as agreed'); END;
CREATE TRIGGER agreement_acceptance_never_goes BEFORE DELETE ON agreement_acceptance
BEGIN SELECT RAISE(ABORT, 'III.L.5: what was agreed to is kept as agreed'); END;
CREATE TRIGGER training_attestation_never_changes BEFORE UPDATE ON training_attestation
BEGIN SELECT RAISE(ABORT, 'III.L.5: what was attested is kept as attested'); END;
CREATE TRIGGER training_attestation_never_goes BEFORE DELETE ON training_attestation
BEGIN SELECT RAISE(ABORT, 'III.L.5: what was attested is kept as attested'); END;

-- III.A.1.a: the office manager, as the accepted request named them.
ALTER TABLE office ADD COLUMN manager_name TEXT;
ALTER TABLE office ADD COLUMN manager_title TEXT;
ALTER TABLE office ADD COLUMN manager_email TEXT;
ALTER TABLE office ADD COLUMN manager_telephone TEXT;

-- III.A.1.a: an office asks for access and signs the Access Agreement.
CREATE TABLE office_request (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE CHECK (public_id LIKE 'orq\_%' ESCAPE '\'),
  legal_name TEXT NOT NULL,
  tin TEXT NOT NULL,
  npi TEXT NOT NULL,
  street TEXT NOT NULL,
  city TEXT NOT NULL,
  state TEXT NOT NULL,
  zip TEXT NOT NULL,
  telephone TEXT NOT NULL,
  manager_name TEXT NOT NULL,
  manager_title TEXT NOT NULL,
  manager_email TEXT NOT NULL,
  manager_telephone TEXT NOT NULL,
  document_id INTEGER NOT NULL REFERENCES document (id),
  -- On paper: the receipt is recorded by staff, the scan is in DOCUMENTS.
  is_paper INTEGER NOT NULL CHECK (is_paper IN (0, 1)),
  signed_name TEXT NOT NULL,
  signed_title TEXT NOT NULL,
  signed_at INTEGER NOT NULL,
  ip TEXT NOT NULL,
  scan_key TEXT,
  scan_type TEXT,
  -- Null: no scan. 'not-scanned': no scanner was configured.
  scan_result TEXT CHECK (scan_result IN ('clean', 'not-scanned')),
  recorded_by INTEGER REFERENCES account (id),
  created_at INTEGER NOT NULL,
  office_id INTEGER REFERENCES office (id),
  decided_at INTEGER,
  decided_by INTEGER REFERENCES account (id),
  decision TEXT CHECK (decision IN ('accepted', 'rejected')),
  reason TEXT,
  CHECK ((decided_at IS NULL) = (decision IS NULL)),
  CHECK (decision IS NOT 'accepted' OR office_id IS NOT NULL),
  CHECK (decision IS NOT 'rejected' OR reason IS NOT NULL)
) STRICT;
CREATE INDEX office_request_waiting ON office_request (created_at) WHERE decided_at IS NULL;
-- For the brake on requests from one IP address.
CREATE INDEX office_request_from ON office_request (ip, created_at);
CREATE TABLE office_request_loa (
  request_id INTEGER NOT NULL REFERENCES office_request (id),
  place INTEGER NOT NULL,
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  email TEXT NOT NULL,
  PRIMARY KEY (request_id, place)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER office_request_stays_as_signed BEFORE UPDATE OF legal_name, tin, npi, street, city, state, zip, telephone,
  manager_name, manager_title, manager_email, manager_telephone, document_id, is_paper, signed_name, signed_title, signed_at, ip
  ON office_request
BEGIN SELECT RAISE(ABORT, 'III.A.1.a: an agreement is kept as signed'); END;
CREATE TRIGGER office_request_decided_once BEFORE UPDATE OF decided_at, decided_by, decision, reason, office_id ON office_request
  WHEN old.decided_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'III.A.1.a: a request is decided once'); END;
CREATE TRIGGER office_request_never_goes BEFORE DELETE ON office_request
BEGIN SELECT RAISE(ABORT, 'III.A.1.a: an agreement is kept as signed'); END;

-- III.B.3.b: talks with the manager of an office without an LOA.
CREATE TABLE office_contact (
  id INTEGER PRIMARY KEY,
  office_id INTEGER NOT NULL REFERENCES office (id),
  at INTEGER NOT NULL,
  by_account INTEGER NOT NULL REFERENCES account (id),
  person TEXT NOT NULL,
  notes TEXT NOT NULL,
  -- The request whose applicant's employment the manager confirmed.
  access_request_id INTEGER REFERENCES access_request (id)
) STRICT;
CREATE INDEX office_contact_office ON office_contact (office_id);

-- Somebody is asked in: an office's LOA (III.A.1.b), or staff of the plan.
CREATE TABLE invitation (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE CHECK (public_id LIKE 'inv\_%' ESCAPE '\'),
  email TEXT NOT NULL,
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  office_id INTEGER REFERENCES office (id),
  department TEXT CHECK (department IN ('information-services', 'e-business', 'provider-relations', 'privacy', 'information-security')),
  -- Null: the program itself, for the first Enterprise Administrator.
  invited_by INTEGER REFERENCES account (id),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  accepted_at INTEGER,
  revoked_at INTEGER,
  CHECK ((office_id IS NULL) <> (department IS NULL))
) STRICT;
CREATE INDEX invitation_email ON invitation (email);
-- Once: whatever runs twice, the first Enterprise Administrator is invited by one of them.
CREATE UNIQUE INDEX invitation_first ON invitation (department) WHERE invited_by IS NULL AND department IS NOT NULL;

-- A person on the way in. What a step asked for stays null until the step is done.
CREATE TABLE registration (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE CHECK (public_id LIKE 'reg\_%' ESCAPE '\'),
  -- Null once a denied or abandoned registration was forgotten (III.L.5).
  email TEXT,
  guard TEXT NOT NULL,
  invitation_id INTEGER REFERENCES invitation (id),
  created_at INTEGER NOT NULL,
  proved_at INTEGER,
  -- JSON of what was typed and of what is complete: firstName, lastName, street, city, zip, telephone, jobTitle, jobDescription.
  person TEXT,
  is_adult INTEGER CHECK (is_adult = 1),
  office_id INTEGER REFERENCES office (id),
  agreement_id INTEGER REFERENCES document (id),
  agreed_at INTEGER,
  agreed_ip TEXT,
  training_id INTEGER REFERENCES document (id),
  -- JSON list of the sections done.
  sections TEXT,
  trained_on TEXT,
  trained_at INTEGER,
  trained_ip TEXT,
  training_text TEXT,
  -- JSON list of questions, and the hash of all answers together.
  questions TEXT,
  answers_hash TEXT,
  sent_at INTEGER,
  ended_at INTEGER,
  -- The account made of it.
  account_id INTEGER REFERENCES account (id)
) STRICT;
CREATE INDEX registration_guard ON registration (guard);
CREATE INDEX registration_open ON registration (created_at) WHERE ended_at IS NULL;

-- III.B: one wish for access to one office, decided once.
CREATE TABLE access_request (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE CHECK (public_id LIKE 'req\_%' ESCAPE '\'),
  office_id INTEGER NOT NULL REFERENCES office (id),
  -- Of a new person, or of one who has an account already.
  registration_id INTEGER REFERENCES registration (id),
  account_id INTEGER REFERENCES account (id),
  wants_loa INTEGER NOT NULL CHECK (wants_loa IN (0, 1)),
  -- A hand-over: the LOA who gives the office to the one of account_id.
  from_account INTEGER REFERENCES account (id),
  job_title TEXT NOT NULL,
  job_description TEXT NOT NULL,
  sent_at INTEGER NOT NULL,
  reminded_at INTEGER,
  alerted_at INTEGER,
  decided_at INTEGER,
  decided_on TEXT,
  decided_by INTEGER REFERENCES account (id),
  -- III.B.3.a: the name as it was on that day.
  decided_name TEXT,
  decision TEXT CHECK (decision IN ('approved', 'denied', 'withdrawn')),
  reason TEXT,
  -- III.B.9: what the decider attested, in its words.
  attestation TEXT,
  CHECK ((registration_id IS NULL) <> (account_id IS NULL)),
  CHECK ((decided_at IS NULL) = (decision IS NULL)),
  CHECK (decision IS NOT 'approved' OR (attestation IS NOT NULL AND decided_by IS NOT NULL)),
  CHECK (decision IS NOT 'denied' OR (reason IS NOT NULL AND decided_by IS NOT NULL))
) STRICT;
CREATE INDEX access_request_waiting ON access_request (office_id, sent_at) WHERE decided_at IS NULL;
CREATE INDEX access_request_account ON access_request (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX access_request_office ON access_request (office_id, decided_at);
CREATE INDEX access_request_decided ON access_request (decided_at) WHERE decided_at IS NOT NULL;
CREATE UNIQUE INDEX access_request_once ON access_request (registration_id) WHERE registration_id IS NOT NULL;
-- What the job was may be forgotten with a denied registration (III.L.5); the decision stays.
CREATE TRIGGER access_request_decided_once BEFORE UPDATE OF office_id, registration_id, account_id, wants_loa, from_account,
  decided_at, decided_on, decided_by, decided_name, decision, reason, attestation ON access_request WHEN old.decided_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'III.B.3: a request is decided once'); END;

-- III.B.8: a grant limited to some providers of the office; none listed: no limit.
CREATE TABLE grant_limit (
  membership_id INTEGER NOT NULL REFERENCES membership (id),
  role TEXT NOT NULL CHECK (role IN ('eligibility', 'claims', 'view-referrals', 'submit-referrals')),
  provider_id INTEGER NOT NULL REFERENCES provider (id),
  PRIMARY KEY (membership_id, role, provider_id)
) STRICT, WITHOUT ROWID;
-- The providers of an office are those with a role there.
CREATE INDEX feed_record_role_office ON feed_record (office_source_id) WHERE type = 'PractitionerRole';
-- III.B.9: attested again at each change of roles.
CREATE TABLE role_attestation (
  id INTEGER PRIMARY KEY,
  membership_id INTEGER NOT NULL REFERENCES membership (id),
  at INTEGER NOT NULL,
  by_account INTEGER NOT NULL REFERENCES account (id),
  roles TEXT NOT NULL,
  text TEXT NOT NULL
) STRICT;
CREATE INDEX role_attestation_membership ON role_attestation (membership_id);
CREATE TRIGGER role_attestation_never_changes BEFORE UPDATE ON role_attestation
BEGIN SELECT RAISE(ABORT, 'III.L.5: what was attested is kept as attested'); END;
CREATE TRIGGER role_attestation_never_goes BEFORE DELETE ON role_attestation
BEGIN SELECT RAISE(ABORT, 'III.L.5: what was attested is kept as attested'); END;

-- A link in a mail. Its secret is in the mail alone; opening it changes nothing.
CREATE TABLE link (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE CHECK (public_id LIKE 'lnk\_%' ESCAPE '\'),
  purpose TEXT NOT NULL CHECK (purpose IN ('registration', 'invitation', 'set-up', 'reset')),
  guard TEXT NOT NULL,
  secret_hash TEXT NOT NULL,
  account_id INTEGER REFERENCES account (id),
  registration_id INTEGER REFERENCES registration (id),
  invitation_id INTEGER REFERENCES invitation (id),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER,
  revoked_at INTEGER
) STRICT;
CREATE INDEX link_account ON link (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX link_registration ON link (registration_id) WHERE registration_id IS NOT NULL;
CREATE INDEX link_invitation ON link (invitation_id) WHERE invitation_id IS NOT NULL;

-- III.D.5: passwords before the present one, as far back as the plan looks.
CREATE TABLE credential_past (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account (id),
  hash TEXT NOT NULL,
  replaced_at INTEGER NOT NULL
) STRICT;
CREATE INDEX credential_past_account ON credential_past (account_id);

-- III.F.2.b: the questions chosen, and one hash of all answers: no answer can be tried by itself.
CREATE TABLE security_answer (
  account_id INTEGER PRIMARY KEY REFERENCES account (id),
  questions TEXT NOT NULL,
  hash TEXT NOT NULL,
  set_at INTEGER NOT NULL
) STRICT;

-- The last second factor of the session and what it was given for: profile and resets want it fresh (III.F.1.c).
ALTER TABLE session ADD COLUMN factor_at INTEGER;
ALTER TABLE session ADD COLUMN factor_for TEXT;

-- A form that came too late or without a fresh second factor: sealed, for the same account only.
CREATE TABLE kept_form (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE CHECK (public_id LIKE 'frm\_%' ESCAPE '\'),
  guard TEXT NOT NULL,
  sealed TEXT NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX kept_form_expires ON kept_form (expires_at);

-- Mail goes to accounts and to people who have none; what it tells is sealed until it was sent.
ALTER TABLE outbox RENAME TO outbox_before;
DROP INDEX outbox_waiting;
CREATE TABLE outbox (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  account_id INTEGER REFERENCES account (id),
  channel TEXT NOT NULL CHECK (channel IN ('email', 'text')),
  message TEXT NOT NULL,
  -- What the message says beyond its name, and the address of somebody without an account; gone once sent or given up.
  sealed TEXT,
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  tries INTEGER NOT NULL DEFAULT 0,
  -- Not before this instant is it tried again.
  next_at INTEGER,
  sent_at INTEGER,
  dead_at INTEGER,
  dead_reason TEXT
) STRICT;
INSERT INTO outbox (id, public_id, account_id, channel, message, created_at, expires_at, sent_at, dead_at, dead_reason)
  SELECT id, public_id, account_id, channel, message, created_at, expires_at, sent_at, coalesce(dead_at, CASE WHEN sent_at IS NULL THEN created_at END), coalesce(dead_reason, CASE WHEN sent_at IS NULL THEN 'outdated' END)
  FROM outbox_before;
DROP TABLE outbox_before;
CREATE INDEX outbox_waiting ON outbox (created_at) WHERE sent_at IS NULL AND dead_at IS NULL;
CREATE INDEX outbox_sent ON outbox (channel, created_at) WHERE sent_at IS NOT NULL;
CREATE INDEX outbox_dead ON outbox (dead_at) WHERE dead_at IS NOT NULL;
-- What goes out by itself goes once: the warning for that day, the reminder of that request.
CREATE TABLE notice (
  account_id INTEGER NOT NULL REFERENCES account (id),
  kind TEXT NOT NULL,
  -- The day it warns of, ISO.
  about TEXT NOT NULL,
  days_before INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (account_id, kind, about, days_before)
) STRICT, WITHOUT ROWID;

-- III.L.3: what a user record held before and after a change. The audit row names the fields alone; secrets stand in neither.
CREATE TABLE account_change (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account (id),
  at INTEGER NOT NULL,
  -- Null: the program itself.
  by_account INTEGER REFERENCES account (id),
  field TEXT NOT NULL,
  before TEXT,
  after TEXT
) STRICT;
CREATE INDEX account_change_account ON account_change (account_id);
CREATE TRIGGER account_change_never_changes BEFORE UPDATE ON account_change
BEGIN SELECT RAISE(ABORT, 'III.L.3: changes are only added'); END;
CREATE TRIGGER account_change_never_goes BEFORE DELETE ON account_change
BEGIN SELECT RAISE(ABORT, 'III.L.3: changes are only added'); END;
CREATE TRIGGER account_change_never_replaced BEFORE INSERT ON account_change
WHEN EXISTS (SELECT 1 FROM account_change WHERE id = new.id)
BEGIN SELECT RAISE(ABORT, 'III.L.3: changes are only added'); END;

-- People see their own sign-ins and changes, not the thousands of pages between them; and what others changed of theirs.
CREATE INDEX audit_doing ON audit (account_id) WHERE page IS NULL;
CREATE INDEX audit_subject ON audit (subject_id) WHERE subject_id IS NOT NULL;
