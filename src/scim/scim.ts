/** What a directory says over SCIM 2.0 (RFC 7643, RFC 7644), and what it is answered. */
import type { Provider } from '../federation/provider.ts'
import type { Config } from '../config.ts'
import type { JsonObject } from '../json.ts'

/** What can be wrong, as RFC 7644 names it (section 3.12). */
export type ScimType =
  | 'invalidFilter'
  | 'invalidPath'
  | 'invalidSyntax'
  | 'invalidValue'
  | 'invalidVers'
  | 'mutability'
  | 'noTarget'
  | 'tooMany'
  | 'uniqueness'

/** A refusal: HTTP status, SCIM's word for it where there is one, and a sentence without data. `clause`: of the policy. */
export type Fault = { status: 400 | 404 | 409 | 412 | 413; scimType?: ScimType; detail: string; clause?: string }

/** What was done: HTTP status, and the resource as it is now; null: nothing is left to show. */
export type Answer = { status: 200 | 201; resource: JsonObject } | { status: 204; resource: null }

/** What is asked of one resource: `id` null where there is none yet; `ifMatch` the versions the sender means, null: any. */
export type Asked = {
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  id: string | null
  body: JsonObject
  ifMatch: readonly number[] | null
}

/** The kinds of resource, as their addresses name them. */
export const resourceNames = ['Users', 'Groups'] as const
export type ResourceName = (typeof resourceNames)[number]

/** The directory that speaks, from where, and what answering it needs. */
export type Means = {
  env: Pick<Env, 'DB' | 'MAIL'>
  config: Config
  now: Date
  provider: Provider
  from: { ip: string; request: string; device: string }
}

/** The beginning of every address of the provider's. */
export function baseOf(origin: string, provider: Pick<Provider, 'id'>): string {
  return `${origin}/scim/v2/${provider.id}`
}

/** Somebody by their address, as far as a directory may touch them. */
export type Person = {
  /** Their account's row; null: none, or one that is not this directory's to speak of. */
  account: number | null
  /** The address has an account of the other kind: the directory is not heard about it. */
  isForeign: boolean
  /** The account was terminated. */
  isEnded: boolean
  /** The plan's provider made the account: it comes in through that provider alone. */
  isManaged: boolean
  /** Their memberships that have not ended, in the provider's offices and elsewhere. */
  here: { membership: number; account: number; office: number }[]
  elsewhere: number
  /** One in the provider's offices has ended. */
  wasHere: boolean
  /** A registration of theirs is sent and waits. */
  isWaiting: boolean
}

export const notThere: Fault = { status: 404, detail: 'There is no such resource.' }
export const notThatVersion: Fault = { status: 412, detail: 'The resource is of another version by now.' }
export const changedMeanwhile: Fault = { status: 409, detail: 'The resource is being changed; ask again.' }
