/** The next version of the list: drafted and tried by information services, signed or sent back by privacy (III.I.2). */
import { type Context, Hono } from 'hono'
import { type Answer, batch, type Prepared } from '../../db/client.ts'
import { AppError } from '../../errors.ts'
import type { Actor } from '../../http/actor.ts'
import type { App } from '../../http/context.ts'
import { act, page } from '../../http/gate.ts'
import { changeBy } from '../../http/origin.ts'
import { show } from '../../http/respond.tsx'
import { dispatch, post } from '../../mail/outbox.ts'
import { CATEGORIES } from '../../policy/categories.ts'
import type { Result } from '../../result.ts'
import { can } from '../../roles/rules.ts'
import type { JobTicket } from '../../runs/means.ts'
import { DraftPage, type DraftPageProps } from '../../../views/restricted-info/draft-page.tsx'
import { categories, codeSystems, matches, optionalCategories } from '../code-list.ts'
import type { Consequence } from '../dry-run/dry-run.ts'
import { newestRun, runBegun } from '../dry-run/store.ts'
import { parseList, problem } from '../list-file.ts'
import { rowKey } from '../publish.ts'
import { wholeList } from '../store.ts'
import { changeDraft, orNothing } from './change-draft.ts'
import { codeSentence, LARGEST_FILE, readMode, readReason, readRow, readState, readWhole } from './form.ts'
import { publishDraft } from './publish-draft.ts'
import {
  authorNoted,
  categoriesSwitched,
  draftAdds,
  draftDiscarded,
  draftEnds,
  draftFor,
  draftReturned,
  draftSent,
  PAGE_SIZE,
  rebased,
  rowsAdded,
  rowsEnded,
  rowsOfDraft,
  rowsTakenOut,
  signers,
} from './store.ts'

export const listDraft = new Hono<App>()

const BASE = '/staff/restricted-codes'
const HERE = `${BASE}/draft`

const doneWords: Record<string, string> = {
  changed: 'The draft is changed',
  sent: 'The draft is with privacy, to be signed',
  returned: 'The draft is sent back',
  discarded: 'The draft is thrown away',
  'ended-already': 'The draft ends this row already',
}

listDraft.get('/', async (c) => {
  const after = placeOf(c.req.query('after'))
  const { actor, rows } = await page(c, {
    right: 'restricted-codes.read',
    name: 'page.viewed',
    read: (key) => [rowsOfDraft(after), newestRun, draftFor(key)] as const,
  })
  return draftPage(c, actor, rows, { after })
})

listDraft.post('/rows', async (c) => {
  const { actor, form } = await act(c, 'restricted-codes.draft')
  const read = readRow(form)
  if ('errors' in read) return again(c, actor, { typed: read.typed, errors: read.errors })
  if (problem({ ...read.row, code_system: read.row.system }) !== null) {
    return again(c, actor, { typed: read.typed, errors: { code: codeSentence(read.row.match) } })
  }
  const [, inForce, drafted] = (await batch(c.env.DB, [...wholeList, draftAdds(read.row)])).rows
  if (drafted.length > 0) {
    return again(c, actor, {
      typed: read.typed,
      errors: { code: 'The draft adds this row already. Take it out first to change it.' },
    })
  }
  const known = inForce.some((row) => rowKey(row) === rowKey(read.row))
  if (known) return again(c, actor, { typed: read.typed, errors: { code: 'This row is in force already.' } })
  return changed(c, actor, form, 'row-added', rowsAdded([read.row]))
})

listDraft.post('/ends', async (c) => {
  const { actor, form } = await act(c, 'restricted-codes.draft')
  const row = readWhole(form, 'row')
  // A dry run of the draft stays one of the draft: nothing moves it on.
  if ((await batch(c.env.DB, [draftEnds(row)])).rows[0].length > 0) return c.redirect(`${HERE}?done=ended-already`, 303)
  return changed(c, actor, form, 'row-ended', [rowsEnded([row])])
})

listDraft.post('/removals', async (c) => {
  const { actor, form } = await act(c, 'restricted-codes.draft')
  return changed(c, actor, form, 'row-taken-out', [rowsTakenOut(readWhole(form, 'row'))])
})

listDraft.post('/categories', async (c) => {
  const { actor, form } = await act(c, 'restricted-codes.draft')
  const on = optionalCategories.filter((one) => form.get(`category-${one}`) === 'on')
  return changed(c, actor, form, 'categories', [categoriesSwitched(on)])
})

listDraft.post('/renewal', async (c) => {
  const { actor, form } = await act(c, 'restricted-codes.draft')
  return changed(c, actor, form, 'rebased', rebased)
})

listDraft.post('/file', async (c) => {
  const { actor, form, file } = await act(c, 'restricted-codes.draft', { upload: true })
  const mode = readMode(form)
  const errors: Record<string, string> = {}
  if (!mode) errors.mode = 'Choose what the file does.'
  if (!file) errors.scan = 'Choose a file.'
  if (file === 'too large' || (file && file.length > LARGEST_FILE)) errors.scan = 'The file is larger than 4 MB.'
  if (!mode || !file || file === 'too large' || errors.scan) return again(c, actor, { errors, mode })
  const read = parseList(new TextDecoder('utf-8', { fatal: false, ignoreBOM: true }).decode(file))
  if (!read.ok) return again(c, actor, { errors: { scan: read.refusal.sentence }, mode })
  const given = new Set(read.value.map(rowKey))
  const [, inForce] = (await batch(c.env.DB, wholeList)).rows
  const known = new Set(inForce.map(rowKey))
  const ended = mode === 'whole' ? inForce.filter((row) => !given.has(rowKey(row))).map(({ id }) => id) : []
  const added = read.value.filter((row) => !known.has(rowKey(row)))
  if (added.length + ended.length === 0) {
    return again(c, actor, { errors: { scan: 'The file changes nothing: all of it is in force already.' }, mode })
  }
  const statements = [
    // The whole list says everything: what was drafted before goes.
    ...(mode === 'whole' ? [rowsTakenOut(null)] : []),
    ...rowsAdded(added),
    rowsEnded(ended),
  ]
  return changed(c, actor, form, 'file', statements, added.length + ended.length)
})

listDraft.post('/dry-run', async (c) => {
  const { actor, form } = await act(c, 'restricted-codes.read')
  const by = changeBy(c, actor)
  const [stale, begun] = runBegun(readState(form), by.at, by.by)
  await batch(c.env.DB, [stale!])
  const outcome = await orNothing(c.env.DB, begun!, 'restricted_list.tried', { state: readState(form) }, [], by)
  if (!outcome.ok) return again(c, actor, { meanwhile: true })
  await c.env.JOBS.send({ jobs: ['restricted_list.dry_run'] } satisfies JobTicket)
  return c.redirect(`${HERE}#dry-run`, 303)
})

listDraft.post('/sending', async (c) => {
  const { actor, form } = await act(c, 'restricted-codes.draft')
  const { reason, error } = readReason(form)
  if (error) return again(c, actor, { reason, errors: { why: error } })
  const by = changeBy(c, actor)
  const accounts = (await batch(c.env.DB, [signers])).rows[0]
  const mails = await Promise.all(
    accounts.map(({ account }) =>
      post({ name: 'restricted-list-to-sign', to: { account }, channel: 'email' }, by.at, c.var.config.sealKeys),
    ),
  )
  const sent = draftSent(readState(form), reason, by.at, by.by)
  // Who sends it has a hand in it.
  const letters = [authorNoted(by.by), ...mails.map(({ statement }) => statement)]
  const outcome = await orNothing(c.env.DB, sent, 'restricted_list.sent', { state: readState(form) }, letters, by)
  if (!outcome.ok) return again(c, actor, { reason, meanwhile: true })
  await dispatch(c.env.MAIL, mails)
  return c.redirect(`${HERE}?done=sent`, 303)
})

listDraft.post('/discarding', async (c) => {
  const { actor, form } = await act(c, 'restricted-codes.draft')
  const by = changeBy(c, actor)
  const gone = draftDiscarded(readState(form), by.at, by.by)
  return settled(
    c,
    actor,
    'discarded',
    await orNothing(c.env.DB, gone, 'restricted_list.drafted', { change: 'discarded' }, [], by),
  )
})

listDraft.post('/return', async (c) => {
  const { actor, form } = await act(c, 'restricted-codes.sign')
  const { reason, error } = readReason(form)
  if (error) return again(c, actor, { reason, errors: { why: error } })
  const by = changeBy(c, actor)
  const back = draftReturned(readState(form), reason, by.at, by.by)
  return settled(
    c,
    actor,
    'returned',
    await orNothing(c.env.DB, back, 'restricted_list.drafted', { change: 'returned' }, [], by),
  )
})

listDraft.post('/signature', async (c) => {
  const { actor, form } = await act(c, 'restricted-codes.sign', { fresh: 'any' })
  if (form.get('attests') !== 'on') {
    return again(c, actor, { errors: { attests: 'Tick the box to sign.' } })
  }
  const seen = { state: readState(form), version: readWhole(form, 'version') }
  const signed = await publishDraft(c.env.DB, seen, changeBy(c, actor))
  if (!signed.ok) return again(c, actor, { meanwhile: true })
  // A ticket that is lost loses nothing: the hourly run judges what is left.
  await c.env.JOBS.send({ jobs: ['records.judged'] } satisfies JobTicket)
  return c.redirect(`${BASE}/versions/${signed.value.version}?done=published`, 303)
})

/** A change of the draft from the state that its form was made from. */
async function changed(
  c: Context<App>,
  actor: Actor,
  form: URLSearchParams,
  change: string,
  statements: readonly Prepared<never>[],
  rows = 1,
) {
  const outcome = await changeDraft(c.env.DB, readState(form), { change, rows }, statements, changeBy(c, actor))
  return settled(c, actor, 'changed', outcome)
}

function settled(c: Context<App>, actor: Actor, what: string, outcome: Result<null, 'changed-meanwhile'>) {
  return outcome.ok ? c.redirect(`${HERE}?done=${what}`, 303) : again(c, actor, { meanwhile: true })
}

type Read = Answer<readonly [ReturnType<typeof rowsOfDraft>, typeof newestRun, ReturnType<typeof draftFor>]>['rows']
type Told = Pick<DraftPageProps, 'typed' | 'errors' | 'mode' | 'reason' | 'meanwhile'>

/** The page again, as it stands now: what was typed could not be done. */
async function again(c: Context<App>, actor: Actor, told: Partial<Told>) {
  const { rows } = await batch(c.env.DB, [rowsOfDraft(0), newestRun, draftFor(actor.session.key)])
  return draftPage(c, actor, rows, { after: 0, ...told })
}

function draftPage(
  c: Context<App>,
  actor: Actor,
  [found, [run], [open]]: Read,
  { after, ...told }: Partial<Told> & { after: number },
) {
  const rows = found.slice(0, PAGE_SIZE)
  const last = found.length > PAGE_SIZE ? rows.at(-1) : undefined
  const { errors = {}, meanwhile } = told
  const done = doneWords[c.req.query('done') ?? '']
  const mayDraft = can(actor, 'restricted-codes.draft')
  const maySign = can(actor, 'restricted-codes.sign')
  if (!mayDraft && !maySign) throw new AppError({ kind: 'no_right' })
  return show(
    c,
    {
      title: 'Draft of the next version',
      back: { href: BASE, label: 'Restricted codes' },
      error: Object.keys(errors).length > 0,
      status: meanwhile ? 409 : Object.keys(errors).length > 0 ? 422 : 200,
      banner:
        done && !meanwhile && Object.keys(errors).length === 0
          ? { kind: 'success', heading: done, focus: true }
          : undefined,
    },
    <DraftPage
      csrf={actor.csrf}
      zone={c.var.config.zone}
      draft={
        open
          ? { ...open, on: JSON.parse(open.moreCategories) as string[], onNow: JSON.parse(open.onNow) as string[] }
          : null
      }
      rows={rows}
      start={after > 0 ? HERE : undefined}
      more={last && `${HERE}?after=${last.row}`}
      run={
        run && {
          ...run,
          isOfThisState: run.state === open?.state,
          consequences: JSON.parse(run.outcome ?? '[]') as Consequence[],
        }
      }
      mayDraft={mayDraft}
      maySign={maySign}
      categories={categories.map((value) => ({ value, label: CATEGORIES[value].name }))}
      optional={optionalCategories.map((value) => ({ value, label: CATEGORIES[value].name }))}
      systems={codeSystems}
      matches={matches}
      typed={told.typed}
      errors={errors}
      mode={told.mode}
      reason={told.reason}
      meanwhile={meanwhile}
    />,
  )
}

/** A place in a list by rows' ids; 0 for anything else. */
function placeOf(text: string | undefined): number {
  return text !== undefined && /^[1-9]\d{0,11}$/.test(text) ? Number(text) : 0
}
