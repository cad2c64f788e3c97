/** Begins a registration: the address alone, and a passcode to it (III.A.1.c). */
import { guardName } from '../accounts/email.ts'
import { recorded } from '../audit/statement.ts'
import type { Config } from '../config.ts'
import { batch, type Database } from '../db/client.ts'
import { newId } from '../ids.ts'
import { newLink } from '../links/link.ts'
import { linkMade } from '../links/store.ts'
import type { Message } from '../mail/messages.ts'
import { dispatch, type Posting, post } from '../mail/outbox.ts'
import { dayOf } from '../policy/calendar.ts'
import { done, type Result } from '../result.ts'
import { type Guards, requestCode } from './request-code.ts'
import type { AddressFacts } from './registration.ts'
import { linkEnds, occupied } from './rules.ts'
import { addressFacts, begun } from './store.ts'

export type Means = Guards & { db: Database; mail: Queue; config: Config }

/** Who registers: an address in its normal form, and the invitation they follow (its row, and the name of its office). */
export type Newcomer = { email: string; invitation: { row: number; office: string | null } | null }

/**
 * Answers the value of the flow's cookie, which is also the link back into the registration. An address that has an account,
 * or whose request waits, gets the same answer, cookie and page; only its owner is told, by mail (III.C.3, T6).
 */
export async function register(
  means: Means,
  { email, invitation }: Newcomer,
): Promise<Result<{ cookie: string }, { retryAfterSeconds: number }>> {
  const { db, config, origin, mail } = means
  const { at } = origin
  const guard = guardName(config.namesKey, email)
  const { rows } = await batch(db, [addressFacts(guard, dayOf(new Date(at), config.zone))])
  const facts = rows[0][0]!
  const why = occupied(facts)
  const link = newLink(guard)
  const sending = await requestCode(means, link, why ? null : { address: email, firstName: '' })
  if (!sending.ok) return sending
  const id = newId('registration')
  const registration = { id, email, guard, invitation: invitation?.row ?? null }
  const note = why ? await post(noteOf(facts, email, invitation?.office ?? null), at, config.sealKeys) : null
  await batch(db, [
    ...(why ? [] : [begun(registration, at)]),
    linkMade(link, 'registration', { registration: why ? undefined : id }, at, linkEnds(at, config.policy)),
    recorded({
      ...origin,
      name: why ? 'registration.refused' : 'registration.begun',
      subject: facts.account,
      record: why ? null : id,
      clause: why ? 'III.C.3' : 'III.A.1.c',
      detail: why ? { why } : null,
    }),
    ...(note ? [note.statement] : []),
  ])
  await dispatch(
    mail,
    [note].filter((one): one is Posting => one !== null),
  )
  return done({ cookie: link.value })
}

/** What the owner of an address that is taken is told. */
function noteOf({ account, waiting }: AddressFacts, address: string, office: string | null): Message {
  if (waiting !== null) {
    return { name: 'registration-waiting', to: { address, firstName: waiting }, channel: 'email' }
  }
  return { name: 'already-registered', office, to: { account: account! }, channel: 'email' }
}
