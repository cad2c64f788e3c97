-- Who exists, who may come in, and the log of what everyone did.
-- Instants are integer milliseconds UTC; calendar days are ISO text in the plan's zone.

CREATE TABLE office (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE CHECK (public_id LIKE 'off\_%' ESCAPE '\'),
  source_id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  npi TEXT,
  tin TEXT,
  telephone TEXT,
  street TEXT, city TEXT, state TEXT, zip TEXT,
  -- III.A.1.a: without a date of access nobody works through the office.
  access_on TEXT,
  suspended_at INTEGER,
  terminated_on TEXT
) STRICT;
CREATE INDEX office_npi ON office (npi);

CREATE TABLE account (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE CHECK (public_id LIKE 'acc\_%' ESCAPE '\'),
  -- III.C.1-3: lower case, unique, never changed.
  email TEXT NOT NULL UNIQUE CHECK (email = lower(email)),
  -- The name of the account's guard object: HMAC of the e-mail address.
  guard TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('office', 'staff')),
  department TEXT CHECK (department IN ('information-services', 'e-business', 'provider-relations', 'privacy', 'information-security')),
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  mobile TEXT,
  approved_on TEXT NOT NULL,
  last_used_on TEXT,
  suspended_at INTEGER,
  terminated_at INTEGER,
  -- A copy for lists; the guard object decides.
  locked_at INTEGER,
  created_at INTEGER NOT NULL,
  CHECK ((kind = 'staff') = (department IS NOT NULL))
) STRICT;

CREATE TRIGGER account_email_never_changes BEFORE UPDATE OF email ON account WHEN new.email <> old.email
BEGIN SELECT RAISE(ABORT, 'III.C.2: an e-mail address never changes'); END;

CREATE TABLE credential (
  account_id INTEGER PRIMARY KEY REFERENCES account (id),
  -- scrypt$N$r$p$salt$hash, base64url
  hash TEXT NOT NULL,
  set_on TEXT NOT NULL
) STRICT;

CREATE TABLE membership (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE CHECK (public_id LIKE 'mbs\_%' ESCAPE '\'),
  account_id INTEGER NOT NULL REFERENCES account (id),
  office_id INTEGER NOT NULL REFERENCES office (id),
  is_loa INTEGER NOT NULL DEFAULT 0 CHECK (is_loa IN (0, 1)),
  suspended_at INTEGER,
  ended_on TEXT,
  created_at INTEGER NOT NULL,
  UNIQUE (account_id, office_id)
) STRICT;
CREATE INDEX membership_office ON membership (office_id);

CREATE TABLE role_grant (
  membership_id INTEGER NOT NULL REFERENCES membership (id),
  role TEXT NOT NULL CHECK (role IN ('eligibility', 'claims', 'view-referrals', 'submit-referrals')),
  granted_at INTEGER NOT NULL,
  ends_on TEXT,
  PRIMARY KEY (membership_id, role)
) STRICT, WITHOUT ROWID;

-- III.L.4: given to a person by name, reviewed yearly.
CREATE TABLE capability (
  account_id INTEGER NOT NULL REFERENCES account (id),
  name TEXT NOT NULL,
  granted_at INTEGER NOT NULL,
  review_on TEXT NOT NULL,
  PRIMARY KEY (account_id, name)
) STRICT, WITHOUT ROWID;

-- A device known after a second factor on it (III.F.1.b). Only hashes of its value are kept.
CREATE TABLE device (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account (id),
  value_hash TEXT NOT NULL UNIQUE,
  -- Good until the new value was presented once: a lost answer on a telephone is no theft.
  previous_hash TEXT UNIQUE,
  label TEXT NOT NULL,
  factor_at INTEGER NOT NULL,
  used_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  revoked_at INTEGER
) STRICT;
CREATE INDEX device_account ON device (account_id);
-- Values a device once had: one of them seen again means the cookie was copied.
CREATE TABLE device_past_value (
  value_hash TEXT PRIMARY KEY,
  device_id INTEGER NOT NULL REFERENCES device (id)
) STRICT, WITHOUT ROWID;

-- The truth of who is signed in and where. Only SHA-256 of the secret is stored.
CREATE TABLE session (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  secret_hash TEXT NOT NULL,
  account_id INTEGER NOT NULL REFERENCES account (id),
  membership_id INTEGER REFERENCES membership (id),
  device TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  ended_at INTEGER,
  end_reason TEXT
) STRICT;
CREATE INDEX session_account ON session (account_id) WHERE ended_at IS NULL;

-- III.L. seq is given by SQLite at commit; ids only, the person's e-mail never changes (III.C.2).
CREATE TABLE audit (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  event TEXT NOT NULL,
  account_id INTEGER,
  office_id INTEGER,
  member_id INTEGER,
  subject_id INTEGER,
  session_id INTEGER,
  page TEXT,
  record TEXT,
  ip TEXT,
  device TEXT,
  clause TEXT,
  request_id TEXT,
  of_seq INTEGER,
  -- JSON list of the members a list showed (III.K.2.d.vi).
  members TEXT,
  detail TEXT
) STRICT;
CREATE INDEX audit_account ON audit (account_id);
CREATE INDEX audit_office ON audit (office_id);
CREATE INDEX audit_member_seen ON audit (member_id) WHERE member_id IS NOT NULL;
CREATE INDEX audit_at ON audit (at);
CREATE INDEX audit_withheld ON audit (of_seq) WHERE of_seq IS NOT NULL;

-- Where a member stands in lists: made from audit.members up to a mark, hourly. Above the mark the rows themselves are read
-- (docs/decisions/0011).
CREATE TABLE audit_member (
  member_id INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (member_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit_member_mark (
  seq INTEGER NOT NULL
) STRICT;
INSERT INTO audit_member_mark (seq) VALUES (0);
CREATE INDEX audit_lists ON audit (seq) WHERE members IS NOT NULL;

-- Append-only: no update, no delete, and no INSERT OR REPLACE, which slips past the first two.
CREATE TRIGGER audit_never_changes BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'III.L: audit rows are only added'); END;
CREATE TRIGGER audit_never_goes BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'III.L: audit rows are only added'); END;
-- seq is NULL or -1 in a BEFORE trigger when SQLite gives it; anything else was chosen by the writer.
CREATE TRIGGER audit_is_numbered_by_the_table BEFORE INSERT ON audit WHEN new.seq IS NOT NULL AND new.seq <> -1
BEGIN SELECT RAISE(ABORT, 'III.L: the table numbers its rows'); END;
CREATE TRIGGER audit_member_never_changes BEFORE UPDATE ON audit_member
BEGIN SELECT RAISE(ABORT, 'III.L: audit rows are only added'); END;
CREATE TRIGGER audit_member_never_goes BEFORE DELETE ON audit_member
BEGIN SELECT RAISE(ABORT, 'III.L: audit rows are only added'); END;
CREATE TRIGGER audit_member_never_replaced BEFORE INSERT ON audit_member
WHEN EXISTS (SELECT 1 FROM audit_member WHERE member_id = new.member_id AND seq = new.seq)
BEGIN SELECT RAISE(ABORT, 'III.L: audit rows are only added'); END;

-- A message, written with the change it tells of. The code is sealed until sent, then gone.
CREATE TABLE outbox (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  account_id INTEGER NOT NULL REFERENCES account (id),
  channel TEXT NOT NULL CHECK (channel IN ('email', 'text')),
  message TEXT NOT NULL,
  sealed TEXT,
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  sent_at INTEGER,
  dead_at INTEGER,
  dead_reason TEXT
) STRICT;
CREATE INDEX outbox_waiting ON outbox (created_at) WHERE sent_at IS NULL AND dead_at IS NULL;
