/**
 * T3: every way in, with everything that can befall a person or their office. What has to come of each pair stands here in
 * a table made by hand from requirements 1, 4 to 8, 10 and 14: it knows nothing of the program's rules.
 */
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { SESSION } from '../support/session.ts'
import { stopTheClock } from '../support/time.ts'
import { type Reach, reached } from './reached.ts'
import { attestationsMayChange, type State, states } from './states.ts'
import { isFresh, type Way, ways } from './ways.ts'

stopTheClock()
beforeAll(attestationsMayChange)

const order: Way[] = ['password', 'passcode', 'question', 'passkey alone', 'passkey alone, meanwhile', 'passkey second', 'reset with a passkey', 'device', 'session', 'step-up', 'reset', 'reset, meanwhile', 'set-up link', 'switch into it', 'switch away from it', 'invitation', 'registration', 'provider', 'provider, then a passcode', 'provider, linked'] // prettier-ignore

const _ = 'out'
/** By state, in the order of the ways. */
const expected: Record<State, Reach[]> = {
  //                                     password passcode question key-alone meanwhile key-second key-reset device session step-up reset mid set-up into away invited registered provider passcode linked
  nothing:                                ['in', 'in', 'in', 'in', 'in', 'in', 'in', 'in', 'in', 'in', 'in', 'in', 'in', 'in', 'in', _, _, 'in', 'in', 'in'],
  // A lock ends no session, and a reset or the first password opens it (III.E.3, III.E.4).
  locked:                                 [_, _, _, _, _, _, 'in', _, 'in', 'in', 'in', 'in', 'in', 'in', 'in', _, _, _, _, _],
  suspended:                              [_, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _],
  'incident after a disabling':           [_, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _],
  disabled:                               [_, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _],
  terminated:                             [_, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _],
  'suspended, its sessions left': [_, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _],
  'disabled, its sessions left': [_, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _],
  'terminated, its sessions left': [_, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _],
  'membership disabled, its sessions left': [_, _, _, _, _, _, _, _, _, _, _, _, _, 'closed', 'in', _, _, _, _, _],
  'office suspended, its sessions left': [_, _, _, _, _, _, _, _, _, _, _, _, _, 'closed', 'in', _, _, _, _, _],
  // With another office that one stays; what a verb closed ended the session, what dates close leaves its switcher.
  'office suspended':                     [_, _, _, _, _, _, _, _, _, _, _, _, _, 'closed', _, _, _, _, _, _],
  'office suspended, by dates':           [_, _, _, _, _, _, _, _, _, _, _, _, _, 'closed', 'in', _, _, _, _, _],
  'office suspended, nobody prompted':    [_, _, _, _, _, _, _, _, _, _, _, _, _, 'closed', 'in', _, _, _, _, _],
  'office terminated':                    [_, _, _, _, _, _, _, _, _, _, _, _, _, 'closed', _, _, _, _, _, _],
  'office terminated, by dates':          [_, _, _, _, _, _, _, _, _, _, _, _, _, 'closed', 'in', _, _, _, _, _],
  'office without access yet':            [_, _, _, _, _, _, _, _, _, _, _, _, _, 'closed', 'in', _, _, _, _, _],
  'membership ended':                     [_, _, _, _, _, _, _, _, _, _, _, _, _, 'closed', _, _, _, _, _, _],
  'membership ended, by dates':           [_, _, _, _, _, _, _, _, _, _, _, _, _, 'closed', 'in', _, _, _, _, _],
  'membership disabled':                  [_, _, _, _, _, _, _, _, _, _, _, _, _, 'closed', _, _, _, _, _, _],
  'membership unverified':                [_, _, _, _, _, _, _, _, _, _, _, _, _, 'closed', 'in', _, _, _, _, _],
  // III.N.2: the owner's reset alone.
  dormant:                                [_, _, _, _, _, _, 'in', _, _, _, 'in', 'in', _, _, _, _, _, _, _, _],
  'password ended':                       ['password', 'password', 'password', 'password', 'password', 'password', 'in', 'password', 'password', 'password', 'in', 'in', 'in', 'password', 'password', _, _, 'password', 'password', 'password'],
  untrained:                              ['training', 'training', 'training', 'training', 'training', 'training', 'training', 'training', 'training', 'training', 'training', 'training', 'training', 'training', 'training', _, _, 'training', 'training', 'training'],
  'agreement due':                        ['agreement', 'agreement', 'agreement', 'agreement', 'agreement', 'agreement', 'agreement', 'agreement', 'agreement', 'agreement', 'agreement', 'agreement', 'agreement', 'agreement', 'agreement', _, _, 'agreement', 'agreement', 'agreement'],
  'administrator restricted':             ['verification', 'verification', 'verification', 'verification', 'verification', 'verification', 'verification', 'verification', 'verification', 'verification', 'verification', 'verification', 'verification', 'verification', 'in', _, _, 'verification', 'verification', 'verification'],
} // prettier-ignore

/** Ways at whose beginning nobody had a session: where nothing is reached, none may have been opened. */
const begunOutside: Way[] = ['password', 'passcode', 'question', 'passkey alone', 'passkey alone, meanwhile', 'passkey second', 'reset with a passkey', 'device', 'reset', 'reset, meanwhile', 'set-up link', 'invitation', 'registration', 'provider', 'provider, then a passcode', 'provider, linked'] // prettier-ignore

const newestSession = async (account: number) =>
  (await env.DB.prepare('SELECT max(id) AS id FROM session WHERE account_id = ?').bind(account).first<number>('id')) ??
  0

describe('T3 no session that should not be, and no page beyond its gate', () => {
  it('T3 every state and every way is told', () => {
    expect(Object.keys(expected)).toEqual(Object.keys(states))
    expect(order.toSorted()).toEqual(Object.keys(ways).toSorted())
    for (const reaches of Object.values(expected)) expect(reaches).toHaveLength(order.length)
  })

  it.each(Object.keys(states) as State[])('T3 %s', async (state) => {
    // Side by side: each has people and addresses of its own. What a verb closes for everybody, it does once to all.
    const gathered = Promise.withResolvers<void>()
    let befallen = 0
    const outcomes = await Promise.all(
      order.map(async (way) => {
        let account = 0
        let newest = 0
        const browser = await ways[way](async (subject) => {
          account = subject.account
          newest = await newestSession(account)
          await states[state](subject)
          befallen += 1
          if (befallen === order.length) gathered.resolve()
          await gathered.promise
        })
        const reach = await reached(browser)
        if (way === 'step-up') expect([state, await isFresh(browser)]).toEqual([state, state === 'nothing'])
        // Where nothing is reached there is no cookie either, and no session that somebody could come by.
        const leaked =
          begunOutside.includes(way) && (browser.cookies.has(SESSION) || newest < (await newestSession(account)))
        return [way, reach === 'out' && leaked ? 'a session nobody should have' : reach]
      }),
    )
    expect(outcomes).toEqual(order.map((way, place) => [way, expected[state][place]]))
  })
})
