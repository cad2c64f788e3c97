/**
 * The guard of one IP address: a throttle before any password is looked at.
 * A try counts like a failure while it is under way, so 200 at once are counted too (T5); only failures are kept.
 */
import { DurableObject } from 'cloudflare:workers'
import { clockShift } from '../clock.ts'
import { readConfig } from '../config.ts'
import type { Policy } from '../policy/profiles.ts'
import { type Admission, admission, type Failure, sendAdmission } from './rules.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** A try whose end was never told (a crash) counts no longer than this. */
const UNDER_WAY_AT_MOST = MINUTE
/** Refused only because of tries under way: they end within moments. */
const UNDER_WAY_SECONDS = 2

export class AddressGuard extends DurableObject<Env> {
  private readonly policy: Policy
  private readonly sql: SqlStorage
  private readonly underWay = new Map<number, Failure>()
  private takes = 0

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.policy = readConfig(env).policy
    this.sql = ctx.storage.sql
  }

  /** Admits a try at the account (its guard's name); `take` is its number, for telling how it ended. */
  admit(account: string, at: number): (Admission & { admitted: false }) | { admitted: true; take: number } {
    const failures = this.failures()
    const tries = [...this.underWay.values()].filter((one) => one.at > at - UNDER_WAY_AT_MOST)
    const answer = admission([...failures, ...tries], account, at, this.policy)
    if (!answer.admitted) {
      const stays = admission(failures, account, at, this.policy)
      return stays.admitted ? { admitted: false, retryAfterSeconds: UNDER_WAY_SECONDS } : stays
    }
    this.takes += 1
    this.underWay.set(this.takes, { account, at })
    return { admitted: true, take: this.takes }
  }

  /** The try has ended: a failure is kept, anything else is forgotten. */
  async ended(take: number, asFailure: boolean): Promise<void> {
    const failure = this.underWay.get(take)
    this.underWay.delete(take)
    if (!failure || !asFailure) return
    this.prepare(failure.at)
    this.sql.exec('INSERT INTO failure (account, at) VALUES (?, ?)', failure.account, failure.at)
    await this.forgetLater(failure.at)
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

  /** The failures kept; an address that never failed has no table. */
  private failures(): Failure[] {
    const table = this.sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'failure'").toArray()
    return table.length === 0 ? [] : this.sql.exec<Failure>('SELECT account, at FROM failure ORDER BY at').toArray()
  }

  /** Makes the tables, which the alarm takes away under a living object, and forgets what no longer counts. */
  private prepare(at: number): void {
    this.sql.exec('CREATE TABLE IF NOT EXISTS failure (account TEXT NOT NULL, at INTEGER NOT NULL)')
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
