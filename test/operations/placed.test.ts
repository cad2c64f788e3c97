/** Where the objects are asked for, and the feed's token while it is changed: what docs/operations.md tells operators to set. */
import { env } from 'cloudflare:workers'
import { createExecutionContext } from 'cloudflare:test'
import { expect, it } from 'vitest'
import worker from '../../src/index.ts'

const ask = (vars: Record<string, unknown>, path: string, headers: Record<string, string> = {}) =>
  worker.fetch(
    new Request(`https://portal.test${path}`, { headers }) as Parameters<typeof worker.fetch>[0],
    { ...env, ...vars } as unknown as Env,
    createExecutionContext(),
  )

it('II.G with a jurisdiction every object is asked for there; without one none is asked for by it', async () => {
  const asked: string[] = []
  const there = (namespace: unknown) => ({
    jurisdiction: (where: string) => {
      asked.push(where)
      return namespace
    },
  })
  const objects = { ACCOUNT_GUARD: there(env.ACCOUNT_GUARD), ADDRESS_GUARD: there(env.ADDRESS_GUARD) }
  expect((await ask({ ...objects, JURISDICTION: 'us' }, '/sign-in')).status).toBe(200)
  expect(asked).toEqual(['us', 'us'])
  expect((await ask({}, '/sign-in')).status).toBe(200)
  expect(asked).toHaveLength(2)
})

it('II.G the feed takes its present token and the one before, and neither once they are taken away', async () => {
  const [now, before] = ['the present token, of 32 characters or more', 'the token of before, 32 characters or more']
  const tries = async (vars: Record<string, string>, token: string) =>
    (await ask({ FEED_TOKEN: '', ...vars }, '/feed/restricted-codes', { Authorization: `Bearer ${token}` })).status
  expect(await tries({ FEED_TOKEN: now, FEED_TOKEN_PREVIOUS: before }, now)).toBe(200)
  expect(await tries({ FEED_TOKEN: now, FEED_TOKEN_PREVIOUS: before }, before)).toBe(200)
  expect(await tries({ FEED_TOKEN: now }, before)).toBe(401)
  expect(await tries({ FEED_TOKEN: now, FEED_TOKEN_PREVIOUS: '' }, '')).toBe(401)
  expect(await tries({ FEED_TOKEN_PREVIOUS: before }, before)).toBe(401)
})
