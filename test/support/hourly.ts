/** The hourly run of a test: what each invocation sends to the database is counted, and the queue of jobs is handed on. */
import { env } from 'cloudflare:workers'
import { hourly } from '../../src/schedule.ts'
import { consume } from './mail-queue.ts'

export class Hours {
  /** What the queue of jobs holds. */
  tickets: unknown[] = []
  /** How many statements each invocation sent. */
  statements: number[] = []
  /** The call to the database, counted from 1, from which on all fail: the Worker was killed. */
  killedAt = Infinity
  private calls = 0
  readonly bindings: Env

  /** `vars` stand in place of the configuration's. */
  constructor(vars: Record<string, string> = {}) {
    const batch = async (statements: D1PreparedStatement[]) => {
      this.calls += 1
      if (this.calls >= this.killedAt) throw new Error('killed')
      this.statements[this.statements.length - 1]! += statements.length
      return env.DB.batch(statements)
    }
    const MAIL = { send: async () => undefined, sendBatch: async () => undefined }
    const JOBS = { send: async (ticket: unknown) => this.tickets.push(ticket) }
    this.bindings = {
      ...env,
      ...vars,
      DB: { prepare: (sql: string) => env.DB.prepare(sql), batch },
      MAIL,
      JOBS,
    } as never
  }

  /** One hourly run, without what the queue goes on with. */
  async run(): Promise<void> {
    this.calls = 0
    this.statements.push(0)
    await hourly(this.bindings)
  }

  /** One ticket, or several that came together, each an invocation. */
  async handOn(tickets = this.tickets.splice(0, 1)): Promise<void> {
    this.calls = 0
    this.statements.push(0)
    await consume(tickets, 'gatehouse-jobs', this.bindings)
  }

  /** The hourly run and everything that the queue goes on with. */
  async runWhole(): Promise<void> {
    await this.run()
    while (this.tickets.length > 0) await this.handOn()
  }
}

/** What the job keeps of itself. */
export async function jobRow(name: string) {
  return env.DB.prepare(
    'SELECT done, failed, error, done_on AS doneOn, cursor, ok_at AS okAt, started_at AS startedAt FROM job WHERE name = ?',
  )
    .bind(name)
    .first<{ done: number; failed: number; error: string | null; doneOn: string | null; cursor: number; okAt: number | null; startedAt: number }>() // prettier-ignore
}

/** Every warning that went out, its mail and its row in the log: what the end of a run is compared by. */
export async function warningsSent() {
  const notices = await env.DB.prepare(
    'SELECT account_id AS account, kind, about, days_before AS before FROM notice ORDER BY 1, 2, 3, 4',
  ).all()
  const mails = await env.DB.prepare(
    "SELECT account_id AS account, message FROM outbox WHERE message IN ('password-ends', 'training-due', 'dormancy-near') ORDER BY 1, 2, id",
  ).all()
  const log = await env.DB.prepare(
    "SELECT event, subject_id AS subject, detail FROM audit WHERE event IN ('password.warned', 'training.prompted', 'dormancy.warned') ORDER BY 2, 1, 3",
  ).all()
  return { notices: notices.results, mails: mails.results, log: log.results }
}

/** Makes so many people of the office at once, by SQL alone: nobody signs in with them. */
export async function manyPeople(
  office: number,
  count: number,
  { prefix, setOn, usedOn, trainedOn }: { prefix: string; setOn: string; usedOn: string; trainedOn: string },
): Promise<void> {
  const numbers = `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})`
  const theirs = `FROM account WHERE email LIKE '${prefix}%'`
  await env.DB.batch([
    env.DB.prepare(
      `INSERT INTO account (public_id, email, guard, kind, first_name, last_name, approved_on, last_used_on, created_at)
       ${numbers} SELECT 'acc_' || ?1 || i, ?1 || i || '@office.example', ?1 || i, 'office', 'Robin', 'Example', ?2, ?2, 1 FROM n`,
    ).bind(prefix, usedOn),
    env.DB.prepare(
      `INSERT INTO membership (public_id, account_id, office_id, created_at) SELECT 'mbs_' || guard, id, ?, 1 ${theirs}`,
    ).bind(office),
    env.DB.prepare(`INSERT INTO credential (account_id, hash, set_on) SELECT id, 'none', ? ${theirs}`).bind(setOn),
    env.DB.prepare(
      `INSERT INTO training_attestation (account_id, document_id, attested_on, at, ip, text)
       SELECT id, (SELECT min(id) FROM document WHERE kind = 'training'), ?, 1, '192.0.2.1', 'as attested' ${theirs}`,
    ).bind(trainedOn),
  ])
}
