/** Changes what a user of the office may see; the change is attested anew (III.B.9). */
import { recordedOrNothing, tookBack } from '../../audit/statement.ts'
import { batch, type Database, type Prepared } from '../../db/client.ts'
import type { Day } from '../../policy/calendar.ts'
import { done, refused, type Result } from '../../result.ts'
import { ATTESTATION, type Decision, type Grant } from '../access-request.ts'
import { inWords } from '../rules.ts'
import { attestedChange, grantsReplaced } from './store.ts'

/** Whose roles change, as the form that was posted knew them. */
export type Changed = {
  row: number
  account: number
  office: number
  before: readonly Grant[]
  /** The last attestation about them when the form was made. */
  last: number
}

/**
 * Gives the user exactly those grants from their next request on, with whatever `also` belongs to it; `at` in ms UTC.
 * Refused if somebody changed them since the form was made, or the granter is not of that office's LOAs any more: then
 * nothing was changed.
 */
export async function grantRoles(
  db: Database,
  user: Changed,
  grants: readonly Grant[],
  decision: Decision,
  at: number,
  today: Day,
  also: readonly Prepared<never>[] = [],
): Promise<Result<'changed', 'changed-meanwhile'>> {
  try {
    await batch(db, [...rolesChanged(user, grants, decision, at, today), ...also])
  } catch (failure) {
    if (!tookBack(failure)) throw failure
    return refused('changed-meanwhile')
  }
  return done('changed')
}

/** The statements of it, of which the first changes a row or the whole batch is taken back. */
export function rolesChanged(
  user: Changed,
  grants: readonly Grant[],
  { by, from }: Decision,
  at: number,
  today: Day,
): Prepared<never>[] {
  const after = inWords(grants)
  return [
    attestedChange(user, by, after, ATTESTATION, at, today),
    recordedOrNothing({
      name: 'roles.changed',
      at,
      account: by,
      office: user.office,
      subject: user.account,
      clause: 'III.B.9',
      detail: { before: inWords(user.before), after },
      ...from,
    }),
    ...grantsReplaced({ membership: user.row }, grants, at),
  ]
}
