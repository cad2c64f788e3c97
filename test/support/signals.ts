/** Security event tokens as an identity provider pushes them. */
import type { JWTHeaderParameters, JWTPayload } from 'jose'
import { instant } from '../../src/clock.ts'
import { Browser } from './browser.ts'
import type { FakeProvider } from './identity-provider.ts'

export const EVENTS = {
  sessionRevoked: 'https://schemas.openid.net/secevent/caep/event-type/session-revoked',
  credentialChange: 'https://schemas.openid.net/secevent/caep/event-type/credential-change',
  accountDisabled: 'https://schemas.openid.net/secevent/risc/event-type/account-disabled',
  accountPurged: 'https://schemas.openid.net/secevent/risc/event-type/account-purged',
  verification: 'https://schemas.openid.net/secevent/ssf/event-type/verification',
} as const

/** Where the provider's signals come from. */
export const signalsOf = ({ issuer }: FakeProvider) => ({
  issuer,
  audience: `signals to ${issuer}`,
  jwksUri: `${issuer}/jwks`,
})

/** A token of the event about the subject, signed now; claims and headers as told, one that is undefined left out. */
export function aSignal(
  provider: FakeProvider,
  event: keyof typeof EVENTS,
  sub_id: unknown,
  claims: Record<string, unknown> = {},
  header: Record<string, unknown> = {},
): Promise<string> {
  const { audience } = signalsOf(provider)
  const set = {
    aud: audience,
    exp: undefined,
    jti: crypto.randomUUID(),
    events: { [EVENTS[event]]: {} },
    sub_id,
    ...claims,
  }
  return provider.sign(set as unknown as JWTPayload, instant().getTime(), {
    typ: 'secevent+jwt',
    ...header,
  } as Partial<JWTHeaderParameters>)
}

/** What the provider's own person of that name is called. */
export const subjectOf = ({ issuer }: { issuer: string }, sub: string) => ({ format: 'iss_sub', iss: issuer, sub })

/** Pushes it, from that address. */
export function push(
  provider: { id: string },
  token: string,
  { ip = '198.51.100.200', headers = {} }: { ip?: string; headers?: Record<string, string> } = {},
): Promise<Response> {
  return new Browser(ip).fetch(`/signals/${provider.id}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/secevent+jwt', Accept: 'application/json', ...headers },
    body: token,
  })
}
