import { env } from 'cloudflare:workers'
import { beforeEach, expect, it } from 'vitest'
import { forgetFederation } from '../../src/federation/job.ts'
import { newId } from '../../src/ids.ts'
import { meansOf } from '../support/means.ts'
import { MINUTE, SECOND, stopTheClock } from '../support/time.ts'

stopTheClock()
let provider: number
let nth = 0

beforeEach(async () => {
  await env.DB.batch(['federation_flow', 'token_taken'].map((table) => env.DB.prepare(`DELETE FROM ${table}`)))
  provider = (await env.DB.prepare(
    `INSERT INTO identity_provider (public_id, name, kind, issuer, client_id, sealed_secret, sealed_by, created_at, changed_at)
     VALUES (?1, 'Provider', 'office', ?1, 'portal', '', '', 1, 1) RETURNING id`,
  )
    .bind(newId('identity-provider'))
    .first<number>('id'))!
})
const flow = (expiresAt: number) =>
  env.DB.prepare(
    `INSERT INTO federation_flow (state_hash, provider_id, browser_hash, sealed, purpose, begun_at, expires_at)
     VALUES (?, ?, '', '', 'sign-in', 1, ?)`,
  )
    .bind(`state${(nth += 1)}`, provider, expiresAt)
    .run()
const token = (expiresAt: number) =>
  env.DB.prepare('INSERT INTO token_taken (provider_id, jti, taken_at, expires_at) VALUES (?, ?, 1, ?)')
    .bind(provider, `jti${(nth += 1)}`, expiresAt)
    .run()
const left = async (table: string) =>
  (
    await env.DB.prepare(`SELECT expires_at AS at FROM ${table} WHERE provider_id = ? ORDER BY expires_at`)
      .bind(provider)
      .all<{ at: number }>()
  ).results.map(({ at }) => at - Date.now())

it('T17 forgets ways to a provider at their end, not before; each other provider’s stay', async () => {
  const now = Date.now()
  for (const at of [-MINUTE, 0, 1, MINUTE]) await flow(now + at)
  expect(await forgetFederation(meansOf())).toMatchObject({ done: 2, more: false })
  expect(await left('federation_flow')).toEqual([1, MINUTE])
})

it('T17 keeps a taken token until no clock would take it again', async () => {
  const now = Date.now()
  for (const at of [-2 * MINUTE, -MINUTE, -MINUTE + SECOND, 0, MINUTE]) await token(now + at)
  expect((await forgetFederation(meansOf())).done).toBe(2)
  expect(await left('token_taken')).toEqual([-MINUTE + SECOND, 0, MINUTE])
})

it('a thousand at once, the rest in the next step', async () => {
  await env.DB.prepare(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1100)
     INSERT INTO federation_flow (state_hash, provider_id, browser_hash, sealed, purpose, begun_at, expires_at)
     SELECT 'many' || i, ?, '', '', 'sign-in', 1, 2 FROM n`,
  )
    .bind(provider)
    .run()
  expect(await forgetFederation(meansOf())).toMatchObject({ done: 1000, more: true })
  expect(await forgetFederation(meansOf())).toMatchObject({ done: 100, more: false })
})
