/** Makes recovery codes in the place of those before, and tells their owner. */
import type { Origin } from '../../account-guard/guard.ts'
import { recordedIfChanged } from '../../audit/statement.ts'
import { batch, type Database } from '../../db/client.ts'
import { sha256 } from '../../digest.ts'
import { dispatch, postIfChanged } from '../../mail/outbox.ts'
import type { Policy } from '../../policy/profiles.ts'
import type { SealKeys } from '../../seal.ts'
import { CODE_BYTES, recoveryCodeFrom } from './rules.ts'
import { recoveryCodesMade } from './store.ts'

/** Answers the new codes, which nobody can read again; null if the session ended meanwhile. */
export async function make(
  { db, mail, policy, sealKeys }: { db: Database; mail: Queue; policy: Policy; sealKeys: SealKeys },
  by: Origin & { account: number; session: number },
): Promise<string[] | null> {
  const { account, at } = by
  const codes = Array.from({ length: policy.RECOVERY_CODES }, () =>
    recoveryCodeFrom(crypto.getRandomValues(new Uint8Array(CODE_BYTES))),
  )
  const posting = await postIfChanged(
    { name: 'sign-in-changed', what: 'recovery-codes-made', to: { account }, channel: 'email' },
    at,
    sealKeys,
  )
  const { changes } = await batch(db, [
    ...recoveryCodesMade(by, codes.map(sha256), at),
    recordedIfChanged({
      ...by,
      name: 'recovery_codes.made',
      subject: account,
      clause: 'III.F.2',
      detail: { codes: codes.length },
    }),
    posting.statement,
  ])
  if (changes[1] === 0) return null
  await dispatch(mail, [posting])
  return codes
}
