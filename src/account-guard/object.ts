/**
 * The guard of one account: its lockout, its passcodes and the idle time of its sessions.
 * Objects do not serialise across awaits of other I/O, so a password passes a mutex, and its attempt is
 * reserved before it is looked at: a crash counts as a failure, and 200 at once are five (T1).
 */
import { DurableObject } from 'cloudflare:workers'
import { recorded } from '../audit/statement.ts'
import { clockShift, instant } from '../clock.ts'
import { type Config, readConfig } from '../config.ts'
import { batch } from '../db/client.ts'
import { type Posting, post } from '../mail/outbox.ts'
import { matches } from '../passwords/hash.ts'
import type {
  Along,
  Attempt,
  Beginning,
  Entry,
  Factor,
  Flow,
  Idle,
  Locks,
  NewPassword,
  Opening,
  Origin,
  PasskeyProof,
  Purpose,
  Sendee,
  Sending,
  Setting,
  Stage,
  Unlocking,
} from './guard.ts'
import { told } from './guard.ts'
import { Factors } from './factors.object.ts'
import { Later } from './later.object.ts'
import { Lock, type Means } from './lock.object.ts'
import { Passcodes } from './passcodes.object.ts'
import { Sessions } from './sessions.object.ts'
import { resetterOf } from './store.ts'
import { Turns } from './turns.object.ts'

export class AccountGuard extends DurableObject<Env> {
  private readonly config: Config
  private readonly sql: SqlStorage
  private readonly lock: Lock
  private readonly factors: Factors
  private readonly passcodes: Passcodes
  private readonly sessions: Sessions
  private readonly later: Later
  private stored: boolean
  /** The machine's instant (ms) the alarm is set for, as far as this life of the object knows. */
  private armedFor = Number.POSITIVE_INFINITY
  private readonly turns = new Turns()

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.config = readConfig(env)
    this.sql = ctx.storage.sql
    // Unknown addresses come here too and leave nothing behind: tables are made at the first thing worth keeping.
    this.stored = this.sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'lock'").toArray().length > 0
    this.passcodes = new Passcodes(ctx.storage, this.config)
    this.sessions = new Sessions(ctx.storage, this.config.policy, this.stored)
    this.later = new Later(ctx.storage.sql)
    const means: Means = {
      storage: ctx.storage,
      config: this.config,
      db: () => this.env.DB,
      later: this.later,
      passcodes: this.passcodes,
      prepare: () => this.prepare(),
      compare: (typed, stored) => this.compare(typed, stored),
      deliver: (mail) => this.deliver(mail),
    }
    this.lock = new Lock(means)
    this.factors = new Factors(means)
    // Tables that came later than this object.
    if (this.stored) this.createTables()
  }

  /**
   * III.E.1, III.E.3: looks at a password, unless the account is locked or too many wait. `guard` is this object's name.
   * What comes next on a right one is read `along` with the credential: a call to D1 less.
   */
  attempt(guard: string, password: string, origin: Origin, along: Along[] = []): Promise<Attempt> {
    return this.turns.unlessBusy({ outcome: 'busy' }, () => this.lock.evaluate(guard, password, origin, along))
  }

  /** III.D: sets a password by its link, by the present one, or after a complete reset. The sessions of the account end. */
  async setPassword(wish: NewPassword, origin: Origin): Promise<Setting> {
    const setting = await this.turns.unlessBusy('busy', () => this.lock.setPassword(wish, origin))
    if (setting === 'set') this.forget()
    return setting
  }

  /**
   * III.F.2: looks at a second factor other than a passcode. Right: the flow is one proof further. A flow of another
   * purpose is none here.
   */
  giveFactor(flow: Flow, factor: Factor, origin: Origin, purpose: Purpose): Promise<Entry> {
    if (this.stage(flow, origin.at, purpose) === 'gone') return Promise.resolve({ outcome: 'gone' })
    return this.turns.unlessBusy({ outcome: 'void' }, () => this.factors.give(flow, factor, origin, purpose))
  }

  /** A passkey that signs its owner in alone: taken once, unless the account is locked. */
  takePasskey(account: number, proof: PasskeyProof, origin: Origin): Promise<'right' | 'locked' | 'gone'> {
    this.prepare()
    return this.turns.take(() => this.factors.takePasskey(account, proof, origin))
  }

  /** III.E.4.a: unlocks the account and its second factor, and tells the owner. Answers whether either was locked. */
  unlock(account: number, unlocking: Unlocking, origin: Origin): Promise<boolean> {
    // In its turn: an attempt being looked at now must not lock again what is unlocked here (T2).
    return this.turns.take(() => this.lock.unlock(account, unlocking, origin))
  }

  /** What of the account is locked, as this object decides it; D1 has a copy for lists. */
  locks(): Locks {
    return this.stored ? this.lock.locks() : { password: false, secondFactor: false }
  }

  /** The comparison itself, apart so that a test can count how often it happens (T1). */
  protected compare(typed: string, stored: string): Promise<boolean> {
    return matches(typed, stored)
  }

  /** Begins a flow: remembers whose browser may go on with it. */
  async begin(beginning: Beginning, origin: Origin): Promise<void> {
    this.prepare()
    this.passcodes.begin(beginning, origin.at)
    await this.arm()
  }

  /**
   * III.F.1.c.i: somebody forgot the password of the account that this object, by its name `guard`, is of. Its mailbox gets
   * the link and a passcode; nobody's gets nothing, by nearly the same calls (T6). Too many of them: nothing, silently.
   */
  async askReset(guard: string, flow: Flow, link: string, origin: Origin): Promise<void> {
    const found = await resetterOf(this.env.DB, guard, this.config.policy)
    if (!found) {
      // Counted like the mail of a known one: else a registration of the address after it would tell them apart (T6).
      await this.admitSend(origin)
      await batch(this.env.DB, [recorded(told('password.reset_asked', origin, { detail: { address: 'unknown' } }))])
      return
    }
    const { account, asksTwice } = found
    await this.begin({ flow, purpose: 'reset', account, asksTwice }, origin)
    this.later.keep([recorded(told('password.reset_asked', origin, { account, clause: 'III.F.1.c.i' }))])
    const sending = await this.sendPasscode(flow, { channel: 'email', link }, origin)
    if (!sending.sent) await this.deliver()
  }

  /** How far a flow of that purpose is: what a page tells of an account, it tells the right flow alone (T6). */
  stage(flow: Flow, at: number, purpose: Purpose): Stage {
    const row = this.stored ? this.passcodes.find(flow, at) : null
    return row?.purpose === purpose ? this.passcodes.stage(flow, at) : 'gone'
  }

  /** III.F.2.a, III.F.3: makes a new passcode for the flow and posts it; the one before is void. */
  async sendPasscode(flow: Flow, { to, channel, link }: Sendee, origin: Origin): Promise<Sending> {
    const row = this.stored ? this.passcodes.find(flow, origin.at) : null
    if (!row) return { sent: false, why: 'gone', retryAfterSeconds: 0 }
    if (this.passcodes.isStopped(row)) return { sent: false, why: 'locked', retryAfterSeconds: 0 }
    const made = this.passcodes.make(flow, channel, origin)
    if (!made.ok) return made.refusal
    const { accountId: account } = row
    const event = told('passcode.sent', origin, { account, clause: 'III.F.3', detail: { channel } })
    const reader = to === undefined && account !== null ? { account } : to
    const words = link === undefined ? ({ name: 'passcode' } as const) : ({ name: 'reset', link } as const)
    const mail =
      reader && (await post({ ...words, to: reader, channel, ...made.value }, origin.at, this.config.sealKeys))
    this.later.keep([recorded(event), ...(mail ? [mail.statement] : [])])
    await this.deliver(mail)
    return { sent: true }
  }

  /** Counts one more mail to this account, other than a passcode, wanted by that address; answers whether it may go out (III.F.3). */
  async admitSend(origin: Origin): Promise<boolean> {
    this.prepare()
    const admitted = this.passcodes.countSend(origin) === 0
    await this.arm()
    return admitted
  }

  /**
   * III.F.3: looks at an entered passcode. Right: the flow is one proof further, or used up. A flow of another purpose is
   * none here: a code that proves an address alone opens no session.
   */
  async enterPasscode(flow: Flow, code: string, origin: Origin, purpose: Purpose): Promise<Entry> {
    const row = this.stored ? this.passcodes.find(flow, origin.at) : null
    if (!row || row.purpose !== purpose) return { outcome: 'gone' }
    const entry = this.passcodes.enter(flow, code, origin.at, (seen) =>
      this.later.keep(this.lock.passcodeSeen(seen, row.accountId, origin)),
    )
    await this.deliver()
    return entry
  }

  /** A session was opened in D1: its idle time begins. */
  async opened(session: Opening, at: number): Promise<void> {
    this.prepare()
    this.sessions.add(session, at)
    await this.arm()
  }

  /** The session has a new secret in D1. */
  renewed(id: string, before: string, secretHash: string): void {
    this.sessions.renew(id, before, secretHash)
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
      if (this.stored) {
        this.passcodes.prune(now)
        this.factors.prune(now)
      }
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

  private prepare(): void {
    if (this.stored) return
    this.ctx.storage.transactionSync(() => this.createTables())
    this.stored = true
  }

  private createTables(): void {
    this.lock.create()
    this.factors.create()
    this.later.create()
    this.passcodes.create()
    this.sessions.create()
  }
}
