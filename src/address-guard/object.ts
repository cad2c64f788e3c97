/**
 * The guard of one IP address: a throttle before any password is looked at.
 * An attempt is counted as a failure when it begins and taken back when it was right, so 200 at once are counted too (T5).
 */
import { DurableObject } from 'cloudflare:workers'
import { clockShift } from '../clock.ts'
import { readConfig } from '../config.ts'
import type { Policy } from '../policy/profiles.ts'
import { type Admission, admission, type Failure, sendAdmission } from './rules.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

export class AddressGuard extends DurableObject<Env> {
  private readonly policy: Policy
  private readonly sql: SqlStorage

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.policy = readConfig(env).policy
    this.sql = ctx.storage.sql
  }

  /** Admits a try at the account (its guard's name) and counts it; `take` is its number, for taking it back. */
  async admit(
    account: string,
    at: number,
  ): Promise<(Admission & { admitted: false }) | { admitted: true; take: number }> {
    this.prepare(at)
    const failures = this.sql.exec<Failure>('SELECT account, at FROM failure ORDER BY at').toArray()
    const answer = admission(failures, account, at, this.policy)
    if (!answer.admitted) return answer
    const row = this.sql
      .exec<{ id: number }>('INSERT INTO failure (account, at) VALUES (?, ?) RETURNING id', account, at)
      .one()
    await this.forgetLater(at)
    return { admitted: true, take: row.id }
  }

  /** The try was no failure: it is not counted. */
  takeBack(take: number): void {
    this.sql.exec('DELETE FROM failure WHERE id = ?', take)
  }

  /** Admits the sending of a passcode and counts it. */
  async admitSend(at: number): Promise<Admission> {
    this.prepare(at)
    const sends = this.sql.exec<{ at: number }>('SELECT at FROM send ORDER BY at').toArray()
    const answer = sendAdmission(
      sends.map((send) => send.at),
      at,
      this.policy,
    )
    if (!answer.admitted) return answer
    this.sql.exec('INSERT INTO send (at) VALUES (?)', at)
    await this.forgetLater(at)
    return answer
  }

  /** Makes the tables, which the alarm takes away under a living object, and forgets what no longer counts. */
  private prepare(at: number): void {
    this.sql.exec(
      'CREATE TABLE IF NOT EXISTS failure (id INTEGER PRIMARY KEY, account TEXT NOT NULL, at INTEGER NOT NULL)',
    )
    this.sql.exec('CREATE TABLE IF NOT EXISTS send (at INTEGER NOT NULL)')
    this.sql.exec('DELETE FROM failure WHERE at <= ?', at - this.policy.ADDRESS_WATCHED_FOR * HOUR)
    this.sql.exec('DELETE FROM send WHERE at <= ?', at - this.policy.PASSCODE_SENDS_WATCHED_FOR * MINUTE)
  }

  private async forgetLater(at: number): Promise<void> {
    await this.ctx.storage.setAlarm(at + this.policy.ADDRESS_WATCHED_FOR * HOUR - clockShift())
  }

  /** An hour after the last of them nothing counts any more: the object disappears. */
  override async alarm(): Promise<void> {
    await this.ctx.storage.deleteAll()
  }
}
