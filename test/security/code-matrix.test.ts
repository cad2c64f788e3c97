/**
 * T3: the second factors that nobody sends, with everything that can befall a person or their office. As in the matrix of
 * the other ways, what has to come of each pair stands in a table made by hand.
 */
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { Browser } from '../support/browser.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { membershipOf } from '../support/requests.ts'
import { forget, proveMailbox, step } from '../support/reset.ts'
import { SESSION, signedIn } from '../support/session.ts'
import { stopTheClock } from '../support/time.ts'
import { RECOVERY, shown, withApp, withRecoveryCodes } from '../support/typed-codes.ts'
import { type Reach, reached } from './reached.ts'
import { attestationsMayChange, type State, states, type Subject } from './states.ts'
import { isFresh } from './ways.ts'

stopTheClock()
beforeAll(attestationsMayChange)

const NEW = 'Another-horse-8'
let nth = 0
const aBrowser = () => new Browser(`198.19.${Math.floor((nth += 1) / 250)}.${nth % 250}`)

async function somebody() {
  const office = await anOffice()
  const email = `coded${(nth += 1)}@office.example`
  const person = await withRecoveryCodes(await withApp(await aPerson({ email, offices: [office], isLoa: true })))
  return { ...person, office, membership: (await membershipOf(person.account, office)).row }
}
type Befall = (subject: Subject) => Promise<unknown>

const signIn = (by: 'app' | 'recovery') => async (befall: Befall) => {
  const person = await somebody()
  const browser = aBrowser()
  await browser.password(person.email)
  await befall(person)
  const code = by === 'app' ? shown(person.secret) : RECOVERY[0]!
  await browser.post(`/sign-in/second-factor/${by}`, { code, next: '', remember: 'on' }, '/sign-in')
  return browser
}
const stepUp = (by: 'app' | 'recovery') => async (befall: Befall) => {
  const person = await somebody()
  const browser = await signedIn(person)
  const csrf = await browser.token('/home')
  await befall(person)
  const code = by === 'app' ? shown(person.secret) : RECOVERY[0]!
  await browser.post(`/confirm/${by}`, { csrf, code, next: '/profile' })
  return browser
}
/** The state comes about between the mailbox and the second proof; then the new password, and the next code. */
const reset = (by: 'app' | 'recovery') => async (befall: Befall) => {
  const person = await somebody()
  const browser = aBrowser()
  await proveMailbox(browser, await forget(browser, person.email))
  await befall(person)
  await step(browser, by, by === 'app' ? { appCode: shown(person.secret) } : { recoveryCode: RECOVERY[0]! })
  await step(browser, 'password', { password: NEW })
  await browser.password(person.email, NEW)
  await browser.post('/sign-in/second-factor/recovery', { code: RECOVERY[1]!, next: '' }, '/sign-in')
  return browser
}

const ways = {
  app: signIn('app'),
  recovery: signIn('recovery'),
  'app, step-up': stepUp('app'),
  'recovery, step-up': stepUp('recovery'),
  'app, reset': reset('app'),
  'recovery, reset': reset('recovery'),
}
type Way = keyof typeof ways
const order = Object.keys(ways) as Way[]

const _ = 'out'
/** By state: at the sign-in, in mid-session, in a reset; of an app and of a recovery code alike. */
const expected: Record<State, [signIn: Reach, stepUp: Reach, reset: Reach]> = {
  nothing: ['in', 'in', 'in'],
  // A lock ends no session, and a reset opens it (III.E.3, III.E.4).
  locked: [_, 'in', 'in'],
  suspended: [_, _, _],
  'incident after a disabling': [_, _, _],
  disabled: [_, _, _],
  terminated: [_, _, _],
  'suspended, its sessions left': [_, _, _],
  'disabled, its sessions left': [_, _, _],
  'terminated, its sessions left': [_, _, _],
  'membership disabled, its sessions left': [_, _, _],
  'office suspended, its sessions left': [_, _, _],
  'office suspended': [_, _, _],
  'office suspended, by dates': [_, _, _],
  'office suspended, nobody prompted': [_, _, _],
  'office terminated': [_, _, _],
  'office terminated, by dates': [_, _, _],
  'office without access yet': [_, _, _],
  'membership ended': [_, _, _],
  'membership ended, by dates': [_, _, _],
  'membership disabled': [_, _, _],
  'membership unverified': [_, _, _],
  // III.N.2: the owner's reset alone.
  dormant: [_, _, 'in'],
  'password ended': ['password', 'password', 'in'],
  untrained: ['training', 'training', 'training'],
  'agreement due': ['agreement', 'agreement', 'agreement'],
  'administrator restricted': ['verification', 'verification', 'verification'],
}

const newestSession = async (account: number) =>
  (await env.DB.prepare('SELECT max(id) AS id FROM session WHERE account_id = ?').bind(account).first<number>('id')) ??
  0

describe('T3 an app’s code and a recovery code: no session that should not be', () => {
  it('T3 every state is told', () => {
    expect(Object.keys(expected)).toEqual(Object.keys(states))
  })

  it.each(Object.keys(expected) as State[])('T3 %s', async (state) => {
    // Side by side: each has people and addresses of its own.
    const outcomes = await Promise.all(
      order.map(async (way) => {
        let [account, newest] = [0, 0]
        const browser = await ways[way](async (subject) => {
          account = subject.account
          newest = await newestSession(account)
          await states[state](subject)
        })
        const reach = await reached(browser)
        if (way.endsWith('step-up')) expect([state, await isFresh(browser)]).toEqual([state, state === 'nothing'])
        const outside = !way.endsWith('step-up')
        const leaked = outside && (browser.cookies.has(SESSION) || newest < (await newestSession(account)))
        return [way, reach === 'out' && leaked ? 'a session nobody should have' : reach]
      }),
    )
    const told = expected[state].flatMap((reach) => [reach, reach])
    expect(outcomes).toEqual(order.map((way, place) => [way, told[place]]))
  })
})
