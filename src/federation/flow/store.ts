/** Ways to a provider that were begun. Instants in ms UTC. */
import { type Prepared, prepared } from '../../db/client.ts'
import type { Id } from '../../ids.ts'
import type { FlowRow } from './flow.ts'

/** Remembers the way until its answer comes; `account`: who tries the provider (its row), null: somebody signs in. */
export function begun(flow: {
  stateHash: string
  provider: number
  browserHash: string
  sealed: string
  account: number | null
  at: number
  expiresAt: number
}): Prepared<never> {
  return prepared(
    `INSERT INTO federation_flow (state_hash, provider_id, browser_hash, sealed, purpose, account_id, begun_at, expires_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    flow.stateHash,
    flow.provider,
    flow.browserHash,
    flow.sealed,
    flow.account === null ? 'sign-in' : 'try',
    flow.account,
    flow.at,
    flow.expiresAt,
  )
}

/** Takes the flow: once, from the browser that began it, of that provider, in time. */
export function flowTaken(
  stateHash: string,
  browserHash: string,
  provider: Id<'identity-provider'>,
  at: number,
): Prepared<FlowRow> {
  return prepared(
    `DELETE FROM federation_flow WHERE state_hash = ? AND browser_hash = ? AND expires_at > ?
       AND provider_id = (SELECT p.id FROM identity_provider p WHERE p.public_id = ?)
     RETURNING sealed AS sealed, purpose AS purpose, account_id AS account`,
    stateHash,
    browserHash,
    at,
    provider,
  )
}
