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

-- The log is searched by person, office or kind within days, the newest first.
DROP INDEX audit_account;
CREATE INDEX audit_account ON audit (account_id, at);
DROP INDEX audit_office;
CREATE INDEX audit_office ON audit (office_id, at);
CREATE INDEX audit_event ON audit (event, at);

-- The feed looks for organizations that were terminated with every part: they are few among the records.
CREATE INDEX feed_record_terminated ON feed_record (source_id) WHERE type = 'Organization' AND facts ->> 'terminated' = 1;
