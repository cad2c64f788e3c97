/** What an Enterprise Administrator does to an account: a page for each deed, with its reason (III.E.4.a, III.K.5, III.K.8, III.M.2). */
import { type Context, Hono } from 'hono'
import { statusBeneath } from '../../../accounts/rules.ts'
import { changeKept, sessionsEnded } from '../../../accounts/store.ts'
import { recordedForEndedSessions, recordedIfChanged } from '../../../audit/statement.ts'
import { batch } from '../../../db/client.ts'
import { AppError } from '../../../errors.ts'
import type { Actor } from '../../../http/actor.ts'
import type { App } from '../../../http/context.ts'
import { act, guardOf, page } from '../../../http/gate.ts'
import { changeBy, origin } from '../../../http/origin.ts'
import { show } from '../../../http/respond.tsx'
import { readId } from '../../../ids.ts'
import { makeLink } from '../../../passwords/set-up/make-link.ts'
import { type Day, dayOf } from '../../../policy/calendar.ts'
import { revokeLost } from '../../../second-factor/lost/revoke-lost.ts'
import { revokeDevices } from '../../../second-factor/store.ts'
import { factsOfAccount } from '../../../standing/store.ts'
import { disable } from '../../../suspension/disable.ts'
import { reinstate } from '../../../suspension/reinstate.ts'
import { suspend } from '../../../suspension/suspend.ts'
import { terminate } from '../../../termination/terminate.ts'
import { DeedPage, type DeedPageProps } from '../../../../views/accounts/deed-page.tsx'
import { deedWords } from '../../../../views/accounts/words.ts'
import { type Deed, type DeedRefusal, deeds } from '../deed.ts'
import { readDeed, type TypedDeed } from '../form.ts'
import { accountPage, nameOf, PATH, type Subject, subjectOf } from '../routes.tsx'
import { opens, refusalOf } from '../rules.ts'
import { accountSeen, countKept, extrasOf } from '../store.ts'

export const accountDeeds = new Hono<App>()

/** III.M.3: an end asks for the day on which the employment ended. */
const asksDate = (deed: Deed) => deed === 'termination'
const fresh = (deed: Deed) => (opens(deed) ? { fresh: 'any' as const } : {})

for (const deed of deeds) {
  // The form is on the page, so the page wants the fresh second factor that the deed does.
  accountDeeds.get(`/:id/${deed}`, async (c) => {
    const id = readId('account', c.req.param('id') ?? '')
    const { actor, rows } = await page(c, {
      right: 'accounts.administer',
      ...fresh(deed),
      name: 'page.viewed',
      record: () => ({ id, seen: accountSeen(id) }),
      read: (_key, today) => [factsOfAccount(id, today), extrasOf(id, c.var.now.getTime())],
    })
    const subject = await subjectOf(c, actor, rows[0][0], rows[1][0])
    return deedPage(c, actor, deed, subject, {})
  })

  accountDeeds.post(`/:id/${deed}`, async (c) => {
    const { actor, form } = await act(c, 'accounts.administer', fresh(deed))
    const id = readId('account', c.req.param('id') ?? '')
    const today = dayOf(c.var.now, c.var.config.zone)
    const { rows } = await batch(c.env.DB, [factsOfAccount(id, today), extrasOf(id, c.var.now.getTime())])
    const subject = await subjectOf(c, actor, rows[0][0], rows[1][0])
    const refusal = refusalOf(deed, subject.deedFacts)
    if (refusal === 'own') return deedPage(c, actor, deed, subject, { status: 403 })
    const { typed, errors, ...read } = readDeed(form, { asksDate: asksDate(deed), atOnce: true, today })
    // Whoever was slower than somebody else is told, whatever they typed.
    if (refusal !== null || typed.was !== subject.deedFacts.status) return accountPage(c, id, 'late')
    if (Object.keys(errors).length > 0) return deedPage(c, actor, deed, subject, { status: 422, typed, errors })
    const isDone = await perform(c, actor, deed, subject, { ...read, today })
    const stays = deed === 'reinstatement' && subject.deedFacts.status === 'terminated' && statusBeneath(subject.facts)
    return isDone ? c.redirect(`${PATH}/${id}?done=${stays ? becomes[stays] : deed}`, 303) : accountPage(c, id, 'late')
  })
}

/** The word for what an account is once its end is taken back. */
const becomes = { active: 'reinstatement', suspended: 'suspension', disabled: 'disabling' } as const

type Wish = { reason: string; changedOn: Day; today: Day }

/** Does it; false if somebody else was quicker. */
async function perform(c: Context<App>, actor: Actor, deed: Deed, subject: Subject, wish: Wish): Promise<boolean> {
  const { facts, deedFacts } = subject
  const { accountId: account } = facts
  const { reason, changedOn, today } = wish
  const change = { ...changeBy(c, actor), reason }
  const { env } = c
  const { config } = c.var
  const left = facts.memberships.filter(({ endedOn }) => endedOn === null || endedOn > today)
  switch (deed) {
    case 'unlocking': {
      const unlocking = { by: actor.account, session: actor.session.row, reason }
      const wasLocked = await guardOf(c, facts).unlock(account, unlocking, origin(c))
      // Where the copy alone said so, that was mended.
      return wasLocked || !(subject.locks.password || subject.locks.secondFactor)
    }
    case 'set-up-link': {
      const kept = changeKept(account, { field: 'set-up link', before: null, after: 'sent' }, change)
      const { by, session } = change
      const asked = { ...origin(c), by, session }
      const sent = await makeLink({ env, config }, { account, guard: facts.guard }, asked, [kept])
      if (!sent)
        throw new AppError({
          kind: 'too_many_attempts',
          retryAfterSeconds: config.policy.PASSCODE_SENDS_WATCHED_FOR * 60,
        })
      return true
    }
    case 'session-end':
      return endSessions(c, subject, change)
    case 'device-revocation': {
      const { at, by, reason: _reason, ...from } = change
      const { changes } = await batch(env.DB, [
        countKept(account, 'devices', change),
        revokeDevices(account, at),
        recordedIfChanged({ name: 'device.revoked', at, account: by, subject: account, clause: 'III.F.1.b', ...from }),
      ])
      return changes[1] !== 0
    }
    case 'second-factor-removal': {
      const isRemoved = await revokeLost({ env, config }, account, change)
      if (isRemoved) await guardOf(c, facts).forget()
      return isRemoved
    }
    case 'suspension':
      return suspend(env.DB, { account }, change)
    case 'disabling':
      return disable({ env, config }, account, change)
    case 'termination': {
      const memberships = left.map(({ id, officeId }) => ({ membership: id, account, office: officeId }))
      return terminate({ env, config, today }, { account, memberships }, changedOn, change)
    }
    case 'reinstatement': {
      const { status: was } = deedFacts
      if (was === 'active') return false
      const asksAnew = facts.kind === 'office' && left.length === 0
      const way = was === 'terminated' ? { was, to: statusBeneath(facts) } : { was, to: 'active' as const }
      return reinstate({ env, config }, { account, asksAnew, ...way }, change)
    }
    default:
      return deed satisfies never
  }
}

/** Ends in D1 first, the truth; the guard forgets afterwards. */
async function endSessions(
  c: Context<App>,
  { facts }: Subject,
  change: ReturnType<typeof changeBy> & { reason: string },
) {
  const { accountId: account } = facts
  const { at, by, reason: _reason, ...from } = change
  const why = 'ended-by-plan'
  const { changes } = await batch(c.env.DB, [
    countKept(account, 'sessions', change),
    sessionsEnded({ account }, at, why),
    recordedForEndedSessions({ account }, at, why, from),
    recordedIfChanged({
      name: 'account.changed',
      at,
      account: by,
      subject: account,
      detail: { to: 'signed out' },
      ...from,
    }),
  ])
  await guardOf(c, facts).forget()
  return changes[1] !== 0
}

type Told = { status?: 403 | 422; typed?: TypedDeed; errors?: DeedPageProps['errors'] }

function deedPage(c: Context<App>, actor: Actor, deed: Deed, subject: Subject, { status, typed, errors }: Told) {
  const { facts, extras, deedFacts } = subject
  const refusal: DeedRefusal | null = refusalOf(deed, deedFacts)
  const address = `${PATH}/${extras.id}`
  return show(
    c,
    {
      title: deedWords[deed].title(nameOf(facts), ''),
      status: status ?? 200,
      error: status !== undefined,
      back: { href: address, label: nameOf(facts) },
    },
    <DeedPage
      action={`${address}/${deed}`}
      csrf={actor.csrf}
      words={deedWords[deed]}
      refusal={refusal}
      email={facts.email}
      was={deedFacts.status}
      asksDate={asksDate(deed)}
      typed={typed}
      errors={errors}
    />,
  )
}
