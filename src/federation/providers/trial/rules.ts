/** What the claims of a trial mean, and where a sign-in by them would lead: pure decisions, which change nothing. */
import type { Claims, Provider } from '../../provider.ts'
import { grantsOf, groupsIn } from '../../rules.ts'
import { vouchedEmail } from '../../people/rules.ts'
import type { Leading, TrialFacts } from './trial.ts'

/** So much of all claims is carried to the page, in bytes, and of one, in characters; and so many values of a list. */
const MOST_OF_ALL = 9_000
const MOST_OF_ONE = 300
const MOST_VALUES = 40

/**
 * The claims as the page shows them, those first that something is read off. Long ones are cut, and of the groups the mapped ones
 * kept before others, so that what they would give is what they would give.
 */
export function claimsShown(
  claims: Claims,
  { groupsClaim, mappings }: Pick<Provider, 'groupsClaim' | 'mappings'>,
): Claims {
  const first = ['sub', groupsClaim, 'email', 'email_verified', 'amr', 'acr', 'name', 'given_name', 'family_name']
  const names = [...new Set([...first.filter((name) => Object.hasOwn(claims, name)), ...Object.keys(claims)])]
  const mapped = new Set(mappings.map(({ group }) => group))
  const shown: [string, unknown][] = []
  let size = 0
  for (const name of names) {
    const value = claims[name]
    const list = Array.isArray(value) && name === groupsClaim ? mappedFirst(value, mapped) : value
    const kept = cut(list)
    size += new TextEncoder().encode(JSON.stringify([name, kept])).length
    if (size > MOST_OF_ALL) break
    shown.push([name, kept])
  }
  return Object.fromEntries(shown)
}

function mappedFirst(groups: readonly unknown[], mapped: ReadonlySet<string>): unknown[] {
  const is = (one: unknown) => typeof one === 'string' && mapped.has(one)
  return [...groups.filter(is), ...groups.filter((one) => !is(one))]
}

function cut(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, MOST_VALUES).map(cut)
  if (typeof value === 'string') return value.slice(0, MOST_OF_ONE)
  if (typeof value === 'object' && value !== null) return JSON.stringify(value).slice(0, MOST_OF_ONE)
  return value
}

/** The claims as a table: each name, and its value in words. */
export function claimRows(claims: Claims): { name: string; value: string }[] {
  return Object.entries(claims).map(([name, value]) => ({ name, value: valueInWords(value) }))
}

function valueInWords(value: unknown): string {
  if (typeof value === 'string') return value
  return Array.isArray(value) ? value.map(valueInWords).join(', ') : JSON.stringify(value)
}

/** The claims that something here is read off and that are missing, or are not what they have to be. */
export function missingClaims(
  claims: Claims,
  { kind, groupsClaim, mappings, mfaWhen }: Pick<Provider, 'kind' | 'groupsClaim' | 'mappings' | 'mfaWhen'>,
): string[] {
  const isText = (name: string) => typeof claims[name] === 'string' && claims[name] !== ''
  const wanted: [string, boolean][] = [
    ['sub', isText('sub')],
    ['email', isText('email')],
    ['email_verified', claims['email_verified'] === true],
    ['given_name', kind === 'office' || isText('given_name') || isText('name')],
    ['family_name', kind === 'office' || isText('family_name') || isText('name')],
    [groupsClaim, mappings.length === 0 || groupsIn(claims, groupsClaim).length > 0],
    ...(['amr', 'acr'] as const).map((claim): [string, boolean] => [
      claim,
      !mfaWhen.some((sign) => sign.claim === claim) || Object.hasOwn(claims, claim),
    ]),
  ]
  return wanted.filter(([, is]) => !is).map(([name]) => name)
}

/** What the claims would give: the plan's staff a department and capabilities, an office's people only suggested roles. */
export function trialGrants(claims: Claims, { groupsClaim, mappings }: Pick<Provider, 'groupsClaim' | 'mappings'>) {
  return grantsOf(groupsIn(claims, groupsClaim), mappings)
}

/** Where a sign-in by these claims would lead. */
export function leadingOf(claims: Claims, provider: Provider, { linked, addressed }: TrialFacts): Leading {
  const { department } = trialGrants(claims, provider)
  if (typeof claims['sub'] !== 'string' || claims['sub'] === '') return { to: 'nowhere', why: 'no-subject' }
  if (linked) {
    // The account that the provider made ends with the claim that made it.
    const ends = provider.kind === 'plan' && linked.isManaged === 1 && department === null
    return ends ? { to: 'nowhere', why: 'ended' } : { to: 'linked', account: linked }
  }
  if (vouchedEmail(claims, provider) === null) return { to: 'nowhere', why: 'no-address' }
  if (addressed) {
    return addressed.isHere ? { to: 'linking', account: addressed } : { to: 'nowhere', why: 'other-account' }
  }
  if (provider.kind === 'office') return { to: 'nowhere', why: 'not-registered' }
  return department === null ? { to: 'nowhere', why: 'no-department' } : { to: 'new-account' }
}
