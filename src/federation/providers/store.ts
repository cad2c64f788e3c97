/** Identity providers as the plan's staff sets them up: reads, and the statements of each change. Instants in ms UTC. */
import { isLocalAdministrator } from '../../accounts/store.ts'
import { type Prepared, prepared } from '../../db/client.ts'
import type { Id } from '../../ids.ts'
import type { Difference, ListedProvider, OfficeChoice, ProviderChange, ProviderFacts, Settings } from './settings.ts'

type ProviderId = Id<'identity-provider'>

/** SQL for: the identity `i` signs in through the provider `p`, as that is set up now. */
const linked = 'i.provider_id = p.id AND i.unlinked_at IS NULL AND i.issuer = p.issuer'

/** Every provider, by name. A plan has a handful; so many are shown. */
export function listedProviders(limit: number): Prepared<ListedProvider> {
  return prepared(
    `SELECT p.public_id AS id, p.name AS name, p.kind AS kind, p.issuer AS issuer, p.disabled_at AS disabledAt,
       (SELECT json_group_array(d.domain) FROM provider_domain d WHERE d.provider_id = p.id) AS domains,
       (SELECT count(*) FROM identity i WHERE ${linked}) AS linked,
       (SELECT max(i.used_at) FROM identity i WHERE ${linked}) AS lastSignInAt
     FROM identity_provider p ORDER BY p.name, p.id LIMIT ?`,
    limit,
  )
}

/** For the page's audit row: there is such a provider. */
export function providerSeen(id: ProviderId): Prepared<{ memberId: null }> {
  return prepared('SELECT NULL AS "memberId" FROM identity_provider WHERE public_id = ?', id)
}

/** SQL for: somebody of information services is open, comes in without a provider, and has a passkey. */
const breakGlass = `EXISTS (SELECT 1 FROM account e WHERE ${isLocalAdministrator('e')}
  AND EXISTS (SELECT 1 FROM passkey k WHERE k.account_id = e.id AND k.removed_at IS NULL))`

/** What is known of the provider besides its settings. */
export function providerFacts(id: ProviderId): Prepared<ProviderFacts> {
  return prepared(
    `SELECT p.changed_at AS changedAt, p.scim_token_at AS scimTokenAt,
       (SELECT count(*) FROM identity i WHERE ${linked}) AS linked,
       (SELECT count(*) FROM account a WHERE a.managed_by = p.id) AS managed,
       (SELECT count(*) FROM session s WHERE s.provider_id = p.id AND s.ended_at IS NULL) AS openSessions,
       (SELECT max(i.used_at) FROM identity i WHERE ${linked}) AS lastSignInAt,
       ${breakGlass} AS isBreakGlassReady
     FROM identity_provider p WHERE p.public_id = ?`,
    id,
  )
}

/** The offices that brought the provider, by name. */
export function officesThatBrought(id: ProviderId): Prepared<OfficeChoice> {
  return prepared(
    `SELECT o.id AS row, o.public_id AS id, o.name AS name, o.city AS city, o.npi AS npi
     FROM identity_provider p JOIN provider_office x ON x.provider_id = p.id JOIN office o ON o.id = x.office_id
     WHERE p.public_id = ? ORDER BY o.name, o.id`,
    id,
  )
}

/** What was changed of the provider, the newest first. */
export function providerChanges(id: ProviderId, limit: number): Prepared<ProviderChange> {
  return prepared(
    `SELECT x.at AS at, a.first_name || ' ' || a.last_name AS by, x.changes AS changes, x.reason AS reason
     FROM identity_provider p JOIN provider_change x ON x.provider_id = p.id JOIN account a ON a.id = x.by_account
     WHERE p.public_id = ? ORDER BY x.id DESC LIMIT ?`,
    id,
    limit,
  )
}

/** Which of these another provider has: its issuer, or domains of its addresses. `own`: the provider's row, if it is made. */
export function takenElsewhere(
  own: number | null,
  issuer: string,
  domains: readonly string[],
): Prepared<{ what: 'issuer' | 'domain'; value: string }> {
  return prepared(
    `SELECT 'issuer' AS what, p.issuer AS value FROM identity_provider p WHERE p.issuer = ?1 AND p.id IS NOT ?2
     UNION ALL
     SELECT 'domain' AS what, d.domain AS value FROM provider_domain d
     WHERE d.provider_id IS NOT ?2 AND d.domain IN (SELECT value FROM json_each(?3))`,
    issuer,
    own,
    JSON.stringify(domains),
  )
}

/** Whether a batch failed because another provider took the issuer or the domain in between. */
export function wasTaken(failure: unknown): boolean {
  return (
    failure instanceof Error &&
    /UNIQUE constraint failed: (identity_provider\.issuer|provider_domain\.domain)/.test(failure.message)
  )
}

/** Offices to choose from, by words of the name, by NPI or by public id; one more than `limit` tells of more. */
export function officesLike(asked: { words: string; npi: string; id: string }, limit: number): Prepared<OfficeChoice> {
  const { words, npi, id } = asked
  return prepared(
    `SELECT o.id AS row, o.public_id AS id, o.name AS name, o.city AS city, o.npi AS npi FROM office o
     WHERE o.terminated_on IS NULL AND CASE WHEN ?1 <> '' THEN o.public_id = ?1 WHEN ?2 <> '' THEN o.npi = ?2
       ELSE ?3 <> '' AND instr(lower(o.name), ?3) > 0 END
     ORDER BY o.name, o.id LIMIT ?4`,
    id,
    npi,
    words,
    limit + 1,
  )
}

/** The new provider, switched off, with neither client nor secret: `sealed` holds an empty one. */
export function providerAdded(
  id: ProviderId,
  { name, kind, issuer, groupsClaim }: Settings,
  secret: { sealed: string; by: string },
  at: number,
): Prepared<never> {
  return prepared(
    `INSERT INTO identity_provider (public_id, name, kind, issuer, client_id, sealed_secret, sealed_by, groups_claim, created_at,
       changed_at, disabled_at) VALUES (?, ?, ?, ?, '', ?, ?, ?, ?, ?, ?)`,
    id,
    name,
    kind,
    issuer,
    secret.sealed,
    secret.by,
    groupsClaim,
    at,
    at,
    at,
  )
}

/** Which version of a provider (its row) is changed: none but the one that was seen. */
export type Version = { row: number; changedAt: number; at: number }

const raised = 'changed_at = max(?, changed_at + 1)'
const ofVersion = 'WHERE id = ? AND changed_at = ?'

/** Nothing of the provider's own row is changed but its version: what belongs to it is. */
export function versionRaised({ row, changedAt, at }: Version): Prepared<never> {
  return prepared(`UPDATE identity_provider SET ${raised} ${ofVersion}`, at, row, changedAt)
}

/** The settings of the form; its domains and mappings follow by themselves. */
export function settingsChanged({ row, changedAt, at }: Version, settings: Settings): Prepared<never> {
  const { name, kind, issuer, mfaWhen, groupsClaim, signals } = settings
  return prepared(
    `UPDATE identity_provider SET name = ?, kind = ?, issuer = ?, mfa_when = ?, groups_claim = ?, signals_issuer = ?,
       signals_audience = ?, signals_jwks_uri = ?, ${raised} ${ofVersion}`,
    name,
    kind,
    issuer,
    JSON.stringify(mfaWhen),
    groupsClaim,
    signals?.issuer ?? null,
    signals?.audience ?? null,
    signals?.jwksUri ?? null,
    at,
    row,
    changedAt,
  )
}

/** The provider's domains and mappings are these alone. */
export function belongingsReplaced(row: number, { domains, mappings }: Settings): Prepared<never>[] {
  return [
    prepared('DELETE FROM provider_domain WHERE provider_id = ?', row),
    prepared(
      'INSERT INTO provider_domain (domain, provider_id) SELECT value, ? FROM json_each(?)',
      row,
      JSON.stringify(domains),
    ),
    prepared('DELETE FROM provider_mapping WHERE provider_id = ?', row),
    prepared(
      `INSERT INTO provider_mapping (provider_id, group_name, department, capability, role)
       SELECT ?, value ->> 'group', value ->> 'department', value ->> 'capability', value ->> 'role' FROM json_each(?) ORDER BY key`,
      row,
      JSON.stringify(mappings),
    ),
  ]
}

/** The client's id, and its secret unless that stays (null). */
export function clientChanged(
  { row, changedAt, at }: Version,
  clientId: string,
  secret: { sealed: string; by: string } | null,
): Prepared<never> {
  return prepared(
    `UPDATE identity_provider SET client_id = ?, sealed_secret = coalesce(?, sealed_secret), sealed_by = coalesce(?, sealed_by),
       ${raised} ${ofVersion}`,
    clientId,
    secret?.sealed ?? null,
    secret?.by ?? null,
    at,
    row,
    changedAt,
  )
}

/** Switched on, if it can be at this very moment: the plan's own only while somebody can come in without it. */
export function switchedOn({ row, changedAt, at }: Version): Prepared<never> {
  return prepared(
    `UPDATE identity_provider SET disabled_at = NULL, ${raised} ${ofVersion} AND disabled_at IS NOT NULL
       AND (kind <> 'plan' OR ${breakGlass})`,
    at,
    row,
    changedAt,
  )
}

/** Switched off, whatever was changed since it was looked at: nobody waits with that. */
export function switchedOff(row: number, at: number): Prepared<never> {
  return prepared(
    `UPDATE identity_provider SET disabled_at = ?, ${raised} WHERE id = ? AND disabled_at IS NULL`,
    at,
    at,
    row,
  )
}

/** The directory's bearer token, by its hash, in place of the one before; null: none is accepted any more. */
export function directoryTokenSet({ row, changedAt, at }: Version, hash: string | null): Prepared<never> {
  return prepared(
    `UPDATE identity_provider SET scim_token_hash = ?, scim_token_at = ?, ${raised} ${ofVersion}`,
    hash,
    hash && at,
    at,
    row,
    changedAt,
  )
}

/** The office (its row) brought the provider, or does no more. */
export function officeJoined(provider: number, office: number): Prepared<never> {
  return prepared('INSERT OR IGNORE INTO provider_office (provider_id, office_id) VALUES (?, ?)', provider, office)
}

/** The office's people come in through the provider no more. */
export function officeLeft(provider: number, office: number): Prepared<never> {
  return prepared('DELETE FROM provider_office WHERE provider_id = ? AND office_id = ?', provider, office)
}

/** Keeps what was changed for good, with why (III.L.3); null for a reason that nobody asked for. */
export function providerChangeKept(
  id: ProviderId,
  differences: readonly Difference[],
  { at, by, reason = null }: { at: number; by: number; reason?: string | null },
): Prepared<never> {
  return prepared(
    `INSERT INTO provider_change (provider_id, at, by_account, changes, reason)
     SELECT id, ?, ?, ?, ? FROM identity_provider WHERE public_id = ?`,
    at,
    by,
    JSON.stringify(differences),
    reason,
    id,
  )
}

/**
 * The identities of that issuer that another provider linked are nobody's any more: its people are now this one's (its row) to
 * name, and each links anew (T18).
 */
export function identitiesLetGo(provider: number, issuer: string, at: number): Prepared<never> {
  return prepared(
    'UPDATE identity SET unlinked_at = ? WHERE issuer = ? AND provider_id <> ? AND unlinked_at IS NULL',
    at,
    issuer,
    provider,
  )
}

/** Whose identities of the issuer were let go at that instant. */
export function accountsLetGo(provider: number, issuer: string, at: number): Prepared<{ id: number }> {
  return prepared(
    'SELECT account_id AS id FROM identity WHERE issuer = ? AND provider_id <> ? AND unlinked_at = ?',
    issuer,
    provider,
    at,
  )
}
