-- What the core system sends: as received for judging, and as shown.

-- Restricted codes (III.I). A version's rows are those with from_version <= v < to_version.
CREATE TABLE restricted_list (
  version INTEGER PRIMARY KEY,
  made_at INTEGER NOT NULL,
  source TEXT NOT NULL,
  reason TEXT NOT NULL,
  rows_added INTEGER NOT NULL
) STRICT;
CREATE TABLE restricted_code (
  id INTEGER PRIMARY KEY,
  category TEXT NOT NULL,
  system TEXT NOT NULL,
  match TEXT NOT NULL CHECK (match IN ('exact', 'prefix', 'range')),
  code TEXT NOT NULL,
  source TEXT NOT NULL,
  reason TEXT NOT NULL,
  from_version INTEGER NOT NULL REFERENCES restricted_list (version),
  to_version INTEGER
) STRICT;
CREATE UNIQUE INDEX restricted_code_in_force ON restricted_code (system, code, match, category) WHERE to_version IS NULL;

CREATE TABLE feed_import (
  id TEXT PRIMARY KEY,
  started_at INTEGER NOT NULL,
  completed_at INTEGER
) STRICT;
CREATE TABLE feed_part (
  import_id TEXT NOT NULL REFERENCES feed_import (id),
  file TEXT NOT NULL,
  part INTEGER NOT NULL,
  digest TEXT NOT NULL,
  counts TEXT NOT NULL,
  stored_at INTEGER NOT NULL,
  PRIMARY KEY (import_id, file, part)
) STRICT, WITHOUT ROWID;
CREATE TABLE feed_rejection (
  import_id TEXT NOT NULL REFERENCES feed_import (id),
  file TEXT NOT NULL,
  line INTEGER NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (import_id, file, line)
) STRICT, WITHOUT ROWID;

-- One row a resource received: enough to judge it again and to make its rows again, no free text.
CREATE TABLE feed_record (
  id INTEGER PRIMARY KEY,
  type TEXT NOT NULL,
  source_id TEXT NOT NULL,
  -- The import that brought it last, unchanged or not.
  import_id TEXT NOT NULL REFERENCES feed_import (id),
  digest TEXT NOT NULL,
  -- meta.lastUpdated: an older version never replaces a newer one, in whatever order they come.
  sent_at INTEGER,
  received_at INTEGER NOT NULL,
  -- JSON: what rows of pages are made of.
  facts TEXT NOT NULL,
  -- The Claim that an ExplanationOfBenefit or ClaimResponse belongs to: they share one fate.
  pair_source_id TEXT,
  -- The Organization that an Organization, PractitionerRole or Encounter leads to.
  office_source_id TEXT,
  -- JSON: what it is judged by, [[element, system, code], …].
  codes TEXT NOT NULL,
  -- Verdict on its own codes and labels under own_version: NULL clear, else why it is hidden.
  own_reason TEXT,
  own_version INTEGER NOT NULL,
  -- Verdict after following its links: NULL clear.
  hidden TEXT,
  UNIQUE (type, source_id)
) STRICT;
CREATE INDEX feed_record_source ON feed_record (source_id);
CREATE INDEX feed_record_pair ON feed_record (pair_source_id) WHERE pair_source_id IS NOT NULL;
CREATE INDEX feed_record_hidden ON feed_record (type) WHERE hidden IS NOT NULL;
CREATE INDEX feed_record_role ON feed_record (facts ->> 'practitioner') WHERE type = 'PractitionerRole';
-- A judged link of a record. `required` 0: supportingInfo, which may lead nowhere.
CREATE TABLE feed_link (
  from_id INTEGER NOT NULL REFERENCES feed_record (id),
  to_type TEXT NOT NULL,
  to_source_id TEXT NOT NULL,
  required INTEGER NOT NULL CHECK (required IN (0, 1)),
  PRIMARY KEY (from_id, to_source_id, to_type)
) STRICT, WITHOUT ROWID;
CREATE INDEX feed_link_to ON feed_link (to_source_id);
-- What may tell the office of a claim or referral; the lowest rank that is no person decides.
CREATE TABLE feed_clue (
  record_id INTEGER NOT NULL REFERENCES feed_record (id),
  rank INTEGER NOT NULL,
  to_type TEXT NOT NULL,
  to_source_id TEXT NOT NULL,
  PRIMARY KEY (record_id, rank, to_source_id, to_type)
) STRICT, WITHOUT ROWID;
CREATE INDEX feed_clue_to ON feed_clue (to_source_id);
-- What the statements of one batch pass to one another; empty outside of it.
CREATE TABLE feed_work (
  kind TEXT NOT NULL CHECK (kind IN ('changed', 'affected', 'claim', 'referral', 'member')),
  id INTEGER NOT NULL,
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE provider (
  id INTEGER PRIMARY KEY,
  source_id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  npi TEXT
) STRICT;

CREATE TABLE member (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE CHECK (public_id LIKE 'mem\_%' ESCAPE '\'),
  source_id TEXT NOT NULL UNIQUE,
  member_number TEXT NOT NULL,
  last_name TEXT NOT NULL,
  first_name TEXT NOT NULL,
  -- Folded for search: lower case, no accents, letters and digits only.
  last_name_key TEXT NOT NULL,
  first_name_key TEXT NOT NULL,
  birth_date TEXT,
  gender TEXT,
  pcp_source_id TEXT,
  pcp_name TEXT,
  as_of INTEGER NOT NULL
) STRICT;
CREATE INDEX member_number_key ON member (upper(replace(replace(member_number, '-', ''), ' ', '')));
CREATE INDEX member_birth ON member (birth_date, last_name_key);
CREATE INDEX member_pcp ON member (pcp_source_id) WHERE pcp_source_id IS NOT NULL;

CREATE TABLE coverage (
  id INTEGER PRIMARY KEY,
  source_id TEXT NOT NULL UNIQUE,
  member_source_id TEXT NOT NULL,
  member_id INTEGER REFERENCES member (id),
  plan_name TEXT,
  product TEXT,
  payor_source_id TEXT,
  payor TEXT,
  network TEXT,
  relationship TEXT,
  -- As the core system says (active, cancelled, …); whether a member is eligible on a date is a rule.
  status TEXT,
  starts_on TEXT,
  ends_on TEXT,
  copay_cents INTEGER,
  sort INTEGER NOT NULL DEFAULT 1,
  as_of INTEGER NOT NULL
) STRICT;
CREATE INDEX coverage_member ON coverage (member_id);
CREATE INDEX coverage_payor ON coverage (payor_source_id) WHERE payor_source_id IS NOT NULL;
CREATE INDEX coverage_waiting ON coverage (member_source_id) WHERE member_id IS NULL;

-- One row for a Claim and its ExplanationOfBenefit: identity and office from the Claim, amounts from the other.
CREATE TABLE claim (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE CHECK (public_id LIKE 'clm\_%' ESCAPE '\'),
  claim_source_id TEXT UNIQUE,
  eob_source_id TEXT UNIQUE,
  number TEXT NOT NULL,
  member_source_id TEXT,
  member_id INTEGER REFERENCES member (id),
  office_source_id TEXT,
  office_id INTEGER REFERENCES office (id),
  provider_source_id TEXT,
  provider_name TEXT,
  type TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('received', 'paid', 'denied', 'partly-paid', 'cancelled', 'entered-in-error')),
  serviced_from TEXT NOT NULL DEFAULT '',
  serviced_to TEXT,
  received_on TEXT,
  paid_on TEXT,
  billed_cents INTEGER,
  allowed_cents INTEGER,
  paid_cents INTEGER,
  member_cents INTEGER,
  -- The list version under which both records were judged showable; NULL hides the claim from everyone (III.I.1).
  shown_under INTEGER,
  as_of INTEGER NOT NULL,
  CHECK (claim_source_id IS NOT NULL OR eob_source_id IS NOT NULL)
) STRICT;
CREATE INDEX claim_office ON claim (office_id, shown_under, serviced_from);
CREATE INDEX claim_office_member ON claim (office_id, member_id, shown_under, serviced_from);
CREATE INDEX claim_number ON claim (number);
CREATE INDEX claim_member_waiting ON claim (member_source_id) WHERE member_id IS NULL;
CREATE INDEX claim_office_source ON claim (office_source_id) WHERE office_source_id IS NOT NULL;
CREATE INDEX claim_provider ON claim (provider_source_id) WHERE provider_source_id IS NOT NULL;

CREATE TABLE claim_line (
  claim_id INTEGER NOT NULL REFERENCES claim (id),
  line INTEGER NOT NULL,
  code TEXT,
  code_system TEXT,
  modifiers TEXT,
  serviced_from TEXT,
  serviced_to TEXT,
  units REAL,
  billed_cents INTEGER,
  allowed_cents INTEGER,
  paid_cents INTEGER,
  member_cents INTEGER,
  denial_code TEXT,
  PRIMARY KEY (claim_id, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE referral (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE CHECK (public_id LIKE 'ref\_%' ESCAPE '\'),
  source_id TEXT NOT NULL UNIQUE,
  number TEXT NOT NULL,
  member_source_id TEXT,
  member_id INTEGER REFERENCES member (id),
  office_source_id TEXT,
  office_id INTEGER REFERENCES office (id),
  -- As the core system says: draft, active, completed, revoked, …
  status TEXT NOT NULL,
  authored_on TEXT,
  -- As in claim.
  shown_under INTEGER,
  as_of INTEGER NOT NULL
) STRICT;
CREATE INDEX referral_office ON referral (office_id, shown_under, authored_on);
CREATE INDEX referral_member_waiting ON referral (member_source_id) WHERE member_id IS NULL;
CREATE INDEX referral_office_source ON referral (office_source_id) WHERE office_source_id IS NOT NULL;
