/** Takes a passkey or an authenticator app away from its owner's ways to sign in, and tells them. */
import { recordedIfChanged } from '../../audit/statement.ts'
import type { Origin } from '../../account-guard/guard.ts'
import { batch, type Database } from '../../db/client.ts'
import { dispatch, postIfChanged } from '../../mail/outbox.ts'
import type { Policy } from '../../policy/profiles.ts'
import { done, refused, type Result } from '../../result.ts'
import type { SealKeys } from '../../seal.ts'
import type { SessionKey } from '../../session-key.ts'
import type { Kept, Strong } from './factor.ts'
import { factorRemoved, removable } from './store.ts'

/** What it needs of the program around it. */
export type Means = { db: Database; mail: Queue; policy: Policy; sealKeys: SealKeys }

/**
 * `id`: the public id of the factor, `session` the session of its owner. `isSure`: its person confirmed that codes by e-mail are all that is left. The write
 * itself decides what is the last one, so two removals at once leave one of two.
 */
export async function withdrawFactor(
  { db, mail, policy, sealKeys }: Means,
  kind: Strong,
  { id, isSure, session }: { id: string; isSure: boolean; session: SessionKey },
  by: Origin & { account: number; session: number },
): Promise<Result<'removed', Kept>> {
  const { account, at } = by
  const posting = await postIfChanged(
    { name: 'sign-in-changed', what: `${kind}-removed`, to: { account }, channel: 'email' },
    at,
    sealKeys,
  )
  const { changes, rows } = await batch(db, [
    factorRemoved(kind, { account, id, isSure }, at, policy),
    recordedIfChanged({ ...by, name: `${kind}.removed`, subject: account, clause: 'III.F.2', detail: { factor: id } }),
    posting.statement,
    removable(kind, session, id, policy),
  ])
  if (changes[0] === 1) {
    await dispatch(mail, [posting])
    return done('removed')
  }
  const left = rows[3][0]
  return refused(!left ? 'not-found' : left.isBreakGlass === 1 ? 'break-glass' : 'last')
}
