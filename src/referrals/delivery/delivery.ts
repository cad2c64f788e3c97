/** How a submitted referral gets to the core system. */
import type { JsonObject } from '../../json.ts'
import type { Submission } from '../submission.ts'

/** What came of a ticket: nothing is left to do with it; or it comes again, after a try of which `seen` goes into the log. */
export type Delivery = { done: true } | { done: false; againInSeconds: number; seen?: string }

/** What the core system said to one thing: it has it, it will never have it, or it is asked again. `seen` is a kind, never words. */
export type Outcome =
  | { is: 'taken' }
  | { is: 'refused'; seen: string }
  | { is: 'later'; seen: string; afterSeconds?: number | null }

/** A coverage of the member as the core system knows it. */
export type CoverageFacts = {
  sourceId: string
  payorSourceId: string | null
  payor: string | null
  planName: string | null
}

/** A file of a submission that is still to be sent. */
export type File = { id: string; name: string; mediaType: string; bytes: number; addedAt: number }

/** What is made of one submission. `base` is the core system's FHIR address; instants in ms UTC. */
export type Telling = {
  base: string
  confirmation: string
  submittedAt: number
  submission: Submission
  coverage: CoverageFacts | null
}

/** A resource of FHIR R4 with its id. */
export type Resource = JsonObject & { resourceType: string; id: string }

/** A submission as the plan's staff see it: whose office, how far, and nothing of what it says. */
export type Delivering = {
  row: number
  office: string
  submittedAt: number
  /** The referral itself is there, and files are not. */
  hasReferral: 0 | 1
  tries: number
  triedAt: number | null
  error: string | null
  givenUpAt: number | null
}

/** The place after which a page of the list goes on. */
export type Place = { at: number; row: number }
