import { env } from 'cloudflare:workers'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { Browser } from '../support/browser.ts'
import { aCoreOffice, newestRequest, typedRequest } from '../support/core-offices.ts'
import { counting } from '../support/counting.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { SESSION, signedIn } from '../support/session.ts'
import { stopTheClock } from '../support/time.ts'

stopTheClock()

const PATH = '/staff/office-requests/paper'
const SCANNER = 'https://scan.example/files'
const pdf = '%PDF-1.7\n1 0 obj\n'
let ea: { account: number; guard: string; email: string }
let browser: Browser
let typed: Record<string, string>
let document: string

beforeAll(async () => {
  ea = await aPerson({ email: 'ea@plan.example', department: 'e-business' })
  const { consent: _consent, ...fields } = typedRequest(await aCoreOffice())
  typed = fields
  const row = await env.DB.prepare("SELECT public_id AS id FROM document WHERE kind = 'access-agreement'").first<{
    id: string
  }>()
  document = row!.id
})
beforeEach(async () => {
  browser = await signedIn(ea)
})
afterEach(() => {
  vi.restoreAllMocks()
})

type Sent = {
  fields?: Record<string, string>
  file?: string | Uint8Array<ArrayBuffer> | null
  name?: string
  type?: string
}

/** Sends the form of a paper as a browser does; `file` null: none was chosen. */
async function send(by: Browser, { fields = {}, file = pdf, name = 'scan.pdf', type = 'application/pdf' }: Sent = {}) {
  const form = new FormData()
  const all = { csrf: await by.token(PATH), ...typed, document, signedOn: '2040-06-01', ...fields }
  for (const [field, value] of Object.entries(all)) form.append(field, value)
  form.append('scan', new File(file === null ? [] : [file], file === null ? '' : name, { type }))
  return by.fetch(PATH, { method: 'POST', headers: { 'Sec-Fetch-Site': 'same-origin' }, body: form })
}
const kept = async () => (await env.DOCUMENTS.list()).objects.length
const requests = async () =>
  (await env.DB.prepare('SELECT count(*) AS count FROM office_request').first<{ count: number }>())!.count

/** The same person behind bindings of the test's own. */
function behind(bindings: Partial<Env>): Browser {
  const other = new Browser()
  other.cookies.set(SESSION, browser.cookies.get(SESSION)!)
  other.bindings = { ...env, ...bindings } as Env
  return other
}
const scannedBy = (url: string) => behind({ SCAN_URL: url } as unknown as Partial<Env>)

describe('III.A.1.a an agreement on paper', () => {
  it('III.A.1.a its receipt is recorded, with the version, the signature’s date and the scan', async () => {
    const answer = await send(browser)
    const row = await newestRequest()
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, `/staff/office-requests/${row.public_id}`])
    expect(row).toMatchObject({
      is_paper: 1, recorded_by: ea.account, signed_name: 'Olga Owner', ip: '', scan_type: 'application/pdf', scan_result: 'not-scanned',
      signed_at: Date.UTC(2040, 5, 1, 7),
    }) // prettier-ignore
    expect(row.scan_key).toMatch(/^agreements\/[A-Za-z0-9_-]{43}$/)
    const page = await (await browser.get(answer.headers.get('Location')!)).text()
    expect(page).toContain('not checked for malware: no scanner is set up')
    expect(page).toContain('Download the scan')
    const audit = await env.DB.prepare("SELECT account_id AS account, detail FROM audit WHERE event = 'office_request.received' AND record = ?").bind(row.public_id).first() // prettier-ignore
    expect(audit).toEqual({ account: ea.account, detail: '{"version":1,"on":"paper","scan":"not-scanned"}' })
  })

  it('section 18: the scan comes back as a file to save, of its own kind, whatever was said of it, and looking is recorded', async () => {
    const evil = 'evil"\r\nX: y.html'
    await send(browser, { file: pdf, name: evil, type: 'text/html' })
    const { public_id: id } = await newestRequest()
    const answer = await browser.get(`/staff/office-requests/${id}/scan`)
    expect(new TextDecoder().decode(await answer.arrayBuffer())).toBe(pdf)
    expect(answer.headers.get('Content-Type')).toBe('application/pdf')
    expect(answer.headers.get('Content-Disposition')).toBe(`attachment; filename="${id}.pdf"`)
    expect(answer.headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(answer.headers.get('Content-Security-Policy')).toContain("default-src 'none'")
    const { results } = await env.DB.prepare("SELECT account_id AS account FROM audit WHERE event = 'office_request.scan_opened' AND record = ?").bind(id).all() // prettier-ignore
    expect(results).toEqual([{ account: ea.account }])
  })

  it('III.A.1.a what is missing is told at the field, the file too, and nothing typed is lost', async () => {
    const before = [await kept(), await requests()]
    const answer = await send(browser, {
      fields: { npi: '1', signedOn: '2099-01-01', document: 'doc_none' },
      file: null,
    })
    expect(answer.status).toBe(422)
    const html = await answer.text()
    for (const name of ['npi', 'signedOn', 'document', 'scan']) expect(html).toContain(`id="field-${name}-error"`)
    expect(html).toContain('value="Mona Manager"')
    expect([await kept(), await requests()]).toEqual(before)
  })

  it('III.A.1.a without files a browser’s plain form is read too: it has no scan', async () => {
    const answer = await browser.post(PATH, { ...typed, document, signedOn: '2040-06-01' }, PATH)
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('Choose the scan')
  })
})

describe('section 18: what is uploaded is judged', () => {
  it.each([
    ['a PNG', '\x89PNG\r\n\x1a\n', 303], ['a JPEG', '\xff\xd8\xff\xe0', 303], ['a page', '<script>alert(1)</script>', 422],
    ['a program', 'MZ\x90\0', 422], ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg"/>', 422], ['one letter', '%', 422],
  ] as const)('section 18: %s under the name scan.pdf', async (_name, text, status) => {
    const before = await kept()
    const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0))
    const answer = await send(browser, { file: bytes })
    expect(answer.status).toBe(status)
    if (status === 422) expect(await answer.text()).toContain('no PDF, PNG or JPEG')
    expect(await kept()).toBe(before + (status === 303 ? 1 : 0))
  }) // prettier-ignore

  it.each([
    ['clean', 303, 'clean', ''],
    ['infected', 422, null, 'found malware'],
  ])('section 18: the scanner says %s', async (result, status, stored, words) => {
    const asked = vi.spyOn(globalThis, 'fetch').mockResolvedValue(Response.json({ result }))
    const before = [await kept(), await requests()]
    const answer = await send(scannedBy(SCANNER))
    expect(answer.status).toBe(status)
    expect(asked.mock.calls[0]?.[0]).toBe(SCANNER)
    expect(new TextDecoder().decode(asked.mock.calls[0]?.[1]?.body as Uint8Array)).toBe(pdf)
    const more = stored ? 1 : 0
    expect([await kept(), await requests()]).toEqual([before[0]! + more, before[1]! + more])
    if (stored) expect((await newestRequest()).scan_result).toBe(stored)
    const html = await answer.text()
    expect(html).toContain(words)
    if (!stored) expect(html).toContain('value="Mona Manager"')
  })

  it.each<[string, () => Promise<Response>]>([
    ['is down', () => Promise.reject(new Error('refused'))],
    ['answers 500', async () => new Response('', { status: 500 })],
    ['answers no JSON', async () => new Response('clean')],
    ['answers something else', async () => Response.json({ result: 'CLEAN' })],
    ['answers null', async () => Response.json(null)],
  ])('section 18: a scanner that %s: nothing is kept, try again later', async (_name, scanner) => {
    vi.spyOn(globalThis, 'fetch').mockImplementation(scanner)
    const before = [await kept(), await requests()]
    const answer = await send(scannedBy(SCANNER))
    expect(answer.status).toBe(422)
    const html = await answer.text()
    expect(html).toContain('Try again later')
    expect(html).toContain('value="Mona Manager"')
    expect([await kept(), await requests()]).toEqual(before)
    const told = await env.DB.prepare(
      "SELECT detail FROM audit WHERE event = 'upload.refused' ORDER BY seq DESC LIMIT 1",
    ).first()
    expect(told).toEqual({ detail: '{"why":"unavailable"}' })
  })
})

describe('T28 how much is read', () => {
  const MB = 1024 * 1024
  const sized = (bytes: number) => pdf + 'x'.repeat(bytes - pdf.length)

  it.each([
    ['a byte less than 10 MB', 10 * MB - 1, 303],
    ['10 MB', 10 * MB, 303],
    ['a byte more', 10 * MB + 1, 422],
    ['twice as much', 20 * MB, 422],
  ])('T28 %s: %s bytes are %s, and what was typed stays', async (_name, bytes, status) => {
    const answer = await send(browser, { file: sized(bytes) })
    expect(answer.status).toBe(status)
    if (status === 303) return
    const html = await answer.text()
    expect(html).toContain('larger than 10 MB')
    expect(html).toContain('value="Mona Manager"')
  })

  const part = (name: string, text: string) =>
    `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${text}\r\n`
  const file = (name: string) => `--b\r\nContent-Disposition: form-data; name="${name}"; filename="f"\r\n\r\n${pdf}\r\n`
  it.each<[string, string, number]>([
    ['a field of 1 MB', `${part('legalName', 'a'.repeat(MB))}--b--`, 413],
    ['10,000 fields', `${Array.from({ length: 10_000 }, (_, nth) => part(`f${nth}`, '1')).join('')}--b--`, 413],
    ['101 fields', `${Array.from({ length: 101 }, (_, nth) => part(`f${nth}`, '1')).join('')}--b--`, 413],
    ['a field twice', `${part('csrf', 'a')}${part('csrf', 'b')}--b--`, 400],
    ['two files', `${file('scan')}${file('scan')}--b--`, 400],
    ['a file of another name', `${file('other')}--b--`, 400],
    ['no end', part('csrf', 'a'), 400],
    ['no parts', 'nothing', 400],
    ['nothing', '', 400],
    ['11 MB that are one field', `${part('legalName', 'a'.repeat(11 * MB))}--b--`, 413],
  ])('T28 %s: refused', async (_name, body, status) => {
    const headers = { 'Content-Type': 'multipart/form-data; boundary=b', 'Sec-Fetch-Site': 'same-origin' }
    const answer = await browser.fetch(PATH, { method: 'POST', headers, body })
    expect(answer.status).toBe(status)
  })

  it.each([
    'multipart/form-data',
    'multipart/form-data; boundary=',
    'multipart/mixed; boundary=b',
    `multipart/form-data; boundary=${'b'.repeat(71)}`,
  ])('T28 %s is no form of ours', async (type) => {
    const headers = { 'Content-Type': type, 'Sec-Fetch-Site': 'same-origin' }
    expect((await browser.fetch(PATH, { method: 'POST', headers, body: part('csrf', 'a') })).status).toBe(400)
  })

  it('T28 of somebody without the right no file is read', async () => {
    const stranger = await signedIn(await aPerson({ email: 'clerk@office.example', offices: [await anOffice()] }))
    let pulled = 0
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        pulled += 1
        controller.enqueue(new Uint8Array(MB))
        if (pulled > 50) controller.close()
      },
    })
    const headers = { 'Content-Type': 'multipart/form-data; boundary=b', 'Sec-Fetch-Site': 'same-origin' }
    expect((await stranger.fetch(PATH, { method: 'POST', headers, body })).status).toBe(403)
    expect(pulled).toBeLessThan(5)
  })

  it('T28 a token of nobody’s: nothing is kept', async () => {
    const before = [await kept(), await requests()]
    for (const csrf of ['', 'x']) expect((await send(browser, { fields: { csrf } })).status).toBe(403)
    expect([await kept(), await requests()]).toEqual(before)
  })
})

describe('R2 and D1 failing', () => {
  it('section 18: R2 failing before it stored: try again later, and nothing typed is lost', async () => {
    const DOCUMENTS = { put: () => Promise.reject(new Error('R2 is down')) } as unknown as R2Bucket
    const before = await requests()
    const answer = await send(behind({ DOCUMENTS }))
    expect(answer.status).toBe(422)
    const html = await answer.text()
    expect(html).toContain('Try again later')
    expect(html).toContain('value="Mona Manager"')
    expect(await requests()).toBe(before)
  })

  it('section 18: R2 failing after it stored: no row points to a file that may not be there', async () => {
    const put = async (...args: Parameters<R2Bucket['put']>) => {
      await env.DOCUMENTS.put(...args)
      throw new Error('R2 did not answer')
    }
    const before = [await kept(), await requests()]
    expect((await send(behind({ DOCUMENTS: { put } as unknown as R2Bucket }))).status).toBe(422)
    expect([await kept(), await requests()]).toEqual([before[0]! + 1, before[1]])
  })

  it('section 18: D1 failing once it is stored: the file lies there unread, and no request is half there', async () => {
    const silent = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const counted = counting()
    const broken = behind(counted.bindings)
    // The GET of the form, then: who it is, the versions, the version, the staff, and the request itself.
    let posting = false
    const fetch = broken.fetch.bind(broken)
    broken.fetch = (path, init) => {
      if (init?.method === 'POST') [posting, counted.d1] = [true, 0]
      return fetch(path, init)
    }
    counted.failOn = (n) => posting && n === 5
    const before = [await kept(), await requests()]
    expect((await send(broken)).status).toBe(500)
    expect([await kept(), await requests()]).toEqual([before[0]! + 1, before[1]])
    silent.mockRestore()
  })

  it('section 18: a scan that is gone is not there', async () => {
    await send(browser)
    const { public_id: id, scan_key: key } = await newestRequest()
    await env.DOCUMENTS.delete(String(key))
    expect((await browser.get(`/staff/office-requests/${id}/scan`)).status).toBe(404)
  })
})
