/** Every version of the list: who made it and why, what it added and ended, and what it did to the stored records (III.I.2). */
import { type Context, Hono } from 'hono'
import { AppError } from '../../errors.ts'
import type { App } from '../../http/context.ts'
import { page } from '../../http/gate.ts'
import { show, spreadsheet } from '../../http/respond.tsx'
import { CATEGORIES } from '../../policy/categories.ts'
import { can } from '../../roles/rules.ts'
import { RecordsPage } from '../../../views/restricted-info/records-page.tsx'
import { VersionPage } from '../../../views/restricted-info/version-page.tsx'
import { VersionsPage } from '../../../views/restricted-info/versions-page.tsx'
import { categories } from '../code-list.ts'
import type { Consequence } from '../dry-run/dry-run.ts'
import { readPlace } from '../form.ts'
import { pageOf, readChangePlace } from './rules.ts'
import { changesOf, PAGE_SIZE, recordsOf, rowsAt, versionFor, versionsBefore, versionSeen } from './store.ts'

export const listVersions = new Hono<App>()

const BASE = '/staff/restricted-codes'
const HERE = `${BASE}/versions`

listVersions.get('/', async (c) => {
  const before = readPlace(c.req.query('after'))
  const { rows } = await page(c, {
    right: 'restricted-codes.read',
    name: 'page.viewed',
    read: () => [versionsBefore(before)],
  })
  const found = rows[0].slice(0, PAGE_SIZE)
  const last = rows[0].length > PAGE_SIZE ? found.at(-1) : undefined
  return show(
    c,
    { title: 'Versions', back: { href: BASE, label: 'Restricted codes' } },
    <VersionsPage
      versions={found}
      zone={c.var.config.zone}
      start={before > 0 ? HERE : undefined}
      more={last && `${HERE}?after=${last.version}`}
    />,
  )
})

listVersions.get('/:version', async (c) => {
  const number = numberOf(c)
  const place = readChangePlace(c.req.query('after'))
  const { actor, rows } = await page(c, {
    right: 'restricted-codes.read',
    name: 'page.viewed',
    record: () => ({ id: String(number), seen: versionSeen(number) }),
    read: () => [versionFor(number), ...changesOf(number, place)] as const,
  })
  const [[version], added, ended] = rows
  if (!version) throw new AppError({ kind: 'not_found' })
  const { rows: shown, next } = pageOf(added, ended, PAGE_SIZE)
  return show(
    c,
    {
      title: `Version ${number}`,
      back: { href: HERE, label: 'Versions' },
      banner:
        c.req.query('done') === 'published'
          ? { kind: 'success', heading: `Version ${number} is in force`, focus: true }
          : undefined,
    },
    <VersionPage
      version={{ ...version, on: JSON.parse(version.more) as string[] }}
      consequences={version.consequences === null ? null : (JSON.parse(version.consequences) as Consequence[])}
      rows={shown}
      zone={c.var.config.zone}
      href={`${HERE}/${number}`}
      seesRecords={version.run !== null && can(actor, 'hidden-records.read')}
      start={place.row > 0 ? `${HERE}/${number}` : undefined}
      more={next && `${HERE}/${number}?after=${next}`}
      categories={categories.map((value) => ({ value, label: CATEGORIES[value].name }))}
    />,
  )
})

listVersions.get('/:version/records', async (c) => {
  const number = numberOf(c)
  const after = readPlace(c.req.query('after'))
  const { rows } = await page(c, {
    right: 'hidden-records.read',
    name: 'page.viewed',
    record: () => ({ id: String(number), seen: versionSeen(number) }),
    read: () => [versionFor(number), recordsOf(number, after)] as const,
  })
  if (!rows[0][0]) throw new AppError({ kind: 'not_found' })
  const found = rows[1].slice(0, PAGE_SIZE)
  const last = rows[1].length > PAGE_SIZE ? found.at(-1) : undefined
  const href = `${HERE}/${number}`
  return show(
    c,
    { title: `Records of version ${number}`, back: { href, label: `Version ${number}` } },
    <RecordsPage
      records={found}
      start={after > 0 ? `${href}/records` : undefined}
      more={last && `${href}/records?after=${last.record}`}
    />,
  )
})

listVersions.get('/:version/export', async (c) => {
  const number = numberOf(c)
  const { rows } = await page(c, {
    right: 'restricted-codes.read',
    fresh: 'any',
    name: 'restricted_list.exported',
    record: () => ({ id: String(number), seen: versionSeen(number) }),
    read: () => [versionFor(number), rowsAt(number)] as const,
  })
  if (!rows[0][0]) throw new AppError({ kind: 'not_found' })
  const head = ['category', 'code_system', 'match', 'code', 'source', 'reason']
  const lines = rows[1].map(({ category, system, match, code, source, reason }) => [
    category,
    system,
    match,
    code,
    source,
    reason,
  ])
  return spreadsheet(c, `restricted-codes-${number}`, [head, ...lines])
})

/** The version that the address names; 0, which is none, for any other text. */
function numberOf(c: Context<App, '/:version'>): number {
  const text = c.req.param('version')
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : 0
}
