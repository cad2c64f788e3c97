-- Whom a member may be referred to, and the codes that the plan has loaded (section 12).

-- Places of the directory, by the core system's Location.
CREATE TABLE place (
  id INTEGER PRIMARY KEY,
  source_id TEXT NOT NULL UNIQUE,
  organization_source_id TEXT,
  street TEXT,
  city TEXT,
  state TEXT,
  zip TEXT,
  telephone TEXT,
  -- Degrees (WGS 84), where the feed has them.
  latitude REAL,
  longitude REAL
) STRICT;
CREATE INDEX place_zip ON place (zip) WHERE latitude IS NOT NULL;
CREATE INDEX place_organization ON place (organization_source_id) WHERE organization_source_id IS NOT NULL;

-- Which PractitionerRole names which Location, arrived or not.
CREATE TABLE directory_site (
  record_id INTEGER NOT NULL REFERENCES feed_record (id) ON DELETE CASCADE,
  place_source_id TEXT NOT NULL,
  PRIMARY KEY (record_id, place_source_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX directory_site_place ON directory_site (place_source_id);

-- The roles and organizations whose entries a batch of the feed makes anew; it is empty between batches.
CREATE TABLE directory_work (record_id INTEGER PRIMARY KEY) STRICT;

-- One row a provider at a place in a specialty: what the search looks through.
CREATE TABLE directory_entry (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE CHECK (public_id LIKE 'dir\_%' ESCAPE '\'),
  -- The PractitionerRole or Organization it is made of, with the place and specialty where there are several.
  source_key TEXT NOT NULL UNIQUE,
  source_type TEXT NOT NULL CHECK (source_type IN ('PractitionerRole', 'Organization')),
  source_id TEXT NOT NULL,
  provider_source_id TEXT,
  organization_source_id TEXT,
  name TEXT NOT NULL,
  -- Folded for search, like a member's.
  name_key TEXT NOT NULL,
  organization TEXT,
  npi TEXT,
  -- A code of the NUCC taxonomy, and what the sender calls it: the directory is public knowledge.
  specialty_code TEXT,
  specialty TEXT,
  specialty_key TEXT,
  place_source_id TEXT,
  zip TEXT,
  latitude REAL,
  longitude REAL
) STRICT;
CREATE INDEX directory_name ON directory_entry (name_key);
CREATE INDEX directory_specialty ON directory_entry (specialty_key, name_key);
CREATE INDEX directory_specialty_point ON directory_entry (specialty_key, latitude, longitude) WHERE latitude IS NOT NULL;
CREATE INDEX directory_latitude ON directory_entry (latitude, longitude) WHERE latitude IS NOT NULL;
CREATE INDEX directory_source ON directory_entry (source_id);
CREATE INDEX directory_provider ON directory_entry (provider_source_id) WHERE provider_source_id IS NOT NULL;
CREATE INDEX directory_organization ON directory_entry (organization_source_id) WHERE organization_source_id IS NOT NULL;
CREATE INDEX directory_place ON directory_entry (place_source_id) WHERE place_source_id IS NOT NULL;

-- What the core system deleted leaves the directory with its record.
CREATE TRIGGER directory_entry_goes AFTER DELETE ON feed_record WHEN old.type IN ('PractitionerRole', 'Organization')
BEGIN
  DELETE FROM directory_entry WHERE source_id = old.source_id AND source_type = old.type;
END;
CREATE TRIGGER place_goes AFTER DELETE ON feed_record WHEN old.type = 'Location'
BEGIN
  DELETE FROM place WHERE source_id = old.source_id;
  UPDATE directory_entry SET zip = NULL, latitude = NULL, longitude = NULL WHERE place_source_id = old.source_id;
END;

-- Codes that a referral may name, as the plan loads them; words only where the plan may show them.
CREATE TABLE service_code (
  system TEXT NOT NULL CHECK (system IN ('icd-10-cm', 'hcpcs', 'cpt')),
  -- Without dots, upper case.
  code TEXT NOT NULL,
  words TEXT,
  -- The file that brought it last, by its digest: what a newer file of the system leaves out goes.
  file TEXT NOT NULL,
  PRIMARY KEY (system, code)
) STRICT, WITHOUT ROWID;

-- The words by which codes are found: lower case, three letters or more.
CREATE TABLE service_code_word (
  system TEXT NOT NULL,
  word TEXT NOT NULL,
  code TEXT NOT NULL,
  PRIMARY KEY (system, word, code)
) STRICT, WITHOUT ROWID;
CREATE INDEX service_code_word_code ON service_code_word (system, code);

-- A submission is tried again from this instant on (ms UTC): it is in somebody's hand, or waits after a try that failed.
ALTER TABLE referral_submission ADD COLUMN next_at INTEGER;
-- When the core system had all of it, its files too, ms UTC.
ALTER TABLE referral_submission ADD COLUMN completed_at INTEGER;
CREATE INDEX referral_submission_open ON referral_submission (id) WHERE completed_at IS NULL AND given_up_at IS NULL;
CREATE INDEX referral_submission_given_up ON referral_submission (given_up_at, id) WHERE given_up_at IS NOT NULL;
