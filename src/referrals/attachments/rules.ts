/** Names of files: what a sender calls them is text of a stranger's. Pure. */
import type { Attachment } from './attachment.ts'

const LONGEST = 80
const extensions: Record<Attachment['mediaType'], string> = {
  'application/pdf': 'pdf',
  'image/jpeg': 'jpg',
  'image/png': 'png',
}

/**
 * A name to keep: without folders, control characters, marks that turn the direction of text, and what systems reserve;
 * with the ending of what the file is, whatever it was called.
 */
export function readName(typed: string, mediaType: Attachment['mediaType']): string {
  const last = typed.normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  const plain = last
    .replaceAll(/[\p{Control}\p{Format}\p{Surrogate}\p{Private_Use}\p{Unassigned}]/gu, '')
    .replaceAll(/[<>:"|?*%;&'`]/g, '_')
    .replaceAll(/\s+/g, ' ')
  const stem = plain.replace(/\.[a-z0-9]{1,5}$/i, '').replaceAll(/^[. ]+|[. ]+$/g, '')
  return `${[...stem].slice(0, LONGEST).join('') || 'file'}.${extensions[mediaType]}`
}

/** The header that saves a file under its name: plain letters for all, the name itself for those who read RFC 8187. */
export function dispositionOf(name: string): string {
  const plain = name.replaceAll(/[^\w.() -]/g, '_')
  const escaped = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${escaped}`
}
