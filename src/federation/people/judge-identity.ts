/** Who it is that a provider names: found by (issuer, subject), and by an address only as far as a passcode to it may link (T18). */
import type { Origin } from '../../account-guard/guard.ts'
import { recorded } from '../../audit/statement.ts'
import { batch, type Database } from '../../db/client.ts'
import type { Day } from '../../policy/calendar.ts'
import type { Answered } from '../flow/flow.ts'
import { accountOfIdentity } from '../store.ts'
import type { Known } from './person.ts'
import { staffGrants, vouchedEmail } from './rules.ts'
import { accountOfAddress } from './store.ts'

/** Who it is; that it is nobody here is recorded. `today`: the day in the plan's zone. */
export async function judgeIdentity(
  { db, origin, today }: { db: Database; origin: Origin; today: Day },
  answered: Pick<Answered, 'provider' | 'claims' | 'way'>,
): Promise<Known> {
  const known = await find(db, answered, today)
  if (known.is === 'nobody') {
    const detail = { provider: answered.provider.id, why: known.why }
    await batch(db, [recorded({ name: 'federation.refused', ...origin, detail })])
  }
  return known
}

async function find(
  db: Database,
  { provider, claims, way }: Pick<Answered, 'provider' | 'claims' | 'way'>,
  today: Day,
): Promise<Known> {
  const email = vouchedEmail(claims, provider)
  const { rows } = await batch(db, [
    accountOfIdentity(provider.issuer, way.subject),
    accountOfAddress(email ?? '', provider.row, today),
  ])
  const [[linked], [addressed]] = rows
  if (linked) return { is: 'linked', ...linked }
  if (email === null) return { is: 'nobody', why: 'no-address' }
  if (addressed) {
    const { isHere, hasOther, ...holder } = addressed
    if (isHere === 0) return { is: 'nobody', why: 'no-account' }
    return hasOther === 1 ? { is: 'nobody', why: 'other-identity' } : { is: 'to-link', ...holder }
  }
  if (provider.kind === 'office') return { is: 'nobody', why: 'no-account' }
  const grants = staffGrants(claims, provider)
  return grants === null ? { is: 'nobody', why: 'no-department' } : { is: 'new-staff', email, grants }
}
