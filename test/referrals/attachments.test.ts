import { env } from 'cloudflare:workers'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { forgetDrafts } from '../../src/referrals/drafts/job.ts'
import type { Browser } from '../support/browser.ts'
import { publishRows } from '../support/feed.ts'
import { doneBy } from '../support/means.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { aMember } from '../support/records.ts'
import { anEntry, aProvider, begun, complete, count, submitted } from '../support/referrals.ts'
import { signedIn } from '../support/session.ts'
import { HOUR, later, stopTheClock } from '../support/time.ts'

stopTheClock()
const pdf = '%PDF-1.7\n1 0 obj\n'
let office: number
let author: { account: number; guard: string; email: string }
let reader: { account: number; guard: string; email: string }
let stranger: { account: number; guard: string; email: string }
let browser: Browser
let parts: { member: string; requester: number; performer: string }

beforeAll(async () => {
  await publishRows('abortion,icd-10-cm,exact,Z33.2', 'birth-control,hcpcs,exact,J7300')
  office = await anOffice('Our Office')
  author = await aPerson({ email: 'author@office.example', offices: [office], roles: ['submit-referrals'] })
  reader = await aPerson({ email: 'reader@office.example', offices: [office], roles: ['view-referrals'] })
  stranger = await aPerson({
    email: 'stranger@other.example',
    offices: [await anOffice('Other')],
    roles: ['submit-referrals', 'view-referrals'],
  })
  await aMember({ number: 'HV1' })
  parts = { member: 'HV1', requester: (await aProvider(office)).row, performer: await anEntry() }
})
beforeEach(async () => {
  browser = await signedIn(author)
  await env.DB.prepare('DELETE FROM referral_attachment').run()
  await env.DB.prepare('DELETE FROM attachment_object').run()
  await env.DB.prepare('DELETE FROM referral_draft').run()
})
afterEach(() => {
  vi.restoreAllMocks()
})

type Sent = { file?: string | Uint8Array<ArrayBuffer>; name?: string; type?: string }
async function add(id: string, { file = pdf, name = 'notes.pdf', type = 'application/pdf' }: Sent = {}, by = browser) {
  const form = new FormData()
  form.append('csrf', await by.token('/home'))
  form.append('scan', new File([file], name, { type }))
  return by.fetch(`/referrals/drafts/${id}/files`, {
    method: 'POST',
    headers: { 'Sec-Fetch-Site': 'same-origin' },
    body: form,
  })
}
const filesOf = async (id: string) =>
  (
    await env.DB.prepare(
      'SELECT public_id AS id, name, media_type AS type, bytes FROM referral_attachment WHERE draft_public_id = ? ORDER BY id',
    )
      .bind(id)
      .all<{ id: string; name: string; type: string; bytes: number }>()
  ).results
const objects = async () => (await env.ATTACHMENTS.list()).objects.length
const bytesOf = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0))

describe('section 18: a file of a referral is judged by its bytes', () => {
  it.each([
    ['a PDF', pdf, 'x.pdf', 'application/pdf'],
    ['a PNG called a PDF', '\x89PNG\r\n\x1a\n', 'x.pdf', 'image/png'],
    ['a JPEG said to be a page', '\xff\xd8\xff\xe0', 'x.html', 'image/jpeg'],
    ['a PDF that is a page too', `${pdf}<script>alert(1)</script>`, 'x.html', 'application/pdf'],
  ])('section 18: %s is kept as what it is', async (_name, text, name, type) => {
    const id = await begun(browser)
    expect((await add(id, { file: bytesOf(text), name, type: 'text/html' })).headers.get('Location')).toBe(
      `/referrals/drafts/${id}/files`,
    )
    const [file] = await filesOf(id)
    expect(file).toMatchObject({ type, bytes: text.length })
    const answer = await browser.get(`/referrals/drafts/${id}/files/${file!.id}`)
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(bytesOf(text))
    expect(answer.headers.get('Content-Type')).toBe(type)
    expect(answer.headers.get('Content-Disposition')).toMatch(
      /^attachment; filename="x\.(pdf|png|jpg)"; filename\*=UTF-8''x\.(pdf|png|jpg)$/,
    )
    expect(answer.headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(answer.headers.get('Content-Security-Policy')).toBe("default-src 'none'; frame-ancestors 'none'; sandbox")
    expect(answer.headers.get('Cache-Control')).toBe('no-store')
    const opened = await env.DB.prepare(
      "SELECT account_id AS account FROM audit WHERE event = 'referral.file_opened' AND record = ?",
    )
      .bind(file!.id)
      .first()
    expect(opened).toEqual({ account: author.account })
  })

  it.each([
    ['a page called a PDF', '<script>alert(1)</script>'],
    ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['a page before a PDF', `<html>${pdf}`],
    ['a program', 'MZ\x90\0'],
    ['GIF', 'GIF89a'],
    ['a PDF behind a blank', ` ${pdf}`],
    ['one letter', '%'],
  ])('section 18: %s is refused, told, recorded, and not kept', async (_name, text) => {
    const id = await begun(browser)
    const before = await objects()
    const answer = await add(id, { file: bytesOf(text) })
    expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining('no PDF, JPEG or PNG')])
    expect([await filesOf(id), await objects()]).toEqual([[], before])
    expect(
      await env.DB.prepare("SELECT detail FROM audit WHERE event = 'upload.refused' AND record = ?")
        .bind(id)
        .first('detail'),
    ).toBe('{"why":"type"}')
  })

  it('section 18: 10 MB are taken, one byte more is told; nothing chosen is told; the eleventh is told', async () => {
    const id = await begun(browser)
    const large = new Uint8Array(10 * 1024 * 1024)
    large.set(bytesOf(pdf))
    expect((await add(id, { file: large })).status).toBe(303)
    const larger = new Uint8Array(large.length + 1)
    larger.set(bytesOf(pdf))
    expect(await (await add(id, { file: larger })).text()).toContain('larger than 10 MB')
    expect(await (await add(id, { file: '' })).text()).toContain('Choose a file first')
    for (let n = 0; n < 9; n += 1) expect((await add(id)).status).toBe(303)
    expect(await (await add(id)).text()).toContain('10 files are the most')
    expect(await filesOf(id)).toHaveLength(10)
    // Many at once, too: no more than ten are kept, and what was stored for nothing is found.
    await env.DB.prepare('DELETE FROM referral_attachment WHERE bytes < 1000 AND id % 2 = 0').run()
    const answers = await Promise.all(Array.from({ length: 8 }, () => add(id)))
    expect(answers.every(({ status }) => [303, 409, 422].includes(status))).toBe(true)
    expect(await filesOf(id)).toHaveLength(10)
  })

  it.each([
    ['../../etc/passwd.pdf', 'passwd.pdf'],
    ['C:\\Users\\x\\scan.PDF', 'scan.pdf'],
    ["a;evil=1'.pdf", /^a_evil=1_\.pdf$/],
    ['<img src=x onerror=alert(1)>.pdf', /^_img src=x onerror=alert\(1\)_\.pdf$/],
    ['\u202Efdp.exe', 'fdp.pdf'],
    ['.htaccess', /\.pdf$/],
    ['Ärztin 中.pdf', 'Ärztin 中.pdf'],
  ])('T25 the name %j becomes one that does nothing', async (name, kept) => {
    const id = await begun(browser)
    await add(id, { name })
    const [file] = await filesOf(id)
    expect(file!.name).toEqual(typeof kept === 'string' ? kept : expect.stringMatching(kept))
    const answer = await browser.get(`/referrals/drafts/${id}/files/${file!.id}`)
    expect(answer.headers.get('Content-Disposition')).toMatch(
      /^attachment; filename="[\w.() -]+\.pdf"; filename\*=UTF-8''[\w.%!~-]+$/,
    )
    expect(await (await browser.get(`/referrals/drafts/${id}/files`)).text()).not.toMatch(/<img|<script>alert/)
  })

  it('section 18: where there is a scanner, what it does not call clean is not kept', async () => {
    const id = await begun(browser)
    browser.bindings = { ...env, SCAN_URL: 'https://scan.example/files' } as unknown as Env
    for (const [said, words] of [
      ['infected', 'found malware'],
      ['unsure', 'can’t be checked'],
    ] as const) {
      const spy = vi.spyOn(globalThis, 'fetch').mockResolvedValue(Response.json({ result: said }))
      expect(await (await add(id)).text()).toContain(words)
      spy.mockRestore()
    }
    const scanner = vi.spyOn(globalThis, 'fetch').mockResolvedValue(Response.json({ result: 'clean' }))
    expect((await add(id)).status).toBe(303)
    expect(scanner.mock.calls[0]![1]).toMatchObject({ redirect: 'manual' })
    expect((await env.DB.prepare('SELECT scanned FROM referral_attachment').all()).results).toEqual([{ scanned: 1 }])
  })
})

describe('T15 files leave through the portal alone', () => {
  it('T15 of a draft: to its author; of a referral: to who may read it; by no other address', async () => {
    const id = await complete(browser, parts)
    await add(id)
    const [file] = await filesOf(id)
    const other = await begun(browser)
    expect((await browser.get(`/referrals/drafts/${other}/files/${file!.id}`)).status).toBe(404)
    expect((await (await signedIn(stranger)).get(`/referrals/drafts/${id}/files/${file!.id}`)).status).toBe(404)
    expect(
      (await (await signedIn(stranger)).post(`/referrals/drafts/${id}/files/${file!.id}/removal`, {})).status,
    ).toBe(404)
    expect((await submitted(browser, id)).status).toBe(303)
    const [row] = (
      await env.DB.prepare(
        "SELECT public_id AS id FROM referral WHERE source_id LIKE 'GH-%' ORDER BY id DESC LIMIT 1",
      ).all<{ id: string }>()
    ).results
    const path = `/referrals/${row!.id}/files/${file!.id}`
    expect((await (await signedIn(reader)).get(path)).status).toBe(200)
    // A submitter without the role to view has it no more; nor has anybody elsewhere.
    expect((await browser.get(path)).status).toBe(403)
    expect((await browser.get(`/referrals/drafts/${id}/files/${file!.id}`)).status).toBe(404)
    expect((await (await signedIn(stranger)).get(path)).status).toBe(404)
    expect((await (await signedIn(reader)).get(`/referrals/ref_${'0'.repeat(24)}/files/${file!.id}`)).status).toBe(404)
    // It can't be taken away any more.
    expect((await browser.post(`/referrals/drafts/${id}/files/${file!.id}/removal`, {})).status).toBe(404)
    await publishRows('birth-control,hcpcs,exact,G0283')
    expect((await (await signedIn(reader)).get(path)).status).toBe(404)
  })

  it('III.B.8 III.I.1 not beyond the limit of the reader’s grant, and not of a restricted referral', async () => {
    const id = await complete(browser, { ...parts, codes: { services: 'J7300' } })
    await add(id)
    const [file] = await filesOf(id)
    await submitted(browser, id)
    const [row] = (
      await env.DB.prepare(
        "SELECT public_id AS id FROM referral WHERE source_id LIKE 'GH-%' ORDER BY id DESC LIMIT 1",
      ).all<{ id: string }>()
    ).results
    expect((await (await signedIn(reader)).get(`/referrals/${row!.id}/files/${file!.id}`)).status).toBe(404)
  })
})

describe('section 18: D1 and R2 fail in turn', () => {
  const failing = (how: Partial<R2Bucket>) =>
    ({
      ...env,
      ATTACHMENTS: new Proxy(env.ATTACHMENTS, {
        get: (bucket, name) =>
          (how as never)[name] ?? (bucket[name as never] as (...args: unknown[]) => unknown).bind?.(bucket),
      }),
    }) as unknown as Env

  it('section 18: R2 failing before and after it stored: told, nothing spoken of, and nothing left in the end', async () => {
    const before = await objects()
    for (const put of [
      () => Promise.reject(new Error('down')),
      async (key: string, value: ArrayBuffer) => {
        await env.ATTACHMENTS.put(key, value)
        throw new Error('down')
      },
    ]) {
      const id = await begun(browser)
      browser.bindings = failing({ put } as never)
      const answer = await add(id)
      browser.bindings = env
      expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining('can’t be checked and kept')])
      expect(await filesOf(id)).toEqual([])
    }
    expect(await objects()).toBe(before + 1)
    await doneBy(forgetDrafts)
    expect(await objects()).toBe(before + 1)
    later(2 * HOUR)
    await doneBy(forgetDrafts)
    expect([await objects(), await count('attachment_object')]).toEqual([before, 0])
  })

  it('section 18: removed or discarded while R2 is down: gone at once for everybody, and from R2 with the next run', async () => {
    const before = await objects()
    const id = await begun(browser)
    await add(id)
    await add(id)
    const [one] = await filesOf(id)
    browser.bindings = failing({ delete: () => Promise.reject(new Error('down')) } as never)
    expect((await browser.post(`/referrals/drafts/${id}/files/${one!.id}/removal`, {})).status).toBe(303)
    expect((await browser.get(`/referrals/drafts/${id}/files/${one!.id}`)).status).toBe(404)
    expect(await filesOf(id)).toHaveLength(1)
    expect((await browser.post(`/referrals/drafts/${id}/discard`, {})).status).toBe(303)
    browser.bindings = env
    expect([await count('referral_attachment'), await objects(), await count('attachment_object')]).toEqual([
      0,
      before + 2,
      2,
    ])
    await doneBy(forgetDrafts)
    expect([await objects(), await count('attachment_object')]).toEqual([before, 0])
  })
})
