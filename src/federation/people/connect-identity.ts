/** Links an identity to an account whose owner proved by a passcode that both are theirs (T18). */
import type { Origin } from '../../account-guard/guard.ts'
import { recordedIfChanged } from '../../audit/statement.ts'
import type { SealKeys } from '../../seal.ts'
import { batch, type Database } from '../../db/client.ts'
import { dispatch, postIfChanged } from '../../mail/outbox.ts'
import type { Day } from '../../policy/calendar.ts'
import { done, refused, type Result } from '../../result.ts'
import type { ProviderWay } from '../../sessions/way.ts'
import { identityLinked } from './store.ts'

/** Links, and tells the owner. Refused if the identity is somebody's by now, or the provider is off or not theirs by now. */
export async function connectIdentity(
  { db, mail, sealKeys, origin, today }: { db: Database; mail: Queue; sealKeys: SealKeys; origin: Origin; today: Day },
  { provider, subject }: Pick<ProviderWay, 'provider' | 'subject'>,
  account: number,
): Promise<Result<'linked', 'changed-meanwhile'>> {
  const told = { name: 'sign-in-changed', what: 'identity-linked' } as const
  const letter = await postIfChanged({ ...told, to: { account }, channel: 'email' }, origin.at, sealKeys)
  const { changes } = await batch(db, [
    identityLinked(provider, subject, account, { at: origin.at, today }),
    recordedIfChanged({ name: 'identity.linked', account, subject: account, ...origin }),
    letter.statement,
  ])
  if (changes[0] !== 1) return refused('changed-meanwhile')
  await dispatch(mail, [letter])
  return done('linked')
}
