-- A whole day's eligibility at once, kept for the office; and whom somebody looked at lately (section 12).
CREATE TABLE eligibility_check (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE CHECK (public_id LIKE 'elc\_%' ESCAPE '\'),
  office_id INTEGER NOT NULL REFERENCES office (id),
  account_id INTEGER NOT NULL REFERENCES account (id),
  name TEXT,
  -- The date of service that was asked about.
  asked_on TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  rows INTEGER NOT NULL,
  -- How many of them are answered or can't be, and how: counted as they are, so that no list has to.
  answered INTEGER NOT NULL DEFAULT 0,
  eligible INTEGER NOT NULL DEFAULT 0,
  not_eligible INTEGER NOT NULL DEFAULT 0,
  unknown INTEGER NOT NULL DEFAULT 0,
  problems INTEGER NOT NULL DEFAULT 0,
  changed INTEGER NOT NULL DEFAULT 0,
  answered_at INTEGER
) STRICT;
CREATE INDEX eligibility_check_office ON eligibility_check (office_id, id);
-- What is forgotten by its age.
CREATE INDEX eligibility_check_age ON eligibility_check (made_at);
CREATE TABLE eligibility_check_row (
  check_id INTEGER NOT NULL REFERENCES eligibility_check (id),
  -- Its line in what was sent, from 1.
  line INTEGER NOT NULL,
  office_id INTEGER NOT NULL,
  -- As typed: a member number, or names and a birth date.
  asked_number TEXT,
  asked_last_name TEXT,
  asked_first_name TEXT,
  asked_birth_date TEXT,
  -- The same as it is looked for.
  number_key TEXT,
  last_name_key TEXT,
  first_name_key TEXT,
  born_on TEXT,
  -- Why a row can't be asked or answered: a sentence's name; NULL: it can.
  problem TEXT,
  -- The line that asked the same before, where that is the problem.
  same_as INTEGER,
  member_id INTEGER REFERENCES member (id),
  answer TEXT CHECK (answer IN ('eligible', 'not-eligible', 'unknown')),
  plan_name TEXT,
  product TEXT,
  network TEXT,
  pcp_name TEXT,
  starts_on TEXT,
  ends_on TEXT,
  copay_cents INTEGER,
  as_of INTEGER,
  -- What is different from the office's last check of the member: JSON object of what it was before; NULL: nothing is.
  changed TEXT,
  -- When that check was made; NULL: the member was never checked before.
  checked_before_at INTEGER,
  PRIMARY KEY (check_id, line)
) STRICT, WITHOUT ROWID;
-- The office's last check of a member.
CREATE INDEX eligibility_check_member ON eligibility_check_row (office_id, member_id, check_id) WHERE member_id IS NOT NULL;

CREATE TABLE recent_member (
  account_id INTEGER NOT NULL REFERENCES account (id),
  office_id INTEGER NOT NULL REFERENCES office (id),
  member_id INTEGER NOT NULL REFERENCES member (id),
  at INTEGER NOT NULL,
  -- The page's row in the log: whether it was withheld after all is told there.
  seq INTEGER NOT NULL,
  PRIMARY KEY (account_id, office_id, member_id)
) STRICT, WITHOUT ROWID;
