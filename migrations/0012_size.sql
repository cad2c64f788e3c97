-- Claims are listed by office, newest first, whatever they are narrowed to: no list reads more than it shows, at any size.
-- Claims that were entered in error are no claims: they are in no list, so they are in no list's index.
DROP INDEX claim_office;
CREATE INDEX claim_office ON claim (office_id, shown_under, serviced_from) WHERE status <> 'entered-in-error';
CREATE INDEX claim_office_status ON claim (office_id, shown_under, status, serviced_from);
CREATE INDEX claim_office_provider ON claim (office_id, shown_under, provider_source_id, status, serviced_from)
  WHERE provider_source_id IS NOT NULL;
-- A number is looked for in one office, so the numbers of all the others are not in the way.
DROP INDEX claim_number;
CREATE INDEX claim_number ON claim (office_id, number, shown_under);

-- Two who were born on one day and bear one name stand in the order of the page.
DROP INDEX member_birth;
CREATE INDEX member_birth ON member (birth_date, last_name_key, first_name_key);

-- The log is searched by person, office or kind within days, the newest first.
DROP INDEX audit_account;
CREATE INDEX audit_account ON audit (account_id, at);
DROP INDEX audit_office;
CREATE INDEX audit_office ON audit (office_id, at);
CREATE INDEX audit_event ON audit (event, at);

-- The feed looks for organizations that were terminated with every part: they are few among the records.
CREATE INDEX feed_record_terminated ON feed_record (source_id) WHERE type = 'Organization' AND facts ->> 'terminated' = 1;

-- Referrals are listed as claims are; the statuses of a limited grant are walked for each of its providers.
DROP INDEX referral_office_stage;
CREATE INDEX referral_office_stage ON referral (office_id, shown_under, stage, urgency, authored_on);
CREATE INDEX referral_office_requester ON referral (office_id, shown_under, requester_source_id, stage, urgency, authored_on)
  WHERE requester_source_id IS NOT NULL;

-- Accounts and offices are listed by name, those of a state that is stored along an index of their own.
CREATE INDEX account_locked_name ON account (last_name, first_name) WHERE locked_at IS NOT NULL;
CREATE INDEX account_suspended_name ON account (suspended_for, last_name, first_name) WHERE suspended_for IS NOT NULL;
CREATE INDEX account_ended_name ON account (last_name, first_name) WHERE terminated_at IS NOT NULL;
CREATE INDEX account_never_used_name ON account (last_name, first_name) WHERE last_used_on IS NULL;
CREATE INDEX account_staff_full_name ON account (last_name, first_name) WHERE kind = 'staff';
CREATE INDEX office_name ON office (name);
CREATE INDEX office_name_without_access ON office (name) WHERE access_on IS NULL AND terminated_on IS NULL;
CREATE INDEX office_name_terminated ON office (name) WHERE terminated_on IS NOT NULL;
CREATE INDEX invitation_office ON invitation (office_id) WHERE office_id IS NOT NULL AND accepted_at IS NULL AND revoked_at IS NULL;
CREATE INDEX membership_loa ON membership (office_id) WHERE is_loa = 1;
-- Offices by the day their verification falls due, and those that are suspended.
CREATE INDEX office_due ON office (coalesce(verify_due_on, ''));
CREATE INDEX office_suspended ON office (suspended_at) WHERE suspended_at IS NOT NULL;
CREATE INDEX verification_by_only_loa ON verification (office_id) WHERE by_only_loa = 1;

-- What waits, the oldest first, and what was decided, the latest first.
CREATE INDEX access_request_sent ON access_request (sent_at) WHERE decided_at IS NULL;
CREATE INDEX revocation_decided ON revocation (decided_at) WHERE is_late = 1 AND decided_at IS NOT NULL;
CREATE INDEX revocation_referred ON revocation (decided_at) WHERE is_late = 1 AND decision = 'referred';

-- What else the statements of one batch pass to one another (feed_work): the records that were stored, by their number in
-- the part, and the records that a claim is made of. Found once, not with every statement; empty outside of the batch.
CREATE TABLE feed_arrival (
  number INTEGER PRIMARY KEY,
  record_id INTEGER NOT NULL,
  pair_source_id TEXT
) STRICT;
CREATE TABLE claim_work (
  id INTEGER PRIMARY KEY,
  claim_source_id TEXT,
  eob_source_id TEXT,
  claim_record_id INTEGER,
  eob_record_id INTEGER,
  -- The row, once there is one.
  claim_id INTEGER
) STRICT;
