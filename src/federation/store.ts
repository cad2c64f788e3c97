/** Identity providers and identities as they are read at sign-in, sign-out, and by directories and signals. */
import { type Prepared, prepared } from '../db/client.ts'
import type { Id } from '../ids.ts'
import type { Mapping, MfaSign, Provider } from './provider.ts'

/** A provider as SQLite answers it: lists are JSON text. */
export type ProviderRow = Pick<
  Provider,
  'row' | 'id' | 'name' | 'kind' | 'issuer' | 'clientId' | 'sealedSecret' | 'groupsClaim' | 'disabledAt'
> & {
  mfaWhen: string
  domains: string
  offices: string
  mappings: string
  signalsIssuer: string | null
  signalsAudience: string | null
  signalsJwksUri: string | null
}

const columns = `p.id AS row, p.public_id AS id, p.name AS name, p.kind AS kind, p.issuer AS issuer, p.client_id AS clientId,
  p.sealed_secret AS sealedSecret, p.mfa_when AS mfaWhen, p.groups_claim AS groupsClaim, p.disabled_at AS disabledAt,
  p.signals_issuer AS signalsIssuer, p.signals_audience AS signalsAudience, p.signals_jwks_uri AS signalsJwksUri,
  (SELECT json_group_array(d.domain) FROM provider_domain d WHERE d.provider_id = p.id) AS domains,
  (SELECT json_group_array(o.office_id) FROM provider_office o WHERE o.provider_id = p.id) AS offices,
  (SELECT json_group_array(json_object('group', m.group_name, 'department', m.department, 'capability', m.capability, 'role', m.role)
     ORDER BY m.id) FROM provider_mapping m WHERE m.provider_id = p.id) AS mappings
  FROM identity_provider p`

/** The provider of that public id, switched on or not. */
export function providerOf(id: Id<'identity-provider'>): Prepared<ProviderRow> {
  return prepared(`SELECT ${columns} WHERE p.public_id = ?`, id)
}

/** The provider that the addresses of the domain sign in through, if it is switched on. */
export function providerOfDomain(domain: string): Prepared<ProviderRow> {
  return prepared(
    `SELECT ${columns} WHERE p.disabled_at IS NULL AND p.id = (SELECT x.provider_id FROM provider_domain x WHERE x.domain = ?)`,
    domain,
  )
}

/** The provider as rules take it. */
export function readProvider(row: ProviderRow): Provider {
  const { signalsIssuer, signalsAudience, signalsJwksUri, ...rest } = row
  return {
    ...rest,
    mfaWhen: JSON.parse(row.mfaWhen) as MfaSign[],
    domains: JSON.parse(row.domains) as string[],
    offices: JSON.parse(row.offices) as number[],
    mappings: (JSON.parse(row.mappings) as Record<string, string | null>[]).map(
      (one) => Object.fromEntries(Object.entries(one).filter(([, value]) => value !== null)) as Mapping,
    ),
    signals:
      signalsIssuer !== null && signalsAudience !== null && signalsJwksUri !== null
        ? { issuer: signalsIssuer, audience: signalsAudience, jwksUri: signalsJwksUri }
        : null,
  }
}

/** Whose account the identity is, by issuer and subject alone (T18). */
export function accountOfIdentity(
  issuer: string,
  subject: string,
): Prepared<{ account: number; guard: string; managedBy: number | null }> {
  return prepared(
    `SELECT a.id AS account, a.guard AS guard, a.managed_by AS managedBy
     FROM identity i JOIN account a ON a.id = i.account_id WHERE i.issuer = ? AND i.subject = ? AND i.unlinked_at IS NULL`,
    issuer,
    subject,
  )
}

/** Takes a token of the provider's (its row) by its `jti`, once: changes nothing if it was taken before. Instants in ms UTC. */
export function tokenTaken(provider: number, jti: string, at: number, expiresAt: number): Prepared<never> {
  return prepared(
    'INSERT OR IGNORE INTO token_taken (provider_id, jti, taken_at, expires_at) VALUES (?, ?, ?, ?)',
    provider,
    jti,
    at,
    expiresAt,
  )
}

/** Forgets ways to providers that expired before `before` (ms UTC), so many at most: their answers are refused anyway. */
export function flowsForgotten(before: number, limit: number): Prepared<never> {
  return prepared(
    `DELETE FROM federation_flow WHERE state_hash IN (
       SELECT f.state_hash FROM federation_flow f WHERE f.expires_at <= ? ORDER BY f.expires_at LIMIT ?)`,
    before,
    limit,
  )
}

/** Forgets which tokens were taken that expired before `before` (ms UTC), so many at most: they are refused as too old. */
export function tokensForgotten(before: number, limit: number): Prepared<never> {
  return prepared(
    `DELETE FROM token_taken WHERE (provider_id, jti) IN (
       SELECT t.provider_id, t.jti FROM token_taken t WHERE t.expires_at <= ? ORDER BY t.expires_at LIMIT ?)`,
    before,
    limit,
  )
}
