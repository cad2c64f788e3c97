/** A directory ends somebody's access: by the same verbs, dates and records as an administrator does (III.M.2, III.M.3). */
import { recordedForEndedSessions, recordedIfChanged } from '../../audit/statement.ts'
import { batch } from '../../db/client.ts'
import { dispatch, postIfChanged } from '../../mail/outbox.ts'
import { dayOf } from '../../policy/calendar.ts'
import { done, refused, type Result } from '../../result.ts'
import { revokeAccess } from '../../termination/revoke-access.ts'
import { terminate } from '../../termination/terminate.ts'
import {
  identitiesUnlinked,
  personOf,
  readPerson,
  registrationsEnded,
  requestTakenBack,
  sessionsThroughEnded,
  waitingIn,
} from '../store.ts'
import type { Means, Person } from '../scim.ts'

/**
 * Ends what the address has through the provider: in its offices the memberships, requests and registrations, and the account
 * with the last of them; of the plan's staff an account that the provider made. One it did not make loses its link alone.
 * Run again it ends what is left. Refused where nobody could administer accounts any more.
 */
export async function endAccess(means: Means, email: string): Promise<Result<Person, 'last-administrator'>> {
  const { env, config, now, provider } = means
  const today = dayOf(now, config.zone)
  const { rows } = await batch(env.DB, [personOf(email, today)])
  const person = readPerson(rows[0][0]!, provider)
  if (person.isForeign) return done(person)
  if (provider.kind === 'office') await takeBack(means, email, person)
  if (person.account === null) return done(person)
  if (provider.kind === 'office') return endAtOffices(means, person.account, person)
  if (person.isEnded) return done(person)
  if (!person.isManaged) return unlink(means, person.account, person)
  const change = { at: now.getTime(), by: null, reason: reasonOf(means), ...means.from }
  const hasEnded = await terminate({ env, config, today }, { account: person.account, memberships: [] }, today, change)
  if (hasEnded) return done(person)
  // Either somebody else was quicker, or this is the last who administers accounts.
  const after = (await batch(env.DB, [personOf(email, today)])).rows[0][0]!
  return after.isEnded === 1 ? done(person) : refused('last-administrator')
}

/** What waits is not waited for any more (III.B.3). */
async function takeBack(
  { env, config, now, provider, from }: Means,
  email: string,
  { account }: Person,
): Promise<void> {
  const at = now.getTime()
  const { rows } = await batch(env.DB, [waitingIn(provider.row, email)])
  const event = { at, account: null, subject: account, detail: { provider: provider.id }, ...from }
  await batch(env.DB, [
    ...rows[0].flatMap(({ row, id, office }) => [
      requestTakenBack(row, dayOf(now, config.zone), at),
      recordedIfChanged({ ...event, name: 'request.withdrawn', office, record: id, clause: 'III.B.3' }),
    ]),
    registrationsEnded(provider.row, email, at),
    recordedIfChanged({ ...event, name: 'registration.refused', clause: 'III.M.2' }),
  ])
}

/** Why, in the records of the account; a provider's name is nobody's. */
const reasonOf = ({ provider }: Means) => `Ended by ${provider.name}’s directory.`

async function endAtOffices(means: Means, account: number, person: Person): Promise<Result<Person, never>> {
  const { env, config, now, from } = means
  const today = dayOf(now, config.zone)
  const change = { at: now.getTime(), by: null, reason: reasonOf(means), ...from }
  const termination = { env, config, today }
  // Whoever never was in its offices is nobody that it could end, though they have the address and wait for another office.
  if (person.here.length === 0 && !person.wasHere) return done(person)
  // Of an account that ended before, what it has here ends still: it may be given back.
  if (person.elsewhere === 0) {
    await terminate(termination, { account, memberships: person.here }, today, change)
    return done(person)
  }
  const revocation = { kind: 'ended', changedOn: today, reason: change.reason } as const
  // One that somebody else ended meanwhile is ended all the same.
  for (const membership of person.here) await revokeAccess(termination, membership, revocation, change)
  return done(person)
}

/** An account that the provider did not make stays its own: whoever breaks the glass comes in when the provider doesn't. */
async function unlink(means: Means, account: number, person: Person): Promise<Result<Person, never>> {
  const { env, config, now, provider, from } = means
  const at = now.getTime()
  const told = { name: 'sign-in-changed', what: 'identity-unlinked', to: { account }, channel: 'email' } as const
  const mail = await postIfChanged(told, at, config.sealKeys)
  const { changes } = await batch(env.DB, [
    identitiesUnlinked(provider.row, account, at),
    recordedIfChanged({ name: 'identity.unlinked', at, account: null, subject: account, record: provider.id, ...from }),
    mail.statement,
    sessionsThroughEnded(provider.row, account, at),
    recordedForEndedSessions({ account }, at, 'revoked', from),
  ])
  if (changes[0] !== 0) await dispatch(env.MAIL, [mail])
  return done(person)
}
