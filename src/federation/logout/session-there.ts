/** The other half of a session that was opened through a provider: the one at the provider. */
import type { Id } from '../../ids.ts'

/** The provider, and the ID token that signing out there asks for, sealed. */
export type SessionThere = {
  provider: Id<'identity-provider'>
  name: string
  issuer: string
  clientId: string
  /** Null: the provider is switched on. */
  disabledAt: number | null
  sealed: string
}

/** Where signing out goes on, or why it does not: the provider offers no such way, or does not answer. */
export type Onwards = { to: string } | { to: null; why: 'not-offered' | 'provider-down' }
