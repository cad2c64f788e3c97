/** Rejects an office's request for a reason that its manager is told (III.A.1.a). */
import { recorded } from '../audit/statement.ts'
import { batch } from '../db/client.ts'
import { dispatch, post } from '../mail/outbox.ts'
import type { Change } from '../accounts/account.ts'
import { done, refused, type Result } from '../result.ts'
import { isDecided } from './accept.ts'
import { requestDecided, type StoredRequest } from './store.ts'
import type { Means } from './submit.ts'

/** Rejects the request in one batch; 'decided' if somebody decided it before. */
export async function reject(
  { db, mail, config }: Means,
  request: StoredRequest,
  reason: string,
  { at, by, ...from }: Change & { by: number },
): Promise<Result<null, 'decided'>> {
  const told = await post(
    {
      name: 'office-rejected',
      office: request.legalName,
      reason,
      to: { address: request.managerEmail, firstName: request.managerName },
      channel: 'email',
    },
    at,
    config.sealKeys,
  )
  try {
    await batch(db, [
      requestDecided(request.id, { decision: 'rejected', reason, sourceId: null }, at, by),
      recorded({ name: 'office_request.rejected', at, account: by, record: request.id, clause: 'III.A.1.a', ...from }),
      told.statement,
    ])
  } catch (failure) {
    if (await isDecided(db, request.id)) return refused('decided')
    throw failure
  }
  await dispatch(mail, [told])
  return done(null)
}
