/** A directory announces somebody: to those who decide, where they have an account, else to themself. It gives nothing (II.B). */
import { recordedIfChanged } from '../../audit/statement.ts'
import type { Prepared } from '../../db/client.ts'
import { newId } from '../../ids.ts'
import type { JsonObject } from '../../json.ts'
import { type Posting, post, postIfChanged } from '../../mail/outbox.ts'
import { requested } from '../../registration/requests/store.ts'
import type { Means, Person } from '../scim.ts'
import { announcementOf, firstNameOf, titleOf } from './rules.ts'
import type { OfficeFacts } from './user.ts'

/** Statements for the batch of the user's own row, the letters of it, and what the row keeps of it. */
type Announcement = { before: Prepared<never>[]; mails: Posting[]; request: string | null; announcedAt: number | null }

/**
 * What comes of the directory's word: a pending request for the office, of which its administrators are told (III.B.1), or a
 * letter that invites to register. Each once; who comes back is announced again (III.N.1).
 */
export async function requestAccess(
  { config, now, provider, from }: Means,
  user: { active: boolean; announcedAt: number | null; word: JsonObject; email: string },
  person: Person,
  office: OfficeFacts | null,
): Promise<Announcement> {
  const at = now.getTime()
  const nothing = { before: [], mails: [], request: null, announcedAt: user.announcedAt }
  const isAnnounced = user.announcedAt !== null
  const what = provider.kind === 'plan' ? null : announcementOf({ ...user, isAnnounced }, person, office)
  if (what === 'letter') {
    const to = { address: user.email, firstName: firstNameOf(user.word) }
    const mail = await post({ name: 'directory-announced', to, channel: 'email' }, at, config.sealKeys)
    return { before: [mail.statement], mails: [mail], request: null, announcedAt: at }
  }
  const account = person.account
  if (what !== 'request' || account === null || !office) return nothing
  const id = newId('access-request')
  const job = { jobTitle: titleOf(user.word), jobDescription: `Announced by ${provider.name}’s directory.` }
  const mails = await Promise.all(
    (office.isTold ? [] : office.loas).map((loa) =>
      postIfChanged(
        { name: 'request-waiting', office: office.name, to: { account: loa }, channel: 'email' },
        at,
        config.sealKeys,
      ),
    ),
  )
  const sent = { name: 'request.sent', at, account: null, subject: account, office: office.row, record: id } as const
  return {
    before: [
      requested({ id, account, office: office.row, wantsLoa: false, ...job }, at),
      recordedIfChanged({ ...sent, clause: 'III.B.1', detail: { provider: provider.id }, ...from }),
      ...mails.map(({ statement }) => statement),
    ],
    mails,
    request: id,
    announcedAt: at,
  }
}
