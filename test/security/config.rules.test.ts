import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { judgeConfig, type Vars } from '../../src/config.ts'

const good = {
  ORIGIN: 'https://portal.example.org',
  PLAN_NAME: 'A Plan',
  PLAN_PHONE: '+17145550100',
  PLAN_ZONE: 'America/Los_Angeles',
  PLAN_HOLIDAYS: '',
  POLICY_PROFILE: 'IS.1600',
  POLICY_OVERRIDES: '{}',
  POLICY_DEVIATIONS: '{}',
  NAMES_KEY: 'n'.repeat(32),
  SEAL_KEY: 's'.repeat(32),
}

const judge = (changed: Record<string, string | undefined>) => judgeConfig({ ...good, ...changed } as unknown as Vars)

const wrong = (changed: Record<string, string | undefined>) => {
  const judged = judge(changed)
  return judged.ok ? [] : judged.refusal
}

describe('what may not be started', () => {
  it.each<[string, Record<string, string | undefined>, RegExp]>([
    ['III.E.3 six failures', { POLICY_OVERRIDES: '{"LOCK_AFTER_FAILURES":6}' }, /^III\.E\.3: LOCK_AFTER_FAILURES/],
    ['III.E.2 sixteen minutes', { POLICY_OVERRIDES: '{"SESSION_CLOSES_AFTER":16}' }, /^III\.E\.2: SESSION_CLOSES/],
    ['III.F.3 five digits', { POLICY_OVERRIDES: '{"PASSCODE_DIGITS":5}' }, /^III\.F\.3: PASSCODE_DIGITS/],
    ['III.D.5 61 days', { POLICY_OVERRIDES: '{"PASSWORD_LASTS":61}' }, /^III\.D\.5: PASSWORD_LASTS/],
    ['III.M.1 61 days', { POLICY_OVERRIDES: '{"DORMANT_AFTER":61}' }, /^III\.M\.1: DORMANT_AFTER/],
    ['III.F.1.b a year', { POLICY_OVERRIDES: '{"DEVICE_KNOWN_FOR":365}' }, /^III\.F\.1\.b: DEVICE_KNOWN_FOR/],
    ['a profile that is none', { POLICY_PROFILE: 'lax' }, /POLICY_PROFILE/],
    ['III.J.1 a common date of training that is no day', { TRAINING_ON: '13-01' }, /TRAINING_ON/],
    ['III.J.1 a common date that most years lack', { TRAINING_ON: '02-29' }, /TRAINING_ON/],
    ['III.D.3 breaches asked for in the clear', { BREACH_URL: 'http://breaches.example/range/' }, /BREACH_URL/],
    ['III.D.3 an address that hashes would run into', { BREACH_URL: 'https://breaches.example/range' }, /BREACH_URL/],
    ['http on a host that people reach', { ORIGIN: 'http://portal.example.org' }, /ORIGIN/],
    ['http on a name that only looks like this machine', { ORIGIN: 'http://localhost.example.org' }, /ORIGIN/],
    ['http on an address of the network', { ORIGIN: 'http://192.0.2.1' }, /ORIGIN/],
    ['http on .test', { ORIGIN: 'http://portal.test' }, /ORIGIN/],
    ['a path behind the origin', { ORIGIN: 'https://portal.example.org/' }, /ORIGIN/],
    ['a user in the origin', { ORIGIN: 'https://me@portal.example.org' }, /ORIGIN/],
    ['another scheme', { ORIGIN: 'ftp://portal.example.org' }, /ORIGIN/],
    ['no origin', { ORIGIN: '' }, /ORIGIN/],
    ['no seal key', { SEAL_KEY: undefined }, /SEAL_KEY/],
    ['a short seal key', { SEAL_KEY: 's'.repeat(31) }, /SEAL_KEY/],
    ['a short key before it', { SEAL_KEY_PREVIOUS: 's'.repeat(31) }, /SEAL_KEY_PREVIOUS/],
    ['no names key', { NAMES_KEY: undefined }, /NAMES_KEY/],
    ['a short names key', { NAMES_KEY: 'n'.repeat(31) }, /NAMES_KEY/],
    ['a short token of the feed', { FEED_TOKEN: 'f'.repeat(31) }, /FEED_TOKEN/],
    ['half of scrypt’s cost', { SCRYPT_COST: '8192' }, /SCRYPT_COST/],
    ['a cost that is no power of two', { SCRYPT_COST: '16385' }, /SCRYPT_COST/],
    ['no number as a cost', { SCRYPT_COST: 'cheap' }, /SCRYPT_COST/],
    ['an empty cost', { SCRYPT_COST: '' }, /SCRYPT_COST/],
    ['a cheap cost on this machine', { ORIGIN: 'http://localhost:8787', SCRYPT_COST: '1024' }, /SCRYPT_COST/],
    ['a cheap cost on a name that ends alike', { ORIGIN: 'https://mytest', SCRYPT_COST: '1024' }, /SCRYPT_COST/],
    ['an unknown zone', { PLAN_ZONE: 'America/Nowhere' }, /PLAN_ZONE/],
    ['no address of a first administrator', { FIRST_ADMINISTRATOR: 'somebody' }, /FIRST_ADMINISTRATOR/],
    ['a scanner over http', { SCAN_URL: 'http://scan.example.org' }, /SCAN_URL/],
    ['a scanner that is no address', { SCAN_URL: 'scan' }, /SCAN_URL/],
    ['a foreign telephone', { PLAN_PHONE: '+497145550100' }, /PLAN_PHONE/],
  ])('%s', (_name, changed, sentence) => expect(wrong(changed)).toEqual([expect.stringMatching(sentence)]))
})

it.each<[string, Record<string, string>]>([
  ['as deployed', {}],
  ['the development machine', { ORIGIN: 'http://localhost:8787' }],
  ['the same by address', { ORIGIN: 'http://127.0.0.1:8787' }],
  ['tests', { ORIGIN: 'https://portal.test', SCRYPT_COST: '1024' }],
  ['more scrypt', { SCRYPT_COST: '32768' }],
  [
    'a first administrator and a scanner',
    { FIRST_ADMINISTRATOR: 'first@plan.example', SCAN_URL: 'https://scan.example' },
  ],
  ['the hardened profile', { POLICY_PROFILE: 'hardened' }],
  ['stricter', { POLICY_OVERRIDES: '{"LOCK_AFTER_FAILURES":3,"SESSION_CLOSES_AFTER":5}' }],
  [
    'weaker with a reason',
    { POLICY_OVERRIDES: '{"LOCK_AFTER_FAILURES":6}', POLICY_DEVIATIONS: '{"LOCK_AFTER_FAILURES":"A reason."}' },
  ],
])('what may be started: %s', (_name, changed) => expect(wrong(changed)).toEqual([]))

it('T26 production’s cookies are Secure: its configured origin is https', () => {
  const toml = readFileSync('wrangler.toml', 'utf8')
  const origin = /^ORIGIN = "(.*)"$/m.exec(toml)?.[1]
  const judged = judge({ ORIGIN: origin })
  expect(judged.ok && judged.value.secure).toBe(true)
  const local = judge({ ORIGIN: 'http://localhost:8787' })
  expect(local.ok && local.value.secure).toBe(false)
})

it('every mistake is told at once, none with the value of a secret', () => {
  const all = wrong({ ORIGIN: 'x', SEAL_KEY: 'short-secret', NAMES_KEY: '', POLICY_OVERRIDES: '{"DORMANT_AFTER":99}' })
  expect(all).toHaveLength(4)
  expect(all.join()).not.toContain('short-secret')
})
