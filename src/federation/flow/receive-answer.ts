/** Takes the answer that a provider sends the browser back with (OpenID Connect Core, section 3.1.2.5; RFC 9207). */
import { recorded, recordedIfChanged } from '../../audit/statement.ts'
import { batch } from '../../db/client.ts'
import { sha256 } from '../../digest.ts'
import type { Id } from '../../ids.ts'
import { done, refused, type Result } from '../../result.ts'
import { seal, unseal } from '../../seal.ts'
import { ID_TOKEN, type Provider } from '../provider.ts'
import { providerOf, readProvider } from '../store.ts'
import { type Answered, type AnswerRefusal, FLOW, type FlowSecrets, type Refused, type Wish } from './flow.ts'
import type { FlowMeans } from './request-authorization.ts'
import { stateOf } from './rules.ts'
import { flowTaken } from './store.ts'
import { verifyAnswer } from './verify-answer.ts'

/**
 * Who the provider says it is. An answer is taken once: whatever comes of it, its flow is used up. Every refusal is recorded
 * with its reason. Within 5 seconds, however slow the provider is.
 */
export async function receiveAnswer(
  means: FlowMeans,
  id: Id<'identity-provider'>,
  answer: URLSearchParams,
): Promise<Result<Answered, Refused>> {
  const { db, config, origin, visitor } = means
  const refuse = async (why: AnswerRefusal, provider: Provider | null = null, trial: number | null = null) => {
    const detail = { provider: id, why }
    await batch(db, [recorded({ name: 'federation.refused', account: trial, ...origin, detail })])
    return refused({ why, provider, trial })
  }
  if (!config.policy.PROVIDERS) return refuse('off')
  const read = stateOf(answer)
  if ('why' in read) return refuse(read.why)
  if (visitor === undefined) return refuse('not-begun')
  const stateHash = sha256(read.state)
  const { rows } = await batch(db, [
    flowTaken(stateHash, sha256(visitor), id, origin.at),
    recordedIfChanged({ name: 'federation.answered', ...origin, detail: { provider: id } }),
    providerOf(id),
  ])
  const [[flow], , [row]] = rows
  if (!flow || !row) return refuse('not-begun')
  const provider = readProvider(row)
  const secrets = (await unseal(flow.sealed, config.sealKeys, FLOW, stateHash)) as FlowSecrets | null
  if (!secrets) return refuse('not-begun', provider, flow.account)
  // One that is off is tried before it is switched on.
  if (provider.disabledAt !== null && flow.purpose === 'sign-in') return refuse('off', provider)
  const verified = await verifyAnswer(provider, answer, secrets, config, origin.at)
  if (!verified.ok) return refuse(verified.refusal, provider, flow.account)
  const { claims, subject, sid, idToken } = verified.value
  const wish: Wish =
    flow.account === null ? { purpose: 'sign-in', next: secrets.next } : { purpose: 'try', account: flow.account }
  const sealed = await seal(idToken, config.sealKeys, ID_TOKEN, provider.id)
  return done({ provider, wish, claims, way: { by: 'provider', provider: provider.row, subject, sid, sealed } })
}
