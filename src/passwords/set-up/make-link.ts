/** A new link to set the first password (III.D.1), wanted by its owner or by an Enterprise Administrator. */
import type { Origin } from '../../account-guard/guard.ts'
import { recorded } from '../../audit/statement.ts'
import type { Config } from '../../config.ts'
import { batch, type Prepared } from '../../db/client.ts'
import { newLink } from '../../links/link.ts'
import { linkMade, linksRevoked } from '../../links/store.ts'
import { dispatch, post } from '../../mail/outbox.ts'

const HOUR = 60 * 60_000

/**
 * Mails a new link to the account, the ones before it void, with `also` in the same batch. `by` is whoever asks for it,
 * the account itself unless told. Answers false when too many were asked for: then nothing was sent.
 */
export async function makeLink(
  { env, config }: { env: Pick<Env, 'DB' | 'MAIL' | 'ACCOUNT_GUARD'>; config: Config },
  { account, guard }: { account: number; guard: string },
  from: Origin & { by?: number; session?: number },
  also: readonly Prepared<never>[] = [],
): Promise<boolean> {
  const { by = account, ...origin } = from
  const { at } = origin
  const { ip, request, device } = origin
  if (!(await env.ACCOUNT_GUARD.getByName(guard).admitSend({ at, ip, request, device }))) return false
  const made = newLink(guard)
  const told = { name: 'account-approved', link: made.value } as const
  const mail = await post({ ...told, to: { account }, channel: 'email' }, at, config.sealKeys)
  await batch(env.DB, [
    linksRevoked('account', account, at),
    linkMade(made, 'set-up', { account }, at, at + config.policy.SET_UP_LINK_LASTS * HOUR),
    recorded({ ...origin, name: 'password.link_sent', account: by, subject: account, clause: 'III.D.1' }),
    ...also,
    mail.statement,
  ])
  await dispatch(env.MAIL, [mail])
  return true
}
