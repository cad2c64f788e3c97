/** Many changes in one message: each is whole by itself, and one that refers to another comes after it. */
import { readId } from '../../ids.ts'
import type { JsonObject } from '../../json.ts'
import type { Result } from '../../result.ts'
import { receive } from '../receive.ts'
import { type Answer, baseOf, type Fault, type Means } from '../scim.ts'
import { type Bulk, type Operation, referencesOf, resolved } from './rules.ts'

/** What became of one: its operation, and what it was answered. */
export type Done = {
  operation: Pick<Operation, 'method' | 'bulkId'>
  location: string | null
  outcome: Result<Answer, Fault>
}

/** Does them in their order, but for those that wait for another; ends after so many failures as the message allows. */
export async function receiveBulk(means: Means, { failOnErrors, operations }: Bulk): Promise<Done[]> {
  const made = new Map<string, string>()
  const answers: Done[] = []
  let waiting = [...operations]
  const failures = () => answers.filter(({ outcome }) => !outcome.ok).length
  while (waiting.length > 0) {
    const ahead = new Set(waiting.map(({ bulkId }) => bulkId))
    const waits = (said: Operation) => referencesOf(said).some((word) => word !== said.bulkId && ahead.has(word))
    const next = waiting.find((said) => 'wrong' in said || !waits(said))
    // Those left refer to one another in a circle: the first is done as it stands, and refused for what it names.
    const operation = next ?? waiting[0]!
    waiting = waiting.filter((said) => said !== operation)
    answers.push(await one(means, operation, made))
    if (failOnErrors !== null && failures() >= failOnErrors) break
  }
  return answers
}

async function one(means: Means, said: Bulk['operations'][number], made: Map<string, string>): Promise<Done> {
  if ('wrong' in said) {
    return {
      operation: { method: said.method as Operation['method'], bulkId: said.bulkId },
      location: null,
      outcome: { ok: false, refusal: said.wrong },
    }
  }
  const { method, name, bulkId, id, data, ifMatch } = resolved(said, made)
  const known = id === null ? null : readId(name === 'Users' ? 'scim-user' : 'scim-group', id)
  const outcome = await receive(means, name, { method, id: known, body: data, ifMatch })
  const newId = outcome.ok ? idOf(outcome.value.resource) : null
  if (bulkId !== null && newId !== null && method === 'POST') made.set(bulkId, newId)
  const at = newId ?? known
  const location = at === null ? null : `${baseOf(means.config.origin, means.provider)}/${name}/${at}`
  return { operation: { method, bulkId }, location, outcome }
}

function idOf(resource: JsonObject | null): string | null {
  return typeof resource?.id === 'string' ? resource.id : null
}
