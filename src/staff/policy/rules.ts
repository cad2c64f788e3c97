/** The policy in force as the staff reads it: chapter by chapter, each number in words (requirements, section 17). */
import { type Bound, inWords, type Value } from '../../policy/clause.ts'
import { clauses, isClause } from '../../policy/clauses.ts'
import type { Description } from '../../policy/profiles.ts'
import type { Chapter, PolicyNumber } from './chapter.ts'

/** The numbers by chapter, both in the policy's order. */
export function chaptersOf(descriptions: readonly Description[]): Chapter[] {
  const chapters = new Map<string, PolicyNumber[]>()
  for (const one of descriptions) {
    const id = /^II\.|^III\.[A-Z]/.exec(one.clause)?.[0].replace(/\.$/, '') ?? one.clause
    chapters.set(id, [...(chapters.get(id) ?? []), numberOf(one)])
  }
  return [...chapters]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([id, numbers]) => ({
      id,
      title: isClause(id) ? clauses[id] : 'Policy',
      numbers: numbers.toSorted((one, other) => (one.clause < other.clause ? -1 : one.clause > other.clause ? 1 : 0)),
    }))
}

function numberOf({ name, clause, sentence, value, standard, unit, bound, deviation }: Description): PolicyNumber {
  const [inForce, byStandard] = [inWords(value, unit), inWords(standard, unit)]
  return {
    name,
    clause,
    sentence,
    inForce,
    standard: inForce === byStandard ? null : byStandard,
    mayMove: mayMove(bound, standard),
    deviation: deviation ?? null,
  }
}

/** Which way a plan may move the number without weakening the policy. */
function mayMove(bound: Bound, standard: Value): string {
  if (bound === 'any') return 'The plan chooses'
  if (bound === 'exactly') return 'It stays'
  if (typeof standard === 'boolean') return bound === 'at most' ? 'It may be “no”' : 'It may be “yes”'
  return bound === 'at most' ? 'It may be less' : 'It may be more'
}
