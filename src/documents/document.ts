/** Versioned texts (II.I): what they are, and what a text is made of. */

/** The kinds of text, as the table has them. */
export const kinds = ['access-agreement', 'user-agreement', 'training', 'privacy-notice'] as const
export type DocumentKind = (typeof kinds)[number]

/** One version of a text. `row` is for tables to point at, `id` for forms and addresses. */
export type Document = {
  row: number
  id: string
  kind: DocumentKind
  version: number
  title: string
  body: string
}

/** A version that was published, at ms UTC. */
export type Published = Document & { publishedAt: number }

/** One of the answers to choose from, in a check of understanding. */
export type Answer = { text: string; isRight: boolean }

/** A check of understanding. */
export type Check = { is: 'check'; question: string; answers: Answer[] }

/** A part of a text, in its order. */
export type Block =
  | { is: 'heading'; text: string }
  | { is: 'paragraph'; text: string }
  | { is: 'list'; items: string[] }
  | Check

/** A section of the training: what stands below its heading, and its check. `number` counts from 1. */
export type Section = { number: number; heading: string; blocks: Block[]; check: Check | null }
