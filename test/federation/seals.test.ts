import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { APP_SECRET } from '../../src/account-guard/rules.ts'
import { readConfig } from '../../src/config.ts'
import { CLIENT_SECRET } from '../../src/federation/provider.ts'
import { renewSeals } from '../../src/federation/seals/job.ts'
import { newId } from '../../src/ids.ts'
import { keyName, seal, type SealKeys, unseal } from '../../src/seal.ts'
import { hourly } from '../../src/schedule.ts'
import { meansOf } from '../support/means.ts'
import { anOffice, aPerson } from '../support/people.ts'

const before: SealKeys = { present: 'the key of before '.repeat(3) }
const config = readConfig(env)
const turned = { ...config, sealKeys: { present: config.sealKeys.present, previous: before.present } }
const present = keyName(config.sealKeys.present)
let account: number
let nth = 0

type Place = 'authenticator_app' | 'identity_provider'
async function sealed(place: Place, by: SealKeys, value: string, removedAt: number | null = null): Promise<string> {
  const id = newId(place === 'authenticator_app' ? 'authenticator-app' : 'identity-provider')
  const text = await seal(value, by, place === 'authenticator_app' ? APP_SECRET : CLIENT_SECRET, id)
  const sql =
    place === 'authenticator_app'
      ? `INSERT INTO authenticator_app (public_id, account_id, name, sealed, sealed_by, last_step, added_at, removed_at)
         VALUES (?1, ?2, 'App', ?3, ?4, 7, 1, ?5)`
      : `INSERT INTO identity_provider (public_id, name, kind, issuer, client_id, sealed_secret, sealed_by, created_at, changed_at)
         VALUES (?1, 'Provider', 'office', ?2 || ?1 || coalesce(?5, ''), 'portal', ?3, ?4, 1, 1)`
  await env.DB.prepare(sql).bind(id, account, text, keyName(by.present), removedAt).run()
  return id
}
const rowOf = (place: Place, id: string) =>
  env.DB.prepare(
    `SELECT ${place === 'authenticator_app' ? 'sealed, last_step AS step' : 'sealed_secret AS sealed, 0 AS step'}, sealed_by AS sealedBy
     FROM ${place} WHERE public_id = ?`,
  )
    .bind(id)
    .first<{ sealed: string; sealedBy: string; step: number }>()
const renewals = async () =>
  (await env.DB.prepare("SELECT detail FROM audit WHERE event = 'seals.renewed' ORDER BY seq").all<{ detail: string }>())
    .results.map(({ detail }) => JSON.parse(detail) as unknown) // prettier-ignore

beforeEach(async () => {
  await env.DB.prepare('DELETE FROM authenticator_app').run()
  await env.DB.prepare('DELETE FROM identity_provider').run()
  account = (await aPerson({ email: `seal${(nth += 1)}@office.example`, offices: [await anOffice()] })).account
})

describe('a sealing key is turned', () => {
  it('III.F.2 what the key before sealed is sealed by the present one: then the former is not wanted', async () => {
    const seen = (await renewals()).length
    const app = await sealed('authenticator_app', before, 'app secret')
    const provider = await sealed('identity_provider', before, 'client secret')
    const newer = await sealed('authenticator_app', config.sealKeys, 'newer')
    const untouched = await rowOf('authenticator_app', newer)
    expect(await renewSeals(meansOf({ config: turned }))).toMatchObject({ done: 2, failed: 0 })
    const rows = [await rowOf('authenticator_app', app), await rowOf('identity_provider', provider)]
    expect(rows.map((row) => row!.sealedBy)).toEqual([present, present])
    expect(rows[0]!.step).toBe(7)
    expect(await unseal(rows[0]!.sealed, config.sealKeys, APP_SECRET, app)).toBe('app secret')
    expect(await unseal(rows[1]!.sealed, config.sealKeys, CLIENT_SECRET, provider)).toBe('client secret')
    expect(await rowOf('authenticator_app', newer)).toEqual(untouched)
    expect((await renewals()).slice(seen)).toEqual([{ seals: 2 }])
    // Again: nothing is left, and nothing is recorded.
    expect(await renewSeals(meansOf({ config: turned }))).toEqual({ done: 0, failed: 0 })
    expect((await renewals()).length).toBe(seen + 1)
  })

  it('what no key opens stays as it is and fails aloud, each hour; the others are renewed', async () => {
    const lost = await sealed('authenticator_app', { present: 'a key that nobody has '.repeat(2) }, 'lost')
    const app = await sealed('authenticator_app', before, 'app secret')
    const was = await rowOf('authenticator_app', lost)
    expect(await renewSeals(meansOf({ config: turned }))).toEqual({ done: 1, failed: 1, error: 'no-key-opens' })
    expect(await rowOf('authenticator_app', lost)).toEqual(was)
    expect((await rowOf('authenticator_app', app))!.sealedBy).toBe(present)
    expect(await renewSeals(meansOf({ config: turned }))).toEqual({ done: 0, failed: 1, error: 'no-key-opens' })
  })

  it('a removed app has nothing to seal', async () => {
    await sealed('authenticator_app', before, 'removed', 5)
    expect((await renewSeals(meansOf({ config: turned }))).done).toBe(0)
  })

  it('a hundred at once, the rest in the next step, those that fail passed by', async () => {
    await sealed('authenticator_app', { present: 'a key that nobody has '.repeat(2) }, 'lost')
    for (let made = 0; made < 120; made += 1) await sealed('authenticator_app', before, `secret ${made}`)
    await sealed('identity_provider', before, 'client secret')
    const first = await renewSeals(meansOf({ config: turned }))
    expect(first).toMatchObject({ done: 99, failed: 1, more: true })
    const second = await renewSeals(meansOf({ config: turned, cursor: first.cursor! }))
    expect(second).toEqual({ done: 22, failed: 0 })
  })

  it('what was changed meanwhile is left as it was changed', async () => {
    const app = await sealed('authenticator_app', before, 'app secret')
    const means = meansOf({ config: turned })
    const db = means.env.DB
    let batches = 0
    const meddled = {
      prepare: (sql: string) => db.prepare(sql),
      batch: async (statements: D1PreparedStatement[]) => {
        if ((batches += 1) === 2)
          await env.DB.prepare("UPDATE authenticator_app SET sealed = 'other', sealed_by = 'o' WHERE public_id = ?")
            .bind(app)
            .run()
        return db.batch(statements)
      },
    } as unknown as D1Database
    await renewSeals({ ...means, env: { ...means.env, DB: meddled } })
    expect(await rowOf('authenticator_app', app)).toMatchObject({ sealed: 'other', sealedBy: 'o' })
  })

  it('it is in the hourly run', async () => {
    await hourly(env)
    const { results } = await env.DB.prepare(
      "SELECT name FROM job WHERE name IN ('seals.renewed', 'federation.forgotten') AND failed = 0 ORDER BY name",
    ).all<{ name: string }>()
    expect(results.map(({ name }) => name)).toEqual(['federation.forgotten', 'seals.renewed'])
  })
})
