/**
 * The guard of one account: its lockout, its passcodes and the idle time of its sessions.
 * Objects do not serialise across awaits of other I/O, so a password passes a mutex, and its attempt is
 * reserved before it is looked at: a crash counts as a failure, and 200 at once are five (T1).
 */
import { DurableObject } from 'cloudflare:workers'
import { recorded, recordedIfChanged } from '../audit/statement.ts'
import { clockShift, instant } from '../clock.ts'
import { type Config, readConfig } from '../config.ts'
import { type Prepared, batch } from '../db/client.ts'
import { type Posting, post } from '../mail/outbox.ts'
import { hash, isOutdated, matches, spend } from '../passwords/hash.ts'
import type { Along, Attempt, Channel, Entry, Idle, Opening, Origin, Sending } from './guard.ts'
import { told } from './guard.ts'
import { Later } from './later.object.ts'
import { Passcodes } from './passcodes.object.ts'
import { locks } from './rules.ts'
import { Sessions } from './sessions.object.ts'
import { credentialOf, lockedCopy, rehashed } from './store.ts'

/** How many attempts may wait for the one before; the rest are told to come again. */
const MOST_WAITING = 20

export class AccountGuard extends DurableObject<Env> {
  private readonly config: Config
  private readonly sql: SqlStorage
  private readonly passcodes: Passcodes
  private readonly sessions: Sessions
  private readonly later: Later
  private stored: boolean
  private waiting = 0
  /** The machine's instant (ms) the alarm is set for, as far as this life of the object knows. */
  private armedFor = Number.POSITIVE_INFINITY
  private last: Promise<unknown> = Promise.resolve()

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.config = readConfig(env)
    this.sql = ctx.storage.sql
    // Unknown addresses come here too and leave nothing behind: tables are made at the first thing worth keeping.
    this.stored = this.sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'lock'").toArray().length > 0
    this.passcodes = new Passcodes(ctx.storage, this.config)
    this.sessions = new Sessions(ctx.storage, this.config.policy, this.stored)
    this.later = new Later(ctx.storage.sql)
  }

  /**
   * III.E.1, III.E.3: looks at a password, unless the account is locked or too many wait. `guard` is this object's name.
   * What comes next on a right one is read `along` with the credential: a call to D1 less.
   */
  async attempt(guard: string, password: string, origin: Origin, along: Along[] = []): Promise<Attempt> {
    if (this.waiting >= MOST_WAITING) return { outcome: 'busy' }
    this.waiting += 1
    try {
      return await this.inTurn(() => this.evaluate(guard, password, origin, along))
    } finally {
      this.waiting -= 1
    }
  }

  /** The mutex: runs when everything before it has ended, well or not. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.last.then(work)
    this.last = turn.catch(() => undefined)
    return turn
  }

  private async evaluate(guard: string, password: string, origin: Origin, along: Along[]): Promise<Attempt> {
    const credential = await credentialOf(this.env.DB, guard, along)
    if (!credential) {
      await spend(password, this.config.scryptCost)
      await batch(this.env.DB, [recorded(told('sign_in.failed', origin, { detail: { address: 'unknown' } }))])
      return { outcome: 'wrong' }
    }
    const account = credential.accountId
    this.prepare(account)
    const reserved = this.ctx.storage.transactionSync(() => this.reserve())
    if (reserved === 'locked') {
      await spend(password, this.config.scryptCost)
      // A crash may have taken the last attempt before it could lock and tell the owner: it is done now.
      if (this.lock().lockedAt === null) await this.failed(account, this.config.policy.LOCK_AFTER_FAILURES, origin)
      else
        await this.tell([
          recorded(told('sign_in.failed', origin, { account, clause: 'III.E.3', detail: { locked: 1 } })),
        ])
      return { outcome: 'wrong' }
    }
    let right: boolean
    try {
      right = credential.hash !== null && (await this.compare(password, credential.hash))
      if (credential.hash === null) await spend(password, this.config.scryptCost)
    } catch (failure) {
      // Only a mismatch counts: a fault of ours gives the slot back.
      this.sql.exec('UPDATE lock SET failures = max(failures - 1, 0)')
      throw failure
    }
    if (!right) {
      await this.failed(account, reserved, origin)
      return { outcome: 'wrong' }
    }
    // Its row goes in the batch of what follows from it, before anything is answered.
    this.sql.exec('UPDATE lock SET failures = 0')
    if (credential.hash !== null && isOutdated(credential.hash, this.config.scryptCost)) {
      const anew = await hash(password, this.config.scryptCost)
      await this.tell([
        rehashed(account, credential.hash, anew),
        recordedIfChanged(told('account.changed', origin, { account, subject: account, detail: { hash: 'upgraded' } })),
      ])
    }
    return { outcome: 'right', accountId: account, along: credential.along }
  }

  /** Counts the attempt before it is looked at; answers the failures in a row if it fails. */
  private reserve(): number | 'locked' {
    const lock = this.lock()
    if (lock.lockedAt !== null || locks(lock.failures, this.config.policy)) return 'locked'
    this.sql.exec('UPDATE lock SET failures = failures + 1')
    return lock.failures + 1
  }

  /** The comparison itself, apart so that a test can count how often it happens (T1). */
  protected compare(password: string, stored: string): Promise<boolean> {
    return matches(password, stored)
  }

  private async failed(account: number, failures: number, origin: Origin): Promise<void> {
    const locked = locks(failures, this.config.policy)
    const mail = locked
      ? await post({ name: 'account-locked', to: { account }, channel: 'email' }, origin.at, this.config.sealKeys)
      : null
    this.ctx.storage.transactionSync(() => {
      this.later.keep([recorded(told('sign_in.failed', origin, { account, detail: { failures } }))])
      if (!mail) return
      this.sql.exec('UPDATE lock SET locked_at = ?', origin.at)
      this.later.keep([
        lockedCopy(account, origin.at),
        recorded(told('account.locked', origin, { account, subject: account, clause: 'III.E.3' })),
        mail.statement,
      ])
    })
    await this.deliver(mail)
  }

  /** III.E.4: unlocks the account and its second factor. `by` is the account of who does it. */
  async unlock(account: number, by: number, origin: Origin): Promise<void> {
    // In its turn: an attempt being looked at now must not lock again what is unlocked here (T2).
    await this.inTurn(async () => {
      this.prepare(account)
      this.ctx.storage.transactionSync(() => {
        this.sql.exec('UPDATE lock SET failures = 0, locked_at = NULL, factor_failures = 0, factor_locked_at = NULL')
        this.later.keep([
          lockedCopy(account, null),
          recorded(told('account.unlocked', origin, { account: by, subject: account, clause: 'III.E.4' })),
        ])
      })
      await this.deliver()
    })
  }

  /** Begins a second factor: remembers whose browser proved the password. `secretHash` is SHA-256 of the flow cookie's secret. */
  async begin(account: number, flow: { id: string; secretHash: string }, origin: Origin): Promise<void> {
    this.prepare(account)
    this.passcodes.begin(flow, origin.at)
    await this.arm()
  }

  /** III.F.2.a, III.F.3: makes a new passcode for the flow and posts it; the one before is void. */
  async sendPasscode(flow: { id: string; secretHash: string }, channel: Channel, origin: Origin): Promise<Sending> {
    if (!this.stored) return { sent: false, why: 'gone', retryAfterSeconds: 0 }
    if (this.passcodes.isLocked()) return { sent: false, why: 'locked', retryAfterSeconds: 0 }
    const made = this.passcodes.make(flow, origin)
    if (!made.ok) return made.refusal
    const { accountId: account } = this.lock()
    const mail = await post(
      { name: 'passcode', to: { account }, channel, ...made.value },
      origin.at,
      this.config.sealKeys,
    )
    await this.tell(
      [recorded(told('passcode.sent', origin, { account, clause: 'III.F.3', detail: { channel } })), mail.statement],
      mail,
    )
    return { sent: true }
  }

  /** III.F.3: looks at an entered passcode. Right: the flow is used up. */
  async enterPasscode(flow: { id: string; secretHash: string }, code: string, origin: Origin): Promise<Entry> {
    if (!this.stored) return { outcome: 'gone' }
    const { accountId: account } = this.lock()
    const entry = this.passcodes.enter(flow, code, origin.at, (seen) => {
      const name = seen === 'right' ? 'passcode.accepted' : 'passcode.refused'
      this.later.keep([recorded(told(name, origin, { account, clause: 'III.F.3' }))])
      if (seen !== 'locks') return
      this.later.keep([
        recorded(told('second_factor.locked', origin, { account, subject: account, clause: 'III.F.3' })),
      ])
    })
    await this.deliver()
    return entry.outcome === 'right' ? { outcome: 'right', accountId: account } : entry
  }

  /** A session was opened in D1: its idle time begins. */
  async opened(account: number, session: Opening, at: number): Promise<void> {
    this.prepare(account)
    this.sessions.add(session, at)
    await this.arm()
  }

  /** III.E.2: the session is used now, or was closed before. Answers without waiting for anything but itself. */
  async touch(id: string, secretHash: string, at: number): Promise<Idle> {
    const idle = this.sessions.touch(id, secretHash, at)
    if (!idle.open) await this.closeDue(at)
    return idle
  }

  /** The same question without using the session: what timers of pages ask. */
  look(id: string, secretHash: string, at: number): Idle {
    return this.sessions.look(id, secretHash, at)
  }

  /** Sessions were ended in D1: their idle time is forgotten. Without an id, all of them. */
  forget(id?: string): void {
    this.sessions.remove(id)
  }

  override async alarm(): Promise<void> {
    this.armedFor = Number.POSITIVE_INFINITY
    try {
      const now = instant().getTime()
      if (this.stored) this.passcodes.prune(now)
      await this.closeDue(now)
    } finally {
      await this.arm()
    }
  }

  /** Closes what is due, recorded at last use + 15 minutes, however late this runs. */
  private async closeDue(now: number): Promise<void> {
    if (!this.stored) return
    this.ctx.storage.transactionSync(() => {
      for (const statements of this.sessions.closeDue(now)) this.later.keep(statements)
    })
    await this.deliver()
  }

  /**
   * The alarm is set for the next thing due; kept rows that D1 did not take are tried again within a minute.
   * One that is set for earlier stays: it finds nothing due and arms anew, which is cheaper than a write at each sign-in.
   */
  private async arm(): Promise<void> {
    const dues = [this.sessions.nextDue(), this.stored ? this.passcodes.nextDue() : null]
    if (this.stored && this.later.waits()) dues.push(instant().getTime() + 60_000)
    const due = Math.min(...dues.filter((at) => at !== null)) - clockShift()
    const isArmed = this.armedFor > instant().getTime() - clockShift()
    if (!Number.isFinite(due) || (isArmed && due >= this.armedFor)) return
    this.armedFor = due
    await this.ctx.storage.setAlarm(due)
  }

  private lock() {
    return this.sql
      .exec<{ accountId: number; failures: number; lockedAt: number | null }>(
        'SELECT account_id AS accountId, failures, locked_at AS lockedAt FROM lock',
      )
      .one()
  }

  private async tell(statements: Prepared<never>[], mail?: Posting): Promise<void> {
    this.later.keep(statements)
    await this.deliver(mail)
  }

  /** Hands kept statements to D1 before answering, then the message to its queue. */
  private async deliver(mail?: Posting | null): Promise<void> {
    try {
      await this.later.handOver(this.env.DB)
    } catch (failure) {
      await this.arm()
      throw failure
    }
    if (mail) await this.env.MAIL.send({ id: mail.id })
  }

  private prepare(account: number): void {
    if (this.stored) return
    this.ctx.storage.transactionSync(() => {
      this.sql
        .exec(`CREATE TABLE lock (account_id INTEGER NOT NULL, failures INTEGER NOT NULL DEFAULT 0, locked_at INTEGER,
        factor_failures INTEGER NOT NULL DEFAULT 0, factor_locked_at INTEGER)`)
      this.sql.exec('INSERT INTO lock (account_id) VALUES (?)', account)
      this.later.create()
      this.passcodes.create()
      this.sessions.create()
    })
    this.stored = true
  }
}
