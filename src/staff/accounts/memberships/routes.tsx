/** What an Enterprise Administrator does to one person's access through one office (III.M.2, III.M.3, III.H.5). */
import { type Context, Hono } from 'hono'
import { batch } from '../../../db/client.ts'
import { AppError } from '../../../errors.ts'
import type { Actor } from '../../../http/actor.ts'
import type { App } from '../../../http/context.ts'
import { act, page } from '../../../http/gate.ts'
import { changeBy } from '../../../http/origin.ts'
import { show } from '../../../http/respond.tsx'
import { readId } from '../../../ids.ts'
import { type Day, dayOf } from '../../../policy/calendar.ts'
import type { MembershipFacts } from '../../../standing/facts.ts'
import { factsOfHolder } from '../../../standing/store.ts'
import { reinstateMembership } from '../../../suspension/reinstate-membership.ts'
import { revokeAccess } from '../../../termination/revoke-access.ts'
import { DeedPage, type DeedPageProps } from '../../../../views/accounts/deed-page.tsx'
import { membershipDeedWords } from '../../../../views/accounts/words.ts'
import { type MembershipDeed, membershipDeeds } from '../deed.ts'
import { readDeed, type TypedDeed } from '../form.ts'
import { accountPage, membershipRefusal, nameOf, PATH, type Subject, subjectOf } from '../routes.tsx'
import { membershipStateOf, opens } from '../rules.ts'
import { extrasOfHolder, membershipSeen } from '../store.ts'

export const membershipsOfAccounts = new Hono<App>()

/** III.M.3: an end or a disabling asks for the day on which the employment ended or the job changed. */
const asksDate = (deed: MembershipDeed) => deed !== 'reinstatement'
const fresh = (deed: MembershipDeed) => (opens(deed) ? { fresh: 'any' as const } : {})

for (const deed of membershipDeeds) {
  membershipsOfAccounts.get(`/:id/${deed}`, async (c) => {
    const id = readId('membership', c.req.param('id') ?? '')
    const { actor, rows } = await page(c, {
      right: 'accounts.administer',
      ...fresh(deed),
      name: 'page.viewed',
      record: () => ({ id, seen: membershipSeen(id) }),
      read: (_key, today) => [factsOfHolder(id, today), extrasOfHolder(id, c.var.now.getTime())],
    })
    const subject = await subjectOf(c, actor, rows[0][0], rows[1][0])
    return deedPage(c, actor, deed, subject, membershipIn(subject, id), {})
  })

  membershipsOfAccounts.post(`/:id/${deed}`, async (c) => {
    const { actor, form } = await act(c, 'accounts.administer', fresh(deed))
    const id = readId('membership', c.req.param('id') ?? '')
    const today = dayOf(c.var.now, c.var.config.zone)
    const { rows } = await batch(c.env.DB, [factsOfHolder(id, today), extrasOfHolder(id, c.var.now.getTime())])
    const subject = await subjectOf(c, actor, rows[0][0], rows[1][0])
    const membership = membershipIn(subject, id)
    const refusal = membershipRefusal(deed, membership, subject, actor, today)
    if (refusal === 'own' || refusal === 'e-business')
      return deedPage(c, actor, deed, subject, membership, { status: 403 })
    const account = readId('account', subject.extras.id)
    const { typed, errors, reason, changedOn } = readDeed(form, { asksDate: asksDate(deed), atOnce: false, today })
    // Whoever was slower than somebody else is told, whatever they typed.
    if (refusal !== null || typed.was !== membershipStateOf(membership, today)) return accountPage(c, account, 'late')
    if (Object.keys(errors).length > 0)
      return deedPage(c, actor, deed, subject, membership, { status: 422, typed, errors })
    const isDone = await perform(c, actor, deed, subject, membership, { reason, changedOn, today })
    return isDone ? c.redirect(`${PATH}/${account}?done=membership-${deed}`, 303) : accountPage(c, account, 'late')
  })
}

/** The membership of that public id: the subject was read by it. */
function membershipIn({ facts }: Subject, id: string): MembershipFacts {
  const membership = facts.memberships.find(({ publicId }) => publicId === id)
  if (!membership) throw new AppError({ kind: 'not_found' })
  return membership
}

type Wish = { reason: string; changedOn: Day; today: Day }

/** Does it; false if somebody else was quicker. */
async function perform(
  c: Context<App>,
  actor: Actor,
  deed: MembershipDeed,
  { facts }: Subject,
  membership: MembershipFacts,
  { reason, changedOn, today }: Wish,
): Promise<boolean> {
  const change = { ...changeBy(c, actor), reason }
  const means = { env: c.env, config: c.var.config, today }
  const whose = { membership: membership.id, account: facts.accountId, office: membership.officeId }
  if (deed === 'reinstatement') {
    const was = membership.suspendedFor ?? 'unverified'
    return reinstateMembership(means, { ...whose, officeName: membership.office, was }, change)
  }
  const kind = deed === 'end' ? 'ended' : 'disabled'
  return (await revokeAccess(means, whose, { kind, changedOn, reason }, change)).ok
}

type Told = { status?: 403 | 422; typed?: TypedDeed; errors?: DeedPageProps['errors'] }

function deedPage(
  c: Context<App>,
  actor: Actor,
  deed: MembershipDeed,
  subject: Subject,
  membership: MembershipFacts,
  { status, typed, errors }: Told,
) {
  const today = dayOf(c.var.now, c.var.config.zone)
  const name = nameOf(subject.facts)
  const words = membershipDeedWords[deed]
  return show(
    c,
    {
      title: words.title(name, membership.office),
      status: status ?? 200,
      error: status !== undefined,
      back: { href: `${PATH}/${subject.extras.id}`, label: name },
    },
    <DeedPage
      action={`${PATH}/memberships/${membership.publicId}/${deed}`}
      csrf={actor.csrf}
      words={words}
      refusal={membershipRefusal(deed, membership, subject, actor, today)}
      email={subject.facts.email}
      office={membership.office}
      was={membershipStateOf(membership, today)}
      asksDate={asksDate(deed)}
      revokesOn={today}
      typed={typed}
      errors={errors}
    />,
  )
}
