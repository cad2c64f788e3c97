/** Reading what a form posted, before anything looks at it. */
import type { Context } from 'hono'
import { AppError } from '../errors.ts'
import type { App } from './context.ts'

/** No form of ours posts more than this many bytes or fields (T28). */
export const MOST_BYTES = 64 * 1024
const MOST_FIELDS = 100

/**
 * The fields of a posted form. Throws `too_large`, or `bad_request` with a sentence for what is no form of ours:
 * another content type, bytes that are not UTF-8, a field twice (T11). `most`: bytes, for a form that brings a whole list.
 */
export async function readForm(c: Context<App>, most = MOST_BYTES): Promise<URLSearchParams> {
  const form = c.var.form ?? (await read(c, most))
  // A body is read once, though two handlers may look at the form.
  c.set('form', form)
  return form
}

async function read(c: Context<App>, most: number): Promise<URLSearchParams> {
  const type = c.req.header('Content-Type') ?? ''
  if (!/^application\/x-www-form-urlencoded(;|$)/i.test(type)) {
    throw new AppError({ kind: 'bad_request', sentence: 'This page takes forms only.' })
  }
  const bytes = await readAtMost(c.req.raw.body, most)
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    // URLSearchParams mends broken escapes silently; decodeURIComponent refuses them.
    decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    throw new AppError({ kind: 'bad_request', sentence: 'What was sent is not readable text (UTF-8).' })
  }
  const form = new URLSearchParams(text)
  checkFields(form)
  return form
}

/** Throws unless the fields are as many as a form of ours has, each of them once (T11, T28). */
export function checkFields(form: URLSearchParams): void {
  const names = [...form.keys()]
  if (names.length > MOST_FIELDS) throw new AppError({ kind: 'too_large' })
  if (new Set(names).size !== names.length) {
    throw new AppError({ kind: 'bad_request', sentence: 'A field was sent twice.' })
  }
}

/** The whole body as bytes; throws `too_large` as soon as there are more than `most`. */
export async function readAtMost(body: ReadableStream<Uint8Array> | null, most: number): Promise<Uint8Array> {
  if (!body) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > most) throw new AppError({ kind: 'too_large' })
    chunks.push(chunk)
  }
  return joined(chunks)
}

/** The chunks as one. */
export function joined(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.length, 0))
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}
