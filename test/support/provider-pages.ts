/** The staff's pages of identity providers, as tests use them. */
import { env } from 'cloudflare:workers'
import type { Browser } from './browser.ts'
import { aPerson } from './people.ts'
import { rowsOf } from './requests.ts'
import { sessionOf } from './session.ts'

export const PROVIDERS = '/staff/identity-providers'

/** Somebody who sets providers up. */
export const aConfigurer = (email: string) => aPerson({ email, department: 'information-services' })

/** Posts a form of the provider's page, as it is now. */
export async function change(
  browser: Browser,
  id: string,
  what: string,
  fields: Record<string, string> = {},
): Promise<Response> {
  return browser.post(`${PROVIDERS}/${id}/${what}`, { version: await versionOf(id), ...fields })
}

/** The version of the provider that its forms carry. */
export async function versionOf(id: string): Promise<string> {
  const [row] = await rowsOf('SELECT changed_at AS changedAt FROM identity_provider WHERE public_id = ?', id)
  return String(row?.changedAt)
}

/** The fields of the settings, as a browser sends them back unchanged. */
export function settingsFields(more: Record<string, string> = {}): Record<string, string> {
  return {
    name: 'Larkmoor sign-in', kind: 'office', issuer: 'https://login.larkmoor.example', domains: '', mfa: '', groupsClaim: 'groups',
    signalsIssuer: '', signalsAudience: '', signalsJwksUri: '', ...more,
  } // prettier-ignore
}

/** Makes the browser's session one that came in through the provider (its row). */
export async function cameThrough(browser: Browser, provider: number): Promise<void> {
  await env.DB.prepare("UPDATE session SET opened_by = 'provider', provider_id = ? WHERE public_id = ?")
    .bind(provider, sessionOf(browser))
    .run()
}

/** The audit rows of the provider. */
export const toldOf = (id: string) =>
  rowsOf(
    `SELECT event, account_id AS "by", office_id AS office, detail FROM audit WHERE record = ? AND event IN
       ('identity_provider.changed', 'identity.unlinked') ORDER BY seq`,
    id,
  )

/** What became of the provider. */
export async function providerRow(id: string) {
  const [row] = await rowsOf(
    `SELECT id AS row, name, kind, issuer, client_id AS clientId, sealed_secret AS sealed, sealed_by AS sealedBy, mfa_when AS mfaWhen,
       scim_token_hash AS tokenHash, signals_issuer AS signalsIssuer, disabled_at AS disabledAt,
       (SELECT group_concat(domain) FROM provider_domain d WHERE d.provider_id = p.id) AS domains,
       (SELECT group_concat(group_name) FROM provider_mapping m WHERE m.provider_id = p.id) AS groups,
       (SELECT group_concat(office_id) FROM provider_office o WHERE o.provider_id = p.id) AS offices
     FROM identity_provider p WHERE public_id = ?`,
    id,
  )
  return row!
}

/** A passkey of the account's. */
export async function aPasskey(account: number): Promise<void> {
  await env.DB.prepare(
    `INSERT INTO passkey (public_id, account_id, name, credential_id, public_key, counter, transports, is_synced, added_at)
     VALUES ('pky_' || hex(randomblob(12)), ?, 'Key', hex(randomblob(16)), 'x', 0, '[]', 0, 1)`,
  )
    .bind(account)
    .run()
}
