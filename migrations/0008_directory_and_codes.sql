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
CREATE INDEX directory_latitude ON directory_entry (latitude, longitude) WHERE latitude IS NOT NULL;
CREATE INDEX directory_source ON directory_entry (source_id);
CREATE INDEX directory_provider ON directory_entry (provider_source_id) WHERE provider_source_id IS NOT NULL;
CREATE INDEX directory_organization ON directory_entry (organization_source_id) WHERE organization_source_id IS NOT NULL;
CREATE INDEX directory_place ON directory_entry (place_source_id) WHERE place_source_id IS NOT NULL;

-- Codes that a referral may name, as the plan loads them; words only where the plan may show them.
CREATE TABLE service_code (
  system TEXT NOT NULL CHECK (system IN ('icd-10-cm', 'hcpcs', 'cpt')),
  -- Without dots, upper case.
  code TEXT NOT NULL,
  words TEXT,
  -- Lower case, for search.
  words_key TEXT,
  PRIMARY KEY (system, code)
) STRICT, WITHOUT ROWID;
