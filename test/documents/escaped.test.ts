import { env } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import { anOffice, aPerson } from '../support/people.ts'
import { signedIn } from '../support/session.ts'

const TAG = `"'><script>canary()</script><img src=x onerror=canary()>&canary;`
/** What TAG looks like where it was not escaped. */
const RAW = /<script>canary|<img src=x|"'>|&canary;/

beforeAll(async () => {
  const section = `## ${TAG}\n\n${TAG}\n\n- ${TAG}\n\n? ${TAG}\n- [x] ${TAG}\n- [ ] ${TAG} 2\n\n`
  const writer = await aPerson({ email: 'writer@plan.example', department: 'privacy' })
  await env.DB.prepare('UPDATE account SET first_name = ? WHERE id = ?').bind(TAG, writer.account).run()
  for (const [version, publishedAt] of [[2, 1], [3, null]]) {
    await env.DB.prepare(
      `INSERT INTO document (public_id, kind, version, title, body, made_at, published_at, published_by)
       SELECT 'doc_' || substr(replace(kind, '-', '') || '000000000000000000000000', 1, 23) || ?, kind, ?, ?, ?, 1, ?, ? FROM document WHERE version = 1`,
    )
      .bind(String(version), version, TAG, section.repeat(6), publishedAt, writer.account)
      .run()
  } // prettier-ignore
  await env.DB.prepare(
    `INSERT INTO document_review (kind, reviewed_on, reviewed_by, note) SELECT kind, '2026-01-01', ?, ? FROM document WHERE version = 1`,
  )
    .bind(writer.account, TAG)
    .run()
})

it('T25 a tag in a text, its title, its review and its writer’s name is text on every page', async () => {
  const staff = await signedIn(await aPerson({ email: 'staff@plan.example', department: 'privacy' }))
  const reader = await signedIn(
    await aPerson({ email: 'new@office.example', offices: [await anOffice()], agreed: false }),
  )
  const agreed = await signedIn(await aPerson({ email: 'old@office.example', offices: [await anOffice()] }))
  let escaped = 0
  const look = async (browser: typeof staff, path: string) => {
    const answer = await browser.get(path)
    const html = await answer.text()
    expect([path, answer.status, RAW.exec(html)]).toEqual([path, 200, null])
    escaped += html.split('&lt;script&gt;canary').length - 1
  }
  for (const base of [
    '/staff/agreements',
    '/staff/agreements/user-agreement',
    '/staff/training',
    '/staff/training/training',
  ]) {
    await look(staff, base)
  }
  await look(staff, '/staff/agreements/user-agreement/draft')
  await look(staff, '/staff/training/training/draft')
  await look(staff, '/staff/training/training/draft/preview')
  await look(staff, `/staff/training/versions/doc_${'training'.padEnd(23, '0')}2`)
  await look(reader, '/agreement')
  for (const path of ['/training', '/training/1', '/privacy']) await look(agreed, path)
  expect(escaped).toBeGreaterThan(200)
})
