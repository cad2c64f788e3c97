/** A provider as the plan's staff sets it up, and what they are told of it. Instants in ms UTC. */
import type { Id } from '../../ids.ts'
import type { Provider, ProviderKind } from '../provider.ts'

/** What is typed in the form of a provider. The client and its secret, the offices and the directory's token have forms of their own. */
export type Settings = Pick<
  Provider,
  'name' | 'kind' | 'issuer' | 'mfaWhen' | 'groupsClaim' | 'domains' | 'mappings' | 'signals'
>

/** Something that is otherwise than before, in words without any secret. */
export type Difference = { field: Field; before: string | null; after: string | null }

/** What of a provider can be changed; each is named in the audit log by this word. */
export const fields = [
  'name', 'kind', 'issuer', 'client id', 'client secret', 'domains', 'offices', 'second factor', 'groups claim', 'mappings',
  'shared signals', 'directory token', 'state',
] as const // prettier-ignore
export type Field = (typeof fields)[number]

/** A provider in the list. */
export type ListedProvider = {
  id: Id<'identity-provider'>
  name: string
  kind: ProviderKind
  issuer: string
  /** JSON list of texts, as SQLite answers it. */
  domains: string
  disabledAt: number | null
  linked: number
  lastSignInAt: number | null
}

/** What else is known of one provider. `changedAt` is its version too: a form of an older one is not taken. */
export type ProviderFacts = {
  changedAt: number
  scimTokenAt: number | null
  linked: number
  managed: number
  openSessions: number
  lastSignInAt: number | null
  /** 1: somebody of information services comes in without a provider, by a passkey. */
  isBreakGlassReady: 0 | 1
}

/** An office that brought the provider, or may. */
export type OfficeChoice = { row: number; id: Id<'office'>; name: string; city: string | null; npi: string | null }

/** A change that was made, by whom and why. `changes`: JSON list of `Difference`. */
export type ProviderChange = { at: number; by: string; changes: string; reason: string | null }

/** What keeps a provider from working, as its own metadata tells it; `unsaid-pkce` alone keeps nobody from switching it on. */
export const flaws = [
  'unreachable', 'other-issuer', 'no-addresses', 'no-code', 'no-pkce', 'unsaid-pkce', 'no-algorithm', 'no-client-secret', 'no-keys',
] as const // prettier-ignore
export type Flaw = (typeof flaws)[number]

/** Why a provider is not switched on. */
export type Obstacle = 'policy' | 'client' | 'domains' | 'offices' | 'break-glass'

/** The longest texts that are taken, in characters. */
export const LONGEST = {
  name: 120,
  address: 500,
  clientId: 300,
  secret: 1000,
  group: 200,
  claim: 200,
  sign: 300,
  reason: 500,
}
/** The most of each that are taken. */
export const MOST = { domains: 50, signs: 20, mappings: 30, offices: 200 }
