/** The pages of a draft: each keeps what was typed, right or wrong, and goes on when it is right. */
import { type Context, Hono } from 'hono'
import { routePath } from 'hono/route'
import { visited } from '../../../audit/statement.ts'
import { PROVIDERS_AT_MOST } from '../../../claims/store.ts'
import { type Answer, batch } from '../../../db/client.ts'
import { randomText } from '../../../digest.ts'
import { ENTRIES_SHOWN } from '../../../directory/store.ts'
import { AppError } from '../../../errors.ts'
import type { Actor } from '../../../http/actor.ts'
import type { App } from '../../../http/context.ts'
import { addressOf, criteriaOf } from '../../../http/criteria.ts'
import { act, page } from '../../../http/gate.ts'
import { changeBy, origin } from '../../../http/origin.ts'
import { show } from '../../../http/respond.tsx'
import { sessionKey } from '../../../http/session.ts'
import { readId } from '../../../ids.ts'
import { searched } from '../../../members/store.ts'
import { dayOf } from '../../../policy/calendar.ts'
import { can } from '../../../roles/rules.ts'
import type { SessionKey } from '../../../session-key.ts'
import { time } from '../../../../views/format.ts'
import { CodesStep } from '../../../../views/referrals/drafts/codes-page.tsx'
import { FilesStep } from '../../../../views/referrals/drafts/files-page.tsx'
import { type DraftFrame, KeptStatus } from '../../../../views/referrals/drafts/frame.tsx'
import { MemberStep } from '../../../../views/referrals/drafts/member-page.tsx'
import { NotesStep } from '../../../../views/referrals/drafts/notes-page.tsx'
import { ProvidersStep } from '../../../../views/referrals/drafts/providers-page.tsx'
import { ReviewStep } from '../../../../views/referrals/drafts/review-page.tsx'
import { personName, stepWords } from '../../../../views/referrals/drafts/words.ts'
import { MOST_FILES } from '../../attachments/attachment.ts'
import { submissionOf } from '../../submissions/store.ts'
import { submit } from '../../submit.ts'
import { changeDraft } from '../change-draft.ts'
import { type Content, type Field, fieldsOf, type Found, type Step, steps, type Typed } from '../draft.ts'
import { type Asked, readAsked, readMember, readOrigin, readSearch, readTyped, type Search } from '../form.ts'
import { reading, searching } from '../reading/store.ts'
import { problemsOf, readContent, requesterOf, requestersNamed, stateOf, withCode, withoutCode } from '../rules.ts'
import { draftFor, draftSeen } from '../store.ts'

export const referralDrafts = new Hono<App>()

const pathOf = (id: string, step: Step) => `/referrals/drafts/${id}/${step}`
const idOf = (c: Context<App>) => readId('referral-draft', c.req.param('id') ?? '')

for (const step of steps) {
  referralDrafts.get(`/:id/${step}`, (c) => stepShown(c, step))
  if (fieldsOf[step].length > 0) referralDrafts.post(`/:id/${step}`, (c) => stepWritten(c, step))
}

/** What the pages read, as it was answered. */
type Read = Answer<readonly [...ReturnType<typeof reading>, ...ReturnType<typeof searching>]>['rows']
type Rows = readonly [...Read, ...unknown[]]
type Known = readonly [Read[0], Read[1], Read[2], Read[3], Read[4], Read[5], Read[6], ...unknown[]]
type Shown = {
  search?: Search | null
  errors?: DraftFrame['errors']
  /** What was typed on a page that was overtaken: it isn't kept. */
  overtaken?: Typed
  status?: 409 | 422
}

/** What the draft still lacks. */
function foundIn([[draft], , [performer], codes, , , [requester]]: Known): Found {
  return { hasMember: draft?.memberRow != null, requester, performer, codes }
}

function shownStep(c: Context<App>, actor: Actor, step: Step, rows: Rows, shown: Shown) {
  const [
    [draft],
    requesters,
    [performer],
    codes,
    files,
    duplicates,
    [requester],
    foundCodes,
    foundEntries,
    lookedThrough,
  ] = rows
  if (!draft) throw new AppError({ kind: 'not_found' })
  const { search = null, errors = {}, overtaken, status } = shown
  const content = readContent(draft.content)
  const differing = (fieldsOf[step] as readonly Field[])
    .filter((field) => overtaken && (overtaken[field] ?? '') !== (content.fields[field] ?? ''))
    .map((field) => [field, content.fields[field] ?? ''])
  const frame: DraftFrame = {
    csrf: actor.csrf,
    id: draft.id,
    step,
    steps,
    problems: problemsOf(content, foundIn(rows)),
    member: draft.memberRow === null ? null : personName(draft),
    state: stateOf(content, step, files),
    tab: randomText(9),
    fields: { ...content.fields, ...overtaken },
    errors,
    kept: overtaken && Object.fromEntries(differing),
  }
  const pages: Record<Step, () => ReturnType<typeof MemberStep>> = {
    member: () => <MemberStep {...frame} />,
    providers: () => (
      <ProvidersStep
        {...frame}
        requesters={requesters.length > PROVIDERS_AT_MOST ? null : requesters}
        requester={requester}
        named={search && 'requester' in search ? requestersNamed(lookedThrough, search.requester) : null}
        performer={performer}
        entries={search && 'name' in search ? foundEntries.slice(0, ENTRIES_SHOWN) : null}
        more={foundEntries.length > ENTRIES_SHOWN}
      />
    ),
    codes: () => (
      <CodesStep
        {...frame}
        codes={codes}
        search={search && 'kind' in search ? { kind: search.kind, codes: foundCodes } : null}
      />
    ),
    notes: () => <NotesStep {...frame} />,
    files: () => <FilesStep {...frame} files={files} most={MOST_FILES} />,
    review: () => (
      <ReviewStep
        {...frame}
        requester={requesterOf(content, foundIn(rows))}
        performer={performer}
        codes={codes}
        files={files}
        duplicates={duplicates}
        reads={can(actor, 'referrals.read')}
      />
    ),
  }
  return show(
    c,
    {
      title: `New referral: ${stepWords[step].toLowerCase()}`,
      back: { href: '/referrals/new', label: 'Your drafts' },
      error: status === 422,
      ...(status ? { status } : {}),
    },
    pages[step](),
  )
}

async function stepShown(c: Context<App>, step: Step) {
  const id = idOf(c)
  const search = readSearch(await criteriaOf(c, pathOf(id, step), await sessionKey(c)))
  const { actor, rows } = await page(c, {
    right: 'referrals.submit',
    name: 'page.viewed',
    record: (key) => ({ id, seen: draftSeen(key, id) }),
    read: (key) => [...reading(key, id), ...searching(key, search), submissionOf(key, id)],
  })
  if (rows[10].length > 0) return c.redirect('/referrals/confirmations', 303)
  return shownStep(c, actor, step, rows, { search })
}

async function stepWritten(c: Context<App>, step: Step) {
  const { actor, form } = await act(c, 'referrals.submit')
  const id = idOf(c)
  const { key } = actor.session
  const isQuiet = c.req.header('HX-Request-Type') === 'partial'
  const [[draft], [submission]] = (await batch(c.env.DB, [draftFor(key, id), submissionOf(key, id)])).rows
  if (submission) return c.redirect('/referrals/confirmations', 303)
  if (!draft) throw new AppError({ kind: 'not_found' })
  const fields = readTyped(step, form)
  const asked = isQuiet ? null : readAsked(form, fields, readContent(draft.content).fields)
  const typed = asked ? withChange(asked, fields) : fields
  const member = step === 'member' && !isQuiet ? await lookedUp(c, key, typed) : undefined
  const writing = { step, typed, ...readOrigin(form), member: member?.id, goesOn: !isQuiet }
  const kept = await changeDraft(c.env.DB, key, id, writing, changeBy(c, actor))
  if (!kept.ok && kept.refusal === 'submitted') return c.redirect('/referrals/confirmations', 303)
  if (!kept.ok && kept.refusal === 'not-found') throw new AppError({ kind: 'not_found' })
  if (isQuiet) return quietly(c, step, kept.ok ? kept.value : null, writing.state)
  if (!kept.ok) return stepAgain(c, actor, step, { overtaken: typed, errors: {}, status: 409 })
  return goOn(c, actor, step, { asked, typed, errors: member?.errors ?? {} })
}

/** What was typed, with the code that a button adds or takes away. */
function withChange(asked: Asked, typed: Typed): Typed {
  if (asked.what !== 'add' && asked.what !== 'remove') return typed
  const field = asked.kind === 'diagnosis' ? 'diagnoses' : 'services'
  const change = asked.what === 'add' ? withCode : withoutCode
  return { ...typed, [field]: change(asked.kind, typed[field] ?? '', asked.code) }
}

/** Who fits what was typed: their public id if it is one alone. Nothing else of anybody is told. */
async function lookedUp(c: Context<App>, key: SessionKey, typed: Typed): Promise<{ id: string | null; errors: Typed }> {
  const read = readMember(typed, dayOf(c.var.now, c.var.config.zone))
  if ('errors' in read) return { id: null, errors: read.errors }
  const [found] = (await batch(c.env.DB, [searched(key, read.criteria)])).rows
  const [one] = found
  if (one && found.length === 1) return { id: one.id, errors: {} }
  const field = 'memberId' in read.criteria ? 'memberNumber' : 'lastName'
  const sentence = one
    ? 'Several members fit. Add the first name, or type the member number.'
    : 'No member fits. Check it against the member’s card: a number or name has to be whole.'
  return { id: null, errors: { [field]: sentence } }
}

function quietly(c: Context<App>, step: Step, content: Content | null, state: string) {
  if (content) {
    const at = time(c.var.now.getTime(), c.var.config.zone).replace(/^.*\d{4}, /, '')
    return show(c, { title: 'Kept' }, <KeptStatus state={stateOf(content, step)} words={`Kept at ${at}`} />)
  }
  const words = 'Changed in another window, so this isn’t kept yet. Continue to see both.'
  return show(c, { title: 'Not kept', status: 409 }, <KeptStatus state={state} words={words} />)
}

/** The page once more, with what is wrong, or what overtook it. */
export async function stepAgain(c: Context<App>, actor: Actor, step: Step, more: Omit<Shown, 'search'>) {
  const id = idOf(c)
  const { key } = actor.session
  // An answer to a form shows the draft's member as any page does: it stands in the log like one (III.L.2).
  const visit = visited(key, {
    name: 'page.viewed',
    at: c.var.now.getTime(),
    page: routePath(c),
    ip: origin(c).ip,
    request: c.var.requestId,
    record: { id, seen: draftSeen(key, id) },
  })
  const { rows } = await batch(c.env.DB, [...reading(key, id), ...searching(key, null), visit])
  return shownStep(c, actor, step, rows, { search: null, ...more })
}

async function goOn(
  c: Context<App>,
  actor: Actor,
  step: Step,
  { asked, typed, errors }: { asked: Asked | null; typed: Typed; errors: Typed },
) {
  const id = idOf(c)
  const { key } = actor.session
  const search = asked && searchOf(asked, typed)
  if (search) {
    return c.redirect(`${await addressOf(c, pathOf(id, step), search, key)}#field-${fieldOf(search)}`, 303)
  }
  if (asked?.what === 'go-on') {
    if (Object.keys(errors).length > 0) return stepAgain(c, actor, step, { errors, status: 422 })
    const { rows } = await batch(c.env.DB, reading(key, id))
    const content = readContent(rows[0][0]?.content ?? '{}')
    const wrong = problemsOf(content, foundIn(rows))[step]
    if (Object.keys(wrong).length > 0) return stepAgain(c, actor, step, { errors: wrong, status: 422 })
    return c.redirect(pathOf(id, steps[steps.indexOf(step) + 1] ?? 'review'), 303)
  }
  return c.redirect(pathOf(id, step), 303)
}

/** The field that a search was typed in. */
function fieldOf(search: Search): Field {
  if ('kind' in search) return search.kind === 'diagnosis' ? 'findDiagnosis' : 'findService'
  return 'requester' in search ? 'requesterName' : 'performerName'
}

/** What is looked for, or was when a code was added: its results stay. */
function searchOf(asked: Asked, typed: Typed): Search | null {
  const { requesterName = '', performerName = '', performerSpecialty = '', performerZip = '' } = typed
  if (asked.what === 'find-provider') {
    const isBlank = performerName + performerSpecialty + performerZip === ''
    return isBlank ? null : { name: performerName, specialty: performerSpecialty, zip: performerZip }
  }
  if (asked.what === 'find-requester') return requesterName === '' ? null : { requester: requesterName }
  if (asked.what === 'go-on') return null
  const text = (asked.kind === 'diagnosis' ? typed.findDiagnosis : typed.findService) ?? ''
  return text === '' ? null : { kind: asked.kind, text }
}

referralDrafts.post('/:id/submission', async (c) => {
  const { actor, form } = await act(c, 'referrals.submit')
  const { key } = actor.session
  const asked = { draft: idOf(c), state: form.get('state') ?? '', anyway: form.get('anyway') === 'on' }
  const means = { db: c.env.DB, queue: c.env.REFERRALS }
  const submitted = await submit(means, key, asked, changeBy(c, actor), dayOf(c.var.now, c.var.config.zone))
  if (submitted.ok) {
    return c.redirect(await addressOf(c, '/referrals/confirmations', { confirmation: submitted.value }, key), 303)
  }
  if (submitted.refusal === 'not-found') throw new AppError({ kind: 'not_found' })
  const banners = {
    changed: 'The draft was changed in another window. Look at it once more before you submit it.',
    incomplete: 'Some parts are still open.',
    duplicate: 'A referral like this one is there already. Look at it once more before you submit this one.',
  }
  return stepAgain(c, actor, 'review', {
    errors: { form: banners[submitted.refusal] },
    status: submitted.refusal === 'changed' ? 409 : 422,
  })
})
