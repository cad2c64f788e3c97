-- Second factors that cannot be phished, and other people's identity providers.

-- An account that the plan's own provider made: it comes in through that provider alone, and has no password here.
-- No REFERENCES, here and below where an older table points at a newer one: a copy of the database brings tables back in the
-- order they were made in, and a row that refers to a table that isn't there yet can't be written.
ALTER TABLE account ADD COLUMN managed_by INTEGER;
CREATE INDEX account_managed_by ON account (managed_by) WHERE managed_by IS NOT NULL;

-- Passkeys (WebAuthn): the public half of a key that never leaves its device.
CREATE TABLE passkey (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE CHECK (public_id LIKE 'pky\_%' ESCAPE '\'),
  account_id INTEGER NOT NULL REFERENCES account (id),
  -- Its owner's word for it.
  name TEXT NOT NULL,
  -- Base64url, as the device names it.
  credential_id TEXT NOT NULL UNIQUE,
  public_key TEXT NOT NULL,
  -- A counter that went back means a copy (WebAuthn, section 6.1.1); many devices always say 0.
  counter INTEGER NOT NULL,
  -- JSON list: how the device is reached.
  transports TEXT NOT NULL,
  -- Kept by its maker for all devices of its owner.
  is_synced INTEGER NOT NULL CHECK (is_synced IN (0, 1)),
  added_at INTEGER NOT NULL,
  used_at INTEGER,
  removed_at INTEGER
) STRICT;
CREATE INDEX passkey_account ON passkey (account_id) WHERE removed_at IS NULL;

-- Authenticator apps (TOTP, RFC 6238). The secret is sealed; `sealed_by` tells by which key, so that it can be sealed anew.
CREATE TABLE authenticator_app (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE CHECK (public_id LIKE 'app\_%' ESCAPE '\'),
  account_id INTEGER NOT NULL REFERENCES account (id),
  name TEXT NOT NULL,
  sealed TEXT NOT NULL,
  sealed_by TEXT NOT NULL,
  -- The step (30 seconds) of the last code that was right: none up to it is taken again.
  last_step INTEGER NOT NULL,
  added_at INTEGER NOT NULL,
  used_at INTEGER,
  removed_at INTEGER
) STRICT;
CREATE INDEX authenticator_app_account ON authenticator_app (account_id) WHERE removed_at IS NULL;
CREATE INDEX authenticator_app_sealed ON authenticator_app (sealed_by) WHERE removed_at IS NULL;

-- Recovery codes, each good once. 80 random bits, so SHA-256 of it is enough.
CREATE TABLE recovery_code (
  account_id INTEGER NOT NULL REFERENCES account (id),
  code_hash TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  used_at INTEGER,
  PRIMARY KEY (account_id, code_hash)
) STRICT, WITHOUT ROWID;

-- Identity providers (OpenID Connect), the plan's and those that offices bring.
CREATE TABLE identity_provider (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE CHECK (public_id LIKE 'idp\_%' ESCAPE '\'),
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('plan', 'office')),
  -- Who a person is, is (issuer, subject): no two providers share an issuer.
  issuer TEXT NOT NULL UNIQUE,
  client_id TEXT NOT NULL,
  sealed_secret TEXT NOT NULL,
  sealed_by TEXT NOT NULL,
  -- JSON list of {"claim": "amr" | "acr", "value": …}: what counts as more than one factor (III.F). Empty: nothing does.
  mfa_when TEXT NOT NULL DEFAULT '[]',
  -- The claim that holds departments, capabilities or roles by the provider's words for them.
  groups_claim TEXT NOT NULL DEFAULT 'groups',
  -- SHA-256 of the directory's bearer token (SCIM), and of the one before it while both are accepted.
  scim_token_hash TEXT,
  scim_token_at INTEGER,
  -- Shared Signals (SSF): who sends them, to which audience, and where its keys are.
  signals_issuer TEXT,
  signals_audience TEXT,
  signals_jwks_uri TEXT,
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  -- Null: switched on. A new one is off until it was tried.
  disabled_at INTEGER
) STRICT;

-- E-mail domains, by which the one sign-in page finds a provider: nobody else's addresses are taken from it.
CREATE TABLE provider_domain (
  domain TEXT PRIMARY KEY CHECK (domain = lower(domain)),
  provider_id INTEGER NOT NULL REFERENCES identity_provider (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX provider_domain_provider ON provider_domain (provider_id);

-- The offices that brought it: a session through it works for these alone.
CREATE TABLE provider_office (
  provider_id INTEGER NOT NULL REFERENCES identity_provider (id),
  office_id INTEGER NOT NULL REFERENCES office (id),
  PRIMARY KEY (provider_id, office_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX provider_office_office ON provider_office (office_id);

-- What a group of the provider's stands for here. Of the plan's staff a department or a capability, which it gives;
-- of an office's people a role, which it only suggests to whoever approves.
CREATE TABLE provider_mapping (
  id INTEGER PRIMARY KEY,
  provider_id INTEGER NOT NULL REFERENCES identity_provider (id),
  group_name TEXT NOT NULL,
  department TEXT CHECK (department IN ('information-services', 'e-business', 'provider-relations', 'privacy', 'information-security')),
  capability TEXT CHECK (capability IN ('audit.read')),
  role TEXT CHECK (role IN ('eligibility', 'claims', 'view-referrals', 'submit-referrals')),
  CHECK ((department IS NOT NULL) + (capability IS NOT NULL) + (role IS NOT NULL) = 1)
) STRICT;
CREATE INDEX provider_mapping_provider ON provider_mapping (provider_id);

-- What was changed of a provider, by whom and why. The audit row names the fields alone; secrets stand in neither.
CREATE TABLE provider_change (
  id INTEGER PRIMARY KEY,
  provider_id INTEGER NOT NULL REFERENCES identity_provider (id),
  at INTEGER NOT NULL,
  by_account INTEGER NOT NULL REFERENCES account (id),
  -- JSON list of {"field", "before", "after"}.
  changes TEXT NOT NULL,
  reason TEXT
) STRICT;
CREATE INDEX provider_change_provider ON provider_change (provider_id);
CREATE TRIGGER provider_change_never_changes BEFORE UPDATE ON provider_change
BEGIN SELECT RAISE(ABORT, 'III.L.3: changes are only added'); END;
CREATE TRIGGER provider_change_never_goes BEFORE DELETE ON provider_change
BEGIN SELECT RAISE(ABORT, 'III.L.3: changes are only added'); END;
CREATE TRIGGER provider_change_never_replaced BEFORE INSERT ON provider_change
WHEN EXISTS (SELECT 1 FROM provider_change WHERE id = new.id)
BEGIN SELECT RAISE(ABORT, 'III.L.3: changes are only added'); END;

-- Whose account an identity is: looked up by (issuer, subject), never by e-mail address.
CREATE TABLE identity (
  id INTEGER PRIMARY KEY,
  provider_id INTEGER NOT NULL REFERENCES identity_provider (id),
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL,
  account_id INTEGER NOT NULL REFERENCES account (id),
  linked_at INTEGER NOT NULL,
  used_at INTEGER,
  unlinked_at INTEGER
) STRICT;
CREATE UNIQUE INDEX identity_linked ON identity (issuer, subject) WHERE unlinked_at IS NULL;
CREATE INDEX identity_account ON identity (account_id) WHERE unlinked_at IS NULL;
CREATE INDEX identity_provider_linked ON identity (provider_id) WHERE unlinked_at IS NULL;

-- A way to the provider that was begun: its answer is taken once, from the same browser, in time.
CREATE TABLE federation_flow (
  state_hash TEXT PRIMARY KEY,
  provider_id INTEGER NOT NULL REFERENCES identity_provider (id),
  -- SHA-256 of the browser's visitor cookie.
  browser_hash TEXT NOT NULL,
  -- Sealed: nonce, PKCE verifier, where the person wanted to go.
  sealed TEXT NOT NULL,
  -- 'try': the button of whoever sets the provider up (an account's row); it opens no session.
  purpose TEXT NOT NULL CHECK (purpose IN ('sign-in', 'try')),
  account_id INTEGER REFERENCES account (id),
  begun_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  CHECK ((purpose = 'try') = (account_id IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX federation_flow_expires ON federation_flow (expires_at);

-- By which way a session was opened, and of one through a provider what signing out there and here needs.
ALTER TABLE session ADD COLUMN opened_by TEXT NOT NULL DEFAULT 'password' CHECK (opened_by IN ('password', 'passkey', 'provider'));
ALTER TABLE session ADD COLUMN provider_id INTEGER;
CREATE INDEX session_provider ON session (provider_id) WHERE provider_id IS NOT NULL AND ended_at IS NULL;
CREATE TABLE federated_session (
  session_id INTEGER PRIMARY KEY REFERENCES session (id),
  provider_id INTEGER NOT NULL REFERENCES identity_provider (id),
  subject TEXT NOT NULL,
  -- The provider's id of its own session (claim `sid`).
  sid TEXT,
  -- The ID token, sealed: the provider asks for it when the person signs out.
  sealed TEXT NOT NULL
) STRICT;
CREATE INDEX federated_session_sid ON federated_session (provider_id, sid);
CREATE INDEX federated_session_subject ON federated_session (provider_id, subject);

-- Tokens of logout and of Shared Signals that were taken: each once (`jti`).
CREATE TABLE token_taken (
  provider_id INTEGER NOT NULL REFERENCES identity_provider (id),
  jti TEXT NOT NULL,
  taken_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (provider_id, jti)
) STRICT, WITHOUT ROWID;
CREATE INDEX token_taken_expires ON token_taken (expires_at);

-- SCIM 2.0 (RFC 7643): what a directory says of its people. It never gives access: `account_id` is whose account it speaks
-- of, `office_id` to which office it announces them (null: of several none was named), `request_id` the request it made.
CREATE TABLE scim_user (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE CHECK (public_id LIKE 'scu\_%' ESCAPE '\'),
  provider_id INTEGER NOT NULL REFERENCES identity_provider (id),
  user_name TEXT NOT NULL,
  external_id TEXT,
  email TEXT NOT NULL,
  -- The rest of the resource as JSON, as the directory gave it.
  resource TEXT NOT NULL,
  active INTEGER NOT NULL CHECK (active IN (0, 1)),
  version INTEGER NOT NULL DEFAULT 1,
  account_id INTEGER REFERENCES account (id),
  office_id INTEGER REFERENCES office (id),
  request_id INTEGER REFERENCES access_request (id),
  -- When a request was made for them, or a letter invited them to register: each once.
  announced_at INTEGER,
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  deleted_at INTEGER
) STRICT;
CREATE UNIQUE INDEX scim_user_name ON scim_user (provider_id, lower(user_name)) WHERE deleted_at IS NULL;
CREATE INDEX scim_user_external ON scim_user (provider_id, external_id) WHERE deleted_at IS NULL;
CREATE INDEX scim_user_account ON scim_user (account_id) WHERE deleted_at IS NULL;
CREATE INDEX scim_user_email ON scim_user (email) WHERE deleted_at IS NULL;
-- One person is one user: what is said of one is never taken back by what is said of another.
CREATE UNIQUE INDEX scim_user_address ON scim_user (provider_id, email) WHERE deleted_at IS NULL;

CREATE TABLE scim_group (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE CHECK (public_id LIKE 'scg\_%' ESCAPE '\'),
  provider_id INTEGER NOT NULL REFERENCES identity_provider (id),
  display_name TEXT NOT NULL,
  external_id TEXT,
  version INTEGER NOT NULL DEFAULT 1,
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  deleted_at INTEGER
) STRICT;
CREATE UNIQUE INDEX scim_group_name ON scim_group (provider_id, lower(display_name)) WHERE deleted_at IS NULL;
CREATE TABLE scim_group_member (
  group_id INTEGER NOT NULL REFERENCES scim_group (id),
  user_id INTEGER NOT NULL REFERENCES scim_user (id),
  PRIMARY KEY (group_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX scim_group_member_user ON scim_group_member (user_id);
