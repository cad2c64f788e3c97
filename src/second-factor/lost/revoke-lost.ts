/** Takes every passkey, authenticator app and recovery code off an account whose owner lost them (III.F.2). */
import type { Change } from '../../accounts/account.ts'
import { sessionsEnded } from '../../accounts/store.ts'
import type { EventName } from '../../audit/events.ts'
import { recordedForEndedSessions, recordedIfChanged } from '../../audit/statement.ts'
import type { Config } from '../../config.ts'
import { batch } from '../../db/client.ts'
import { dispatch, postIfChanged } from '../../mail/outbox.ts'
import { revokeDevices } from '../store.ts'
import { appsRemoved, codesRemoved, factorsKept, passkeysRemoved } from './store.ts'

/** Why the sessions ended, as their rows and the log say it. */
const WHY = 'second-factors'

/**
 * What is lost may be in somebody else's hand: known devices are forgotten and every session ends, too. Codes to the mailbox
 * are left, as for everybody (III.F.2.a). The owner is told. Answers false if there was none.
 */
export async function revokeLost(
  { env, config }: { env: Pick<Env, 'DB' | 'MAIL'>; config: Pick<Config, 'sealKeys'> },
  account: number,
  change: Change,
): Promise<boolean> {
  const { at, by, reason = null, ...from } = change
  const told = { name: 'sign-in-changed', what: 'second-factors-removed' } as const
  const mail = await postIfChanged({ ...told, to: { account }, channel: 'email' }, at, config.sealKeys)
  const event = (name: EventName, clause: string) =>
    recordedIfChanged({ name, at, account: by, subject: account, clause, detail: { why: 'lost' }, ...from })
  const { changes } = await batch(env.DB, [
    factorsKept(account, { at, by, reason }),
    mail.statement,
    passkeysRemoved(account, at),
    event('passkey.removed', 'III.F.2'),
    appsRemoved(account, at),
    event('app.removed', 'III.F.2'),
    codesRemoved(account),
    event('recovery_codes.removed', 'III.F.2'),
    revokeDevices(account, at),
    event('device.revoked', 'III.F.1.b'),
    sessionsEnded({ account }, at, WHY),
    recordedForEndedSessions({ account }, at, WHY, from),
  ])
  if (changes[0] !== 1) return false
  await dispatch(env.MAIL, [mail])
  return true
}
