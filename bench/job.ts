/** What the hourly run costs: it grows with what is due, not with what exists, and no invocation passes the platform's limit. */
import { instant } from '../src/clock.ts'
import { batch, prepared } from '../src/db/client.ts'
import { addDays, dayOf } from '../src/policy/calendar.ts'
import { type Contestant, start } from './contestant.ts'
import type { Asked } from './hourly.ts'
import { makeTables, numbers } from './plan.ts'
import { median, ratio } from './rounds.ts'

const ROUNDS = 9
const USERS = 20
const FEW = 10
const MANY = 1000

/** Measures the run with few and many due in portals of 250 and 1,000 offices, and the day on which all 1,000 are suspended. */
export async function measureJob() {
  const small = await portalOf(250)
  const large = await portalOf(1000)
  try {
    const rounds: Record<'small' | 'large' | 'many', { cpu: number; asked: Asked }[]> = {
      small: [],
      large: [],
      many: [],
    }
    for (let round = 0; round < ROUNDS; round += 1) {
      const turns = [
        async () => rounds.small.push(await run(small, FEW)),
        async () => rounds.large.push(await run(large, FEW)),
        async () => rounds.many.push(await run(large, MANY)),
      ]
      for (const place of turns.keys()) await turns[(place + round) % turns.length]!()
    }
    const cpu = (name: keyof typeof rounds) => rounds[name].map((one) => one.cpu)
    const rows = (name: keyof typeof rounds) => rounds[name].map((one) => one.asked.rowsRead)
    const suspended = await suspendAll(large)
    return {
      rounds: ROUNDS,
      ms: { small: median(cpu('small')), large: median(cpu('large')), many: median(cpu('many')) },
      rows: { small: median(rows('small')), large: median(rows('large')), many: median(rows('many')) },
      cpuBySize: ratio(cpu('large'), cpu('small')),
      rowsBySize: ratio(rows('large'), rows('small')),
      cpuByDue: ratio(cpu('many'), cpu('large')),
      rowsByDue: ratio(rows('many'), rows('large')),
      suspended,
    }
  } finally {
    await Promise.all([small.contestant.stop(), large.contestant.stop()])
  }
}

type Portal = { contestant: Contestant; offices: number }

/** A portal of so many offices of 20 users of whom nothing is due, after a first run. */
async function portalOf(offices: number): Promise<Portal> {
  const contestant = await start('bench/hourly.ts')
  const db = await contestant.database()
  const today = dayOf(instant(), 'America/Los_Angeles')
  await makeTables(db)
  const people = offices * USERS
  await batch(
    db,
    [
      `INSERT INTO office (id, public_id, source_id, name, access_on, verify_due_on, verify_act_on) ${numbers(offices)}
         SELECT i, printf('off_%024d', i), 'office-' || i, 'Office ' || i, '2020-01-01', '2199-01-01', '2199-01-01' FROM n`,
      `INSERT INTO account (id, public_id, email, guard, kind, first_name, last_name, approved_on, last_used_on, created_at)
         ${numbers(people)} SELECT i, printf('acc_%024d', i), 'user' || i || '@office.example', 'guard' || i, 'office', 'Robin',
         'Example', '2020-01-01', '${today}', 1 FROM n`,
      `INSERT INTO membership (public_id, account_id, office_id, is_loa, created_at)
         SELECT printf('mbs_%024d', id), id, 1 + (id - 1) / ${USERS}, id % ${USERS} = 1, 1 FROM account`,
      `INSERT INTO credential (account_id, hash, set_on) SELECT id, 'none', '${today}' FROM account`,
      `INSERT INTO training_attestation (account_id, document_id, attested_on, at, ip, text)
         SELECT id, (SELECT min(id) FROM document WHERE kind = 'training'), '${today}', 1, '192.0.2.1', '' FROM account`,
    ].map((text) => prepared(text)),
  )
  const portal = { contestant, offices }
  await ask(portal)
  return portal
}

/** Makes so many passwords and accounts due for a warning today, as if all had been done up to yesterday, and runs. */
async function run(portal: Portal, due: number): Promise<{ cpu: number; asked: Asked }> {
  const db = await portal.contestant.database()
  const today = dayOf(instant(), 'America/Los_Angeles')
  await batch(
    db,
    [
      'DELETE FROM notice',
      'DELETE FROM outbox',
      `UPDATE job SET done_on = '${addDays(today, -1)}', cursor = 0 WHERE done_on IS NOT NULL`,
      `UPDATE credential SET set_on = iif(account_id <= ${due}, '${addDays(today, -50)}', '${today}')
         WHERE account_id <= ${due} OR set_on <> '${today}'`,
      `UPDATE account SET last_used_on = iif(id <= ${due}, '${addDays(today, -51)}', '${today}')
         WHERE id <= ${due} OR last_used_on <> '${today}'`,
    ].map((text) => prepared(text)),
  )
  const asked = await ask(portal)
  const { rows } = await batch(db, [prepared<{ count: number }>('SELECT count(*) AS count FROM notice')])
  if (rows[0][0]?.count !== 2 * due) throw new Error(`of ${2 * due} warnings ${rows[0][0]?.count ?? 0} went out`)
  return asked
}

/** Every office was prompted so long ago that it is suspended today. */
async function suspendAll(portal: Portal) {
  const db = await portal.contestant.database()
  const today = dayOf(instant(), 'America/Los_Angeles')
  const [due, received] = [addDays(today, -18), addDays(today, -17)]
  await batch(
    db,
    [
      `INSERT INTO verification (public_id, office_id, due_on, opened_at, received_on, reminded_day)
         SELECT printf('ver_%024d', id), id, '${due}', 1, '${received}', 16 FROM office`,
      `UPDATE office SET verify_due_on = '${due}', prompt_received_on = '${received}', verify_act_on = '${today}'`,
    ].map((text) => prepared(text)),
  )
  const { cpu, asked } = await ask(portal)
  const { rows } = await batch(db, [
    prepared<{ count: number }>('SELECT count(*) AS count FROM office WHERE suspended_at IS NOT NULL'),
  ])
  if (rows[0][0]?.count !== portal.offices) throw new Error('not every office was suspended')
  return {
    most: Math.max(...asked.statements),
    invocations: asked.statements.length,
    rows: asked.rowsRead,
    seconds: cpu / 1000,
  }
}

/** Runs the whole of it; answers the milliseconds of CPU and what it asked of the database. */
async function ask({ contestant }: Portal): Promise<{ cpu: number; asked: Asked }> {
  const before = contestant.cpu()
  const answer = await fetch(contestant.url)
  if (!answer.ok) throw new Error(`the hourly run answered ${answer.status}: ${await answer.text()}`)
  const asked = (await answer.json()) as Asked
  return { cpu: (contestant.cpu() - before) * 1000, asked }
}
