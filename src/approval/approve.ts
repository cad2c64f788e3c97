/** Approves a request for access: the one decision, and all that comes with it, in one batch (III.B.3, III.B.4). */
import { recorded, recordedIfChanged, recordedOrNothing, tookBack } from '../audit/statement.ts'
import type { Config } from '../config.ts'
import { batch, type Statement } from '../db/client.ts'
import { dispatch, post, type Posting } from '../mail/outbox.ts'
import { type Day, dayOf } from '../policy/calendar.ts'
import { admit } from '../registration/admit.ts'
import { registrantOf } from '../registration/store.ts'
import { done, refused, type Result } from '../result.ts'
import { ATTESTATION, type Decision, type Grant } from './access-request.ts'
import { inWords, needsContact } from './rules.ts'
import { decided, type RequestRecord } from './store.ts'
import { loaGiven, loaTaken } from './administrators/store.ts'
import { attested, foundNobody, grantsReplaced, type Holder, joined } from './users/store.ts'

type Means = { env: Pick<Env, 'DB' | 'MAIL'>; config: Config; now: Date }
type Coming = { statements: Statement[]; mail: Posting }

/**
 * Approves with those grants, the decider having attested. An LOA may hold no role; a member who becomes an LOA keeps
 * theirs. Refused if it was decided before, is not the decider's any more, or the registration can't become an account
 * of the office any more: then nothing of it happened.
 */
export async function approve(
  { env, config, now }: Means,
  request: RequestRecord,
  grants: readonly Grant[],
  decision: Decision,
): Promise<Result<'approved', 'changed-meanwhile'>> {
  const at = now.getTime()
  const { by, from } = decision
  const coming = await comingOf({ env, config, now }, request, grants, decision)
  if (!coming) return refused('changed-meanwhile')
  try {
    await batch(env.DB, [
      decided({
        request: request.row,
        decision: 'approved',
        at,
        on: dayOf(now, config.zone),
        by,
        name: decision.name,
        reason: null,
        attestation: ATTESTATION,
        needsContact: needsContact({ hasLiveLoa: request.hasLiveLoa === 1, isInvited: request.isInvited === 1 }),
      }),
      recordedOrNothing({
        name: 'request.approved',
        at,
        account: by,
        office: request.officeId,
        subject: request.account,
        record: request.id,
        clause: 'III.B.3',
        detail: { roles: inWords(grants), loa: request.wantsLoa },
        ...from,
      }),
      ...coming.statements,
    ])
  } catch (failure) {
    if (!tookBack(failure) && !foundNobody(failure)) throw failure
    return refused('changed-meanwhile')
  }
  await dispatch(env.MAIL, [coming.mail])
  return done('approved')
}

/** What comes with the decision: a new person's account, a further membership, or an LOA among the office's own people. */
async function comingOf(
  { env, config, now }: Means,
  request: RequestRecord,
  grants: readonly Grant[],
  { by, from }: Decision,
): Promise<Coming | null> {
  const at = now.getTime()
  const office = request.officeId
  const attestation = (holder: Holder) => attested(holder, by, inWords(grants), ATTESTATION, at)
  if (request.account === null) {
    const { rows } = await batch(env.DB, [registrantOf(request.registration ?? 0)])
    const registrant = rows[0][0]
    if (!registrant) return null
    const admission = await admit(
      config,
      registrant,
      { office, isLoa: request.wantsLoa === 1, roles: grants },
      { at, by, ...from },
    )
    return {
      statements: [...admission.statements, attestation({ email: registrant.email, office })],
      mail: admission.mail,
    }
  }
  const { account, wantsLoa } = request
  const mail = await post(
    { name: 'access-approved', office: request.office, isLoa: wantsLoa === 1, to: { account }, channel: 'email' },
    at,
    config.sealKeys,
  )
  const event = { at, account: by, office, subject: account, record: request.id, ...from }
  if (wantsLoa === 1 && request.membership !== null)
    return {
      statements: [...becomesLoa(request, request.membership, dayOf(now, config.zone), event), mail.statement],
      mail,
    }
  const holder = { account, office }
  return {
    statements: [
      joined(account, office, wantsLoa === 1, at),
      recorded({
        name: 'membership.created',
        clause: 'III.B.6',
        detail: { roles: inWords(grants), loa: wantsLoa },
        ...event,
      }),
      ...grantsReplaced(holder, grants, at),
      attestation(holder),
      mail.statement,
    ],
    mail,
  }
}

type Event = { at: number; account: number; office: number; subject: number; record: string }

/** III.A.1.b: a member becomes an LOA; in a hand-over whoever named them is none from then on. */
function becomesLoa(
  { fromAccount, officeId }: RequestRecord,
  membership: number,
  today: Day,
  event: Event,
): Statement[] {
  const changed = (subject: number, before: number) =>
    ({
      ...event,
      name: 'membership.changed',
      clause: 'III.A.1.b',
      subject,
      detail: { loaBefore: before, loa: 1 - before },
    }) as const
  return [
    loaGiven(membership, today),
    recordedOrNothing(changed(event.subject, 0)),
    ...(fromAccount === null ? [] : [loaTaken(fromAccount, officeId), recordedIfChanged(changed(fromAccount, 1))]),
  ]
}
