/** e-business decides a report of late revocation: no breach, or the privacy office has to look at it (III.M.3). */
import type { Change } from '../accounts/account.ts'
import { recordedOrNothing, tookBack } from '../audit/statement.ts'
import type { Config } from '../config.ts'
import { batch } from '../db/client.ts'
import { dispatch, post } from '../mail/outbox.ts'
import { done, refused, type Result } from '../result.ts'
import { reportDecided } from './reports/store.ts'
import { privacyOffice } from './store.ts'
import type { ReportDecision } from './termination.ts'

/** A decision about the report `id`, by a person. */
type Decided = { id: string; decision: ReportDecision; reason: string }

/** Keeps the decision, once; what is referred is told to the privacy office. Refused as 'changed-meanwhile' if it was decided before. */
export async function decideReport(
  { env, config }: { env: Pick<Env, 'DB' | 'MAIL'>; config: Config },
  { id, decision, reason }: Decided,
  { at, by, reason: _reason, ...from }: Change & { by: number },
): Promise<Result<'decided', 'changed-meanwhile'>> {
  const staff = decision === 'referred' ? (await batch(env.DB, [privacyOffice])).rows[0] : []
  const mails = await Promise.all(
    staff.map(({ account }) =>
      post({ name: 'revocation-referred', report: id, to: { account }, channel: 'email' }, at, config.sealKeys),
    ),
  )
  try {
    await batch(env.DB, [
      reportDecided(id, decision, reason, by, at),
      recordedOrNothing({
        name: 'revocation.decided',
        at,
        account: by,
        clause: 'III.M.3',
        record: id,
        detail: { to: decision },
        ...from,
      }),
      ...mails.map(({ statement }) => statement),
    ])
  } catch (failure) {
    if (!tookBack(failure)) throw failure
    return refused('changed-meanwhile')
  }
  await dispatch(env.MAIL, mails)
  return done('decided')
}
