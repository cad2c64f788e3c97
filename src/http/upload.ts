/** Reading a form that brings a file, bounded in bytes before anything looks at it (section 18, T28). */
import type { Context } from 'hono'
import { AppError } from '../errors.ts'
import type { App } from './context.ts'
import { checkFields, joined, MOST_BYTES, readForm } from './form.ts'

/** A file of a posted form: its bytes; null where none was chosen. `fileName` is what the sender calls it: never to be trusted. */
export type Upload = { form: URLSearchParams; file: Uint8Array | 'too large' | null; fileName: string }

/** No upload of ours is larger (section 18), and no request is read on for longer than what the platform lets in. */
const MOST_FILE_BYTES = 10 * 1024 * 1024
const MOST_READ = 100 * 1024 * 1024

/**
 * The fields of a posted form and its one file, named `scan`. A file that is too large is told as such beside its
 * fields, so that nothing typed is lost. Without the encoding of files it is a form without one. Throws like `readForm`.
 */
export async function readUpload(c: Context<App>): Promise<Upload> {
  const type = c.req.header('Content-Type') ?? ''
  const boundary = /^multipart\/form-data;\s*boundary=("?)([\w'()+,./:=?-]{1,70})\1$/i.exec(type)?.[2]
  if (!boundary) return { form: await readForm(c), file: null, fileName: '' }
  const { bytes, isWhole } = await readSome(c.req.raw.body, MOST_FILE_BYTES + MOST_BYTES, MOST_READ)
  const body = isWhole ? bytes : beforeTheFile(bytes, boundary)
  let parts: FormData
  try {
    parts = await new Response(body, { headers: { 'Content-Type': type } }).formData()
  } catch {
    throw new AppError({ kind: 'bad_request', sentence: 'What was sent is no readable form.' })
  }
  const form = new URLSearchParams()
  let file: Upload['file'] = isWhole ? null : 'too large'
  let fileName = ''
  for (const [name, value] of parts) {
    if (typeof value === 'string') form.append(name, value)
    else if (name !== 'scan' || file) throw new AppError({ kind: 'bad_request', sentence: 'A file was sent twice.' })
    else if (value.size > 0) {
      fileName = value.name
      file = value.size > MOST_FILE_BYTES ? 'too large' : new Uint8Array(await value.arrayBuffer())
    }
  }
  checkFields(form)
  if (form.toString().length > MOST_BYTES) throw new AppError({ kind: 'too_large' })
  return { form, file, fileName }
}

/** What stands before the first file, closed again: the fields, where the file is the last part. */
function beforeTheFile(bytes: Uint8Array, boundary: string): Uint8Array<ArrayBuffer> {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, MOST_BYTES))
  const file = head.search(/;\s*filename\*?=/i)
  const cut = file === -1 ? -1 : head.lastIndexOf(`--${boundary}`, file)
  if (cut === -1) throw new AppError({ kind: 'too_large' })
  return joined([bytes.subarray(0, cut), new TextEncoder().encode(`--${boundary}--\r\n`)])
}

/** The body up to `keep` bytes; what is over is read and forgotten, so that the sender hears the answer. */
async function readSome(
  body: ReadableStream<Uint8Array> | null,
  keep: number,
  most: number,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; isWhole: boolean }> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.length
    if (size > most) throw new AppError({ kind: 'too_large' })
    const left = keep - (size - chunk.length)
    if (left > 0) chunks.push(chunk.subarray(0, left))
  }
  return { bytes: joined(chunks), isWhole: size <= keep }
}
