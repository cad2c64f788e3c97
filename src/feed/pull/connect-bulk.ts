import { importJWK, SignJWT } from 'jose'
import { randomText } from '../../digest.ts'
import { type BulkConfig, isOfServer, isSafeFrom } from '../../feed-config.ts'
import { isObject, type Json } from '../../json.ts'
import { done, refused, type Result } from '../../result.ts'
import type { Trouble } from './pull.ts'

/** IG: an assertion is good for five minutes at most. */
const ASSERTED_FOR_SECONDS = 240
const ANSWERS_WITHIN_MS = 30_000
/** A file may take long; one that takes longer is gone on with from where it is stored. */
const FILE_WITHIN_MS = 300_000
const UNAUTHORIZED = 401

/** A Bulk Data server to ask. */
export type BulkServer = {
  /** Asks at the address, with a token where it needs one and is the server's own; a token that has expired is renewed once. */
  ask(url: string, request: Asked): Promise<Result<Response, Trouble>>
}

export type Asked = {
  headers?: Record<string, string>
  method?: 'GET' | 'DELETE'
  needsToken: boolean
  isFile?: boolean
}

/**
 * The server of the configuration, to which we prove ourselves as a SMART backend service: a token for an assertion that
 * our key signed. Nothing is kept of it: each run proves itself anew. Redirects aren't followed, so that neither the
 * token nor an address of ours leads elsewhere.
 */
export function connectBulk(bulk: BulkConfig, now: Date): BulkServer {
  let token: string | null = null
  return {
    async ask(url, asked) {
      // Whatever a manifest says: what proves us here isn't shown to others.
      const isProved = asked.needsToken && bulk.client !== null && isOfServer(url, bulk)
      for (let attempt = 1; ; attempt += 1) {
        if (isProved && bulk.client && token === null) token = await tokenOf(bulk, bulk.client, now)
        if (isProved && token === null) return refused('no-token')
        const headers: Record<string, string> = {
          Accept: 'application/fhir+json',
          ...asked.headers,
          ...(isProved && token !== null && { Authorization: `Bearer ${token}` }),
        }
        const answer = await reach(url, { method: asked.method ?? 'GET', headers }, asked.isFile)
        if (!answer) return refused('unreachable')
        const mayRenew = answer.status === UNAUTHORIZED && attempt === 1 && isProved
        if (!mayRenew) return done(answer)
        await answer.body?.cancel()
        token = null
      }
    },
  }
}

/** An access token (SMART Backend Services, client-confidential-asymmetric); null if the server gives none. */
async function tokenOf(bulk: BulkConfig, { id, key }: NonNullable<BulkConfig['client']>, now: Date) {
  const found = await jsonAt(`${bulk.url}/.well-known/smart-configuration`, { headers: { Accept: 'application/json' } })
  const endpoint = isObject(found) ? found.token_endpoint : null
  if (typeof endpoint !== 'string' || !isSafeFrom(bulk, endpoint)) return null
  const seconds = Math.floor(now.getTime() / 1000)
  const assertion = await new SignJWT({ jti: randomText() })
    .setProtectedHeader({ alg: key.alg, kid: key.kid, typ: 'JWT' })
    .setIssuer(id)
    .setSubject(id)
    .setAudience(endpoint)
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + ASSERTED_FOR_SECONDS)
    .sign(await importJWK(key, key.alg))
  const answer = await jsonAt(endpoint, {
    method: 'POST',
    headers: { Accept: 'application/json', 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      scope: 'system/*.rs',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    }).toString(),
  })
  const token = isObject(answer) ? answer.access_token : null
  return typeof token === 'string' && /^[\x21-\x7e]+$/.test(token) ? token : null
}

async function jsonAt(url: string, request: RequestInit): Promise<Json> {
  const answer = await reach(url, request)
  return answer?.ok ? jsonOf(answer) : null
}

/** The answer's JSON; null for anything else. */
export async function jsonOf(answer: Response): Promise<Json> {
  return answer.json<Json>().catch(() => null)
}

/** The answer; null when there is none. What went wrong on the way is the same for us, and tried again. */
async function reach(url: string, request: RequestInit, isFile = false): Promise<Response | null> {
  const signal = AbortSignal.timeout(isFile ? FILE_WITHIN_MS : ANSWERS_WITHIN_MS)
  return fetch(url, { ...request, redirect: 'manual', signal }).catch(() => null)
}
