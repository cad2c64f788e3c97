/** Denies a request for access, with a reason that the person is told (III.B.3, III.B.5). */
import { recordedOrNothing, tookBack } from '../audit/statement.ts'
import type { Config } from '../config.ts'
import { batch } from '../db/client.ts'
import type { Recipient } from '../mail/messages.ts'
import { dispatch, post } from '../mail/outbox.ts'
import { dayOf } from '../policy/calendar.ts'
import { registrationEnded } from '../registration/store.ts'
import { done, refused, type Result } from '../result.ts'
import type { Decision } from './access-request.ts'
import { decided, type RequestRecord } from './store.ts'

/** Denies it. Refused if it was decided before, or is not the decider's any more: then nothing of it happened. */
export async function deny(
  { env, config, now }: { env: Pick<Env, 'DB' | 'MAIL'>; config: Config; now: Date },
  request: RequestRecord,
  reason: string,
  { by, name, from }: Decision,
): Promise<Result<'denied', 'changed-meanwhile'>> {
  const at = now.getTime()
  const { row, account, registration, email, firstName, office } = request
  // Forgotten (III.L.5): nobody is left to be told.
  const stranger = email ? { address: email, firstName: firstName ?? '' } : null
  const to: Recipient | null = account === null ? stranger : { account }
  if (!to) return refused('changed-meanwhile')
  const mail = await post({ name: 'request-denied', office, reason, to, channel: 'email' }, at, config.sealKeys)
  const on = dayOf(now, config.zone)
  try {
    await batch(env.DB, [
      decided({ request: row, decision: 'denied', at, on, by, name, reason, attestation: null, needsContact: false }),
      recordedOrNothing({
        name: 'request.denied',
        at,
        account: by,
        office: request.officeId,
        subject: account,
        record: request.id,
        clause: 'III.B.3',
        ...from,
      }),
      ...(registration === null ? [] : [registrationEnded(registration, at)]),
      mail.statement,
    ])
  } catch (failure) {
    if (!tookBack(failure)) throw failure
    return refused('changed-meanwhile')
  }
  await dispatch(env.MAIL, [mail])
  return done('denied')
}
