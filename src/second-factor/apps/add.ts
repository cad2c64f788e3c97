/** Adds an authenticator app, once its first code proved that it has the secret. */
import type { Origin } from '../../account-guard/guard.ts'
import { APP_SECRET, rightStep } from '../../account-guard/rules.ts'
import { recordedIfChanged } from '../../audit/statement.ts'
import { batch, type Database } from '../../db/client.ts'
import { dispatch, postIfChanged } from '../../mail/outbox.ts'
import type { Policy } from '../../policy/profiles.ts'
import { done, refused, type Result } from '../../result.ts'
import { keyName, seal, type SealKeys } from '../../seal.ts'
import { recoveryLeft } from '../recovery/store.ts'
import type { Offer } from './app.ts'
import { appAdded, appOf } from './store.ts'

/** What it needs of the program around it. */
export type Means = { db: Database; mail: Queue; policy: Policy; sealKeys: SealKeys }

/**
 * `offer`: what was shown, opened from its seal; `code`: six digits of the app. Done also where the same offer was taken
 * a moment ago; `hasRecovery`: recovery codes are left, so none have to be offered.
 */
export async function add(
  { db, mail, policy, sealKeys }: Means,
  { offer, name, code }: { offer: Offer; name: string; code: string },
  by: Origin & { account: number; session: number },
): Promise<Result<{ hasRecovery: boolean }, 'wrong-code' | 'too-many' | 'gone'>> {
  const { account, at } = by
  const { id, secret } = offer
  const lastStep = rightStep(secret, code, at, policy)
  if (lastStep === null) return refused('wrong-code')
  const posting = await postIfChanged(
    { name: 'sign-in-changed', what: 'app-added', to: { account }, channel: 'email' },
    at,
    sealKeys,
  )
  const sealed = await seal(secret, sealKeys, APP_SECRET, id)
  const app = { id, name, sealed, sealedBy: keyName(sealKeys.present), lastStep }
  const { changes, rows } = await batch(db, [
    appAdded(account, app, { session: by.session, most: policy.AUTHENTICATOR_APPS_EACH }, at),
    recordedIfChanged({ ...by, name: 'app.added', subject: account, clause: 'III.F.2', detail: { factor: id } }),
    posting.statement,
    appOf(account, id),
    recoveryLeft(account),
  ])
  if (changes[0] === 1) await dispatch(mail, [posting])
  const [, , , [stored], [recovery]] = rows
  if (!stored) return refused('too-many')
  return stored.isRemoved === 1 ? refused('gone') : done({ hasRecovery: (recovery?.left ?? 0) > 0 })
}
