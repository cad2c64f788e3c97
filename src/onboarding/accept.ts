/** Accepts an office's request: it gets its date of access, and its LOAs are invited (III.A.1.a, III.A.1.b). */
import { recorded, recordedIfChanged } from '../audit/statement.ts'
import type { Config } from '../config.ts'
import { batch } from '../db/client.ts'
import { invite } from '../invitations/invite.ts'
import { dispatch, post } from '../mail/outbox.ts'
import { makeKnown } from '../offices/make-known.ts'
import type { Change } from '../accounts/account.ts'
import { reinstatement } from '../offices/reinstate.ts'
import { accessGiven, managerNamed } from '../offices/store.ts'
import { accessFrom } from '../offices/verification/rules.ts'
import type { Day } from '../policy/calendar.ts'
import { done, refused, type Result } from '../result.ts'
import type { CoreRecord, Nominee } from './office-request.ts'
import { requestDecided, requestOf, type StoredRequest } from './store.ts'
import type { Means } from './submit.ts'

/** An acceptance that `hindrance` has nothing against. `on` is a day of the plan's zone; a reason where there was a mismatch. */
export type Acceptance = {
  request: StoredRequest
  nominees: readonly Nominee[]
  chosen: CoreRecord
  on: Day
  reason: string
}

/**
 * Accepts the request for the chosen office in one batch; 'decided' if somebody decided it before.
 * An office that has access keeps its date; one that was reinstated gets a new one (III.N.1).
 */
export async function accept(
  { db, mail, config }: Means & { config: Config },
  { request, nominees, chosen, on, reason }: Acceptance,
  change: Change & { by: number },
): Promise<Result<{ office: number }, 'decided'>> {
  const { at, by, ...from } = change
  const office = chosen.office ?? (await makeKnown(db, chosen.sourceId, change))
  const invitations = await Promise.all(
    nominees.map((nominee) => invite(config, { ...nominee, office, officeName: chosen.name }, change)),
  )
  const told = await post(
    {
      name: 'office-accepted',
      office: chosen.name,
      on: chosen.terminatedOn === null ? (chosen.accessOn ?? on) : on,
      nominees: nominees.map(({ firstName, lastName, email }) => `${firstName} ${lastName}, ${email}`),
      to: { address: request.managerEmail, firstName: request.managerName },
      channel: 'email',
    },
    at,
    config.sealKeys,
  )
  const event = { at, account: by, office, clause: 'III.A.1.a', ...from }
  const access =
    chosen.terminatedOn === null
      ? [
          accessGiven(office, accessFrom(on, config.policy)),
          recordedIfChanged({ ...event, name: 'office.access_granted', detail: { on } }),
        ]
      : reinstatement(office, accessFrom(on, config.policy), change)
  try {
    await batch(db, [
      requestDecided(request.id, { decision: 'accepted', reason: reason || null, sourceId: chosen.sourceId }, at, by),
      recorded({ ...event, name: 'office_request.accepted', record: request.id }),
      ...access,
      managerNamed(office, {
        name: request.managerName,
        title: request.managerTitle,
        email: request.managerEmail,
        telephone: request.managerTelephone,
      }),
      ...invitations.flatMap(({ statements }) => statements),
      told.statement,
    ])
  } catch (failure) {
    if (await isDecided(db, request.id)) return refused('decided')
    throw failure
  }
  await dispatch(mail, [told, ...invitations.map((invitation) => invitation.mail)])
  return done({ office })
}

/** Whether somebody decided the request: the reason why a decision of it fails. */
export async function isDecided(db: Means['db'], id: string): Promise<boolean> {
  const { rows } = await batch(db, [requestOf(id)])
  return rows[0][0]?.decidedAt != null
}
