/** Builders: offices and people as tests need them, made by the product's own verbs. */
import { env } from 'cloudflare:workers'
import type { Capability, Department } from '../../src/accounts/account.ts'
import { create } from '../../src/accounts/create.ts'
import { guardName } from '../../src/accounts/email.ts'
import { instant } from '../../src/clock.ts'
import { readConfig } from '../../src/config.ts'
import { newId } from '../../src/ids.ts'
import { hash } from '../../src/passwords/hash.ts'
import { type Day, dayOf } from '../../src/policy/calendar.ts'
import type { Role } from '../../src/policy/roles.ts'

export const PASSWORD = 'Correct-horse-7'
const ZONE = 'America/Los_Angeles'

/** Today in the plan's zone. */
export const today = (): Day => dayOf(instant(), ZONE)

/** Makes an office with access (unless told) and answers its row. */
export async function anOffice(
  name = 'Test Office',
  office: {
    accessOn?: Day | null
    terminatedOn?: Day
    suspendedAt?: number
    verifyDueOn?: Day
    promptReceivedOn?: Day
  } = {},
): Promise<number> {
  const row = await env.DB.prepare(
    `INSERT INTO office (public_id, source_id, name, access_on, terminated_on, suspended_at, verify_due_on, prompt_received_on, verify_act_on)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
  )
    .bind(
      newId('office'),
      crypto.randomUUID(),
      name,
      office.accessOn === undefined ? '2020-01-01' : office.accessOn,
      office.terminatedOn ?? null,
      office.suspendedAt ?? null,
      // Nothing is due in the years of a test that does not ask for it.
      office.verifyDueOn ?? '2199-01-01',
      office.promptReceivedOn ?? null,
      office.verifyDueOn ?? null,
    )
    .first<{ id: number }>()
  return row!.id
}

export type Someone = {
  email: string
  roles?: Role[]
  offices?: number[]
  department?: Department
  capabilities?: Capability[]
  mobile?: string
  approvedOn?: Day
  lastUsedOn?: Day | null
  passwordSetOn?: Day
  trainedOn?: Day | null
  agreed?: boolean
  isLoa?: boolean
}

/** Makes an account with the tests' password; answers its row and the name of its guard. */
export async function aPerson(someone: Someone): Promise<{ account: number; guard: string; email: string }> {
  const config = readConfig(env)
  const email = someone.email.toLowerCase()
  const guard = guardName(config.namesKey, email)
  await create(
    env.DB,
    {
      email,
      guard,
      firstName: 'Terry',
      lastName: 'Tester',
      mobile: someone.mobile ?? null,
      department: someone.department ?? null,
      capabilities: someone.capabilities ?? [],
      memberships: (someone.offices ?? []).map((office) => ({
        office,
        roles: someone.roles ?? ['eligibility', 'claims'],
        isLoa: someone.isLoa ?? false,
      })),
      approvedOn: someone.approvedOn ?? today(),
      lastUsedOn: someone.lastUsedOn ?? null,
      passwordHash: await hash(PASSWORD, config.scryptCost),
      passwordSetOn: someone.passwordSetOn ?? today(),
      trainedOn: someone.trainedOn === undefined ? today() : someone.trainedOn,
      agreed: someone.agreed ?? true,
      reviewOn: '2099-01-01',
    },
    instant().getTime(),
    null,
  )
  const row = await env.DB.prepare('SELECT id FROM account WHERE email = ?').bind(email).first<{ id: number }>()
  return { account: row!.id, guard, email }
}
