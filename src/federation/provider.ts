/** An identity provider: the plan's own, or one that offices bring (requirements, section 13). */
import type { Capability, Department } from '../accounts/account.ts'
import type { Id } from '../ids.ts'
import type { Role } from '../policy/roles.ts'

/** The plan's provider makes staff accounts; an office's signs in people who registered and were approved here. */
export const providerKinds = ['plan', 'office'] as const
export type ProviderKind = (typeof providerKinds)[number]

/** A claim by which the provider says that more than one factor was given: a method (`amr`), or a class (`acr`). */
export type MfaSign = { claim: 'amr' | 'acr'; value: string }

/** What a group of the provider's stands for: it gives staff a department or a capability, and suggests a role to an approver. */
export type Mapping = { group: string } & ({ department: Department } | { capability: Capability } | { role: Role })

/** Where Shared Signals come from: who sends them, to which audience, and where its keys are. */
export type Signals = { issuer: string; audience: string; jwksUri: string }

/** A provider as it was set up. Instants in ms UTC. */
export type Provider = {
  row: number
  id: Id<'identity-provider'>
  name: string
  kind: ProviderKind
  issuer: string
  clientId: string
  /** Sealed for `CLIENT_SECRET`, held by `id`. */
  sealedSecret: string
  mfaWhen: MfaSign[]
  groupsClaim: string
  /** Of the e-mail addresses it may speak of, in lower case. */
  domains: string[]
  /** The offices (their rows) that brought it. */
  offices: number[]
  mappings: Mapping[]
  signals: Signals | null
  /** Null: switched on. */
  disabledAt: number | null
}

/** What a client secret is sealed for; its holder is the provider's public id. */
export const CLIENT_SECRET = 'client secret'

/** What an ID token is sealed for in `federated_session`; its holder is the provider's public id. */
export const ID_TOKEN = 'id token'

/** The longest seal of one that is opened: groups can make it long. */
export const LONGEST_ID_TOKEN = 65_536

/** Claims of an ID token or of the userinfo endpoint, as they came. */
export type Claims = Readonly<Record<string, unknown>>
