/** A plan of realistic volume for the benchmark: 40 offices, 5,000 members, 50,000 claims, 4,000 of them the clerk's office's. */
import { guardName } from '../src/accounts/email.ts'
import { create } from '../src/accounts/create.ts'
import { instant } from '../src/clock.ts'
import { type Database, batch, prepared } from '../src/db/client.ts'
import { randomText, sha256 } from '../src/digest.ts'
import { hash } from '../src/passwords/hash.ts'
import { dayOf } from '../src/policy/calendar.ts'
import { readdir, readFile } from 'node:fs/promises'
import { keys } from './contestant.ts'

export const PASSWORD = 'Correct-horse-7'
const SCRYPT_COST = 2 ** 14
const DAY_MS = 86_400_000

/** Makes the tables. */
export async function makeTables(db: Database): Promise<void> {
  for (const file of (await readdir('migrations')).toSorted()) {
    await batch(
      db,
      statementsOf(await readFile(`migrations/${file}`, 'utf8')).map((text) => prepared(text)),
    )
  }
}

/** Makes the tables and fills them, without people. */
export async function settle(db: Database): Promise<void> {
  await makeTables(db)
  // Of 12 claims one is restricted and one was judged under an older list.
  await batch(
    db,
    [
      `INSERT INTO restricted_list (made_at, source, reason, rows_added) VALUES (0, 'bench', 'bench', 0), (1, 'bench', 'bench', 0)`,
      `INSERT INTO office (id, public_id, source_id, name, access_on, verify_due_on)
         ${numbers(40)} SELECT i, printf('off_%024d', i), 'office-' || i, 'Office ' || i, '2020-01-01', '2199-01-01' FROM n`,
      `INSERT INTO member (id, public_id, source_id, member_number, last_name, first_name, last_name_key, first_name_key, birth_date, as_of)
         ${numbers(5000)} SELECT i, printf('mem_%024d', i), 'member-' || i, printf('HV%08d', i), 'Example' || i, 'Robin',
         'example' || i, 'robin', date('1940-01-01', (i * 5) || ' days'), 0 FROM n`,
      `INSERT INTO claim (id, public_id, claim_source_id, number, member_id, office_id, provider_name, type, status,
           serviced_from, serviced_to, billed_cents, paid_cents, shown_under, as_of)
         ${numbers(50_000)} SELECT i, printf('clm_%024d', i), 'claim-' || i, printf('2026-%08d', i), 1 + i * 37 % 5000,
         CASE WHEN i % 25 < 2 THEN 1 ELSE 2 + i % 39 END, 'Provider ' || (100 + i % 400), 'professional',
         CASE i % 4 WHEN 0 THEN 'paid' WHEN 1 THEN 'denied' WHEN 2 THEN 'partly-paid' ELSE 'received' END,
         date('2024-01-01', (i * 7919 % 900) || ' days'), date('2024-01-01', (i * 7919 % 900) || ' days'),
         10000 + i % 90000, 8000 + i % 80000, CASE i % 12 WHEN 0 THEN NULL WHEN 1 THEN 1 ELSE 2 END, 0 FROM n`,
    ].map((text) => prepared(text)),
  )
}

/** Makes people of the first office with the benchmark's password; answers the value of each one's known device. */
export async function people(db: Database, emails: readonly string[]): Promise<string[]> {
  const now = instant()
  const today = dayOf(now, 'America/Los_Angeles')
  const passwordHash = await hash(PASSWORD, SCRYPT_COST)
  return Promise.all(
    emails.map(async (email) => {
      const account = {
        email,
        guard: guardName(keys.NAMES_KEY, email),
        firstName: 'Terry',
        lastName: 'Tester',
        mobile: null,
        department: null,
        capabilities: [],
        memberships: [{ office: 1, roles: ['eligibility', 'claims'] as const, isLoa: false }],
        approvedOn: today,
        lastUsedOn: null,
        passwordHash,
        passwordSetOn: today,
        trainedOn: today,
        agreed: true,
        reviewOn: today,
      }
      await create(db, account, now.getTime(), null)
      const device = randomText()
      await batch(db, [
        prepared(
          `INSERT INTO device (account_id, value_hash, label, factor_at, used_at, expires_at)
             SELECT id, ?, 'Browser', ?, ?, ? FROM account WHERE email = ?`,
          sha256(device),
          now.getTime(),
          now.getTime(),
          now.getTime() + 30 * DAY_MS,
          email,
        ),
      ])
      return device
    }),
  )
}

/** SQL for: the numbers from 1 on as `n.i`. */
export function numbers(most: number): string {
  return `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${most})`
}

/** The statements of a migration: each ends in `;` outside of any text, a trigger's in `END;`. */
function statementsOf(text: string): string[] {
  const code = text.replaceAll(/^\s*--.*$/gm, '')
  return code.match(/CREATE TRIGGER[^]*?END;|[^;\s](?:'[^']*'|[^;'])*;/g) ?? []
}
