/** Judges a new password before the account's guard sets it: the same for setting up, changing and resetting. */
import type { Origin } from '../account-guard/guard.ts'
import { recorded } from '../audit/statement.ts'
import type { Config } from '../config.ts'
import { batch, type Database } from '../db/client.ts'
import { judgeBreached } from './judge-breached.ts'
import { unmet } from './rules.ts'

/**
 * Everything that is wrong with the password, in sentences (III.D.3, III.D.4); null: the guard may be asked to set it.
 * Where the plan refuses known-breached ones and nobody can be asked, it is accepted and recorded.
 */
export async function judgeNew(
  { db, config, origin }: { db: Database; config: Pick<Config, 'policy' | 'breachUrl'>; origin: Origin },
  password: string,
  person: { account: number; email: string },
): Promise<string | null> {
  const { policy, breachUrl } = config
  const failed = unmet(password, person, policy)
  if (failed.length > 0) return failed.map(({ sentence }) => sentence).join(' ')
  if (!policy.PASSWORD_NOT_BREACHED) return null
  const breached = await judgeBreached(password, breachUrl)
  if (breached === 'unknown') {
    const { account } = person
    await batch(db, [recorded({ ...origin, name: 'password.breach_unchecked', account, clause: 'III.D.3' })])
  }
  return breached === 'breached'
    ? 'This password is known from a break-in somewhere else, and is among the first that are tried. Choose another.'
    : null
}
