/** Makes one more person to sign in as, by the product's own verbs. */
import type { NewAccount } from '../../src/accounts/account.ts'
import { create } from '../../src/accounts/create.ts'
import { guardName } from '../../src/accounts/email.ts'
import { readConfig } from '../../src/config.ts'
import { batch, prepared } from '../../src/db/client.ts'
import { grantAccess } from '../../src/offices/grant-access.ts'
import { officeOf } from '../../src/offices/store.ts'
import { accessFrom } from '../../src/offices/verification/rules.ts'
import { hash, matches } from '../../src/passwords/hash.ts'
import { addDays, dayOf } from '../../src/policy/calendar.ts'
import { done, refused, type Result } from '../../src/result.ts'
import type { Asked } from './form.ts'

/** Makes the person, and gives the office access if it has none. The same person asked for twice is made once. */
export async function make(
  env: Env,
  asked: Asked,
  now: Date,
): Promise<Result<'made' | 'there', Record<string, string>>> {
  const { namesKey, scryptCost, zone, policy } = readConfig(env)
  const today = dayOf(now, zone)
  const { rows } = await batch(env.DB, [officeOf(asked.office)])
  const [office] = rows[0]
  if (!office) return refused({ office: `The feed has brought no Organization ${asked.office}.` })
  const guard = guardName(namesKey, asked.email)
  const known = await knownBy(env.DB, guard)
  if (known) {
    const same =
      known.access === accessOf(asked.office, asked.roles) && (await matches(asked.password, known.hash ?? ''))
    return same ? done('there') : refused({ email: 'This address has an account already, and it is another.' })
  }
  if (office.accessOn === null) await grantAccess(env.DB, office.id, accessFrom(today, policy), now.getTime(), null)
  await create(
    env.DB,
    {
      ...plain(asked.email, guard),
      memberships: [{ office: office.id, roles: asked.roles, isLoa: false }],
      approvedOn: today,
      lastUsedOn: null,
      passwordHash: await hash(asked.password, scryptCost),
      passwordSetOn: today,
      trainedOn: today,
      agreed: true,
      reviewOn: addDays(today, 365),
    },
    now.getTime(),
    null,
  )
  return done('made')
}

/** An account's plain parts, named for its address. */
function plain(email: string, guard: string) {
  const firstName = email.split('@')[0] ?? email
  return {
    email,
    guard,
    firstName,
    lastName: 'Newcomer',
    mobile: null,
    department: null,
    capabilities: [],
  } satisfies Partial<NewAccount>
}

async function knownBy(db: D1Database, guard: string): Promise<{ hash: string | null; access: string | null } | null> {
  const { rows } = await batch(db, [
    prepared<{ hash: string | null; access: string | null }>(
      `SELECT (SELECT c.hash FROM credential c WHERE c.account_id = a.id) AS hash,
         (SELECT group_concat(o.source_id || ':' || g.role, ' ' ORDER BY o.source_id, g.role)
          FROM membership m JOIN office o ON o.id = m.office_id JOIN role_grant g ON g.membership_id = m.id
          WHERE m.account_id = a.id) AS access
       FROM account a WHERE a.guard = ?`,
      guard,
    ),
  ])
  return rows[0][0] ?? null
}

function accessOf(office: string, roles: readonly string[]): string {
  return roles
    .toSorted()
    .map((role) => `${office}:${role}`)
    .join(' ')
}
