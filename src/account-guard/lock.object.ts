/**
 * The guard's lock, and what has to pass it: passwords, new and old.
 * All of it runs in turn, behind the object's mutex; an attempt is reserved before it is looked at, so that a crash
 * counts as a failure and 200 at once are five (T1).
 */
import { changeKept } from '../accounts/store.ts'
import { recorded, recordedIfChanged } from '../audit/statement.ts'
import type { Config } from '../config.ts'
import { type Database, type Prepared, batch } from '../db/client.ts'
import { type Posting, post } from '../mail/outbox.ts'
import { hash, isOutdated, spend } from '../passwords/hash.ts'
import type { Along, Attempt, Locks, NewPassword, Origin, Setting, Unlocking } from './guard.ts'
import { told } from './guard.ts'
import type { Later } from './later.object.ts'
import type { Passcodes, Seen } from './passcodes.object.ts'
import { locks } from './rules.ts'
import {
  credentialOf,
  firstPassword,
  isLinkGood,
  lockedCopy,
  newPassword,
  passwordsBefore,
  rehashed,
  resetRevives,
} from './store.ts'

/** What the object lends its parts. */
export type Means = {
  storage: DurableObjectStorage
  config: Config
  db: () => Database
  later: Later
  passcodes: Passcodes
  /** Makes the object's tables. */
  prepare: () => void
  /** The comparison itself, apart so that a test can count how often it happens (T1). */
  compare: (typed: string, stored: string) => Promise<boolean>
  /** Hands kept statements to D1, then messages to their queue. */
  deliver: (mail?: Posting | null) => Promise<void>
}

export class Lock {
  private readonly means: Means

  constructor(means: Means) {
    this.means = means
  }

  create(): void {
    const { sql } = this.means.storage
    sql.exec(`CREATE TABLE IF NOT EXISTS lock (failures INTEGER NOT NULL DEFAULT 0, locked_at INTEGER,
      factor_failures INTEGER NOT NULL DEFAULT 0, factor_locked_at INTEGER)`)
    sql.exec('INSERT INTO lock (failures) SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM lock)')
  }

  /** III.E.1, III.E.3: looks at a password, unless the account is locked. */
  async evaluate(guard: string, password: string, origin: Origin, along: Along[]): Promise<Attempt> {
    const { db, config } = this.means
    const credential = await credentialOf(db(), guard, along)
    if (!credential) {
      await spend(password, config.scryptCost)
      await batch(db(), [recorded(told('sign_in.failed', origin, { detail: { address: 'unknown' } }))])
      return { outcome: 'wrong' }
    }
    const account = credential.accountId
    if (!(await this.admits(account, credential.hash, password, origin))) return { outcome: 'wrong' }
    if (credential.hash !== null && isOutdated(credential.hash, config.scryptCost)) {
      const anew = await hash(password, config.scryptCost)
      this.means.later.keep([
        rehashed(account, credential.hash, anew),
        recordedIfChanged(told('account.changed', origin, { account, subject: account, detail: { hash: 'upgraded' } })),
      ])
      await this.means.deliver()
    }
    // Its row goes in the batch of what follows from it, before anything is answered.
    return { outcome: 'right', accountId: account, along: credential.along }
  }

  /** Whether the password is the stored one; counted, and never looked at while the account is locked. */
  private async admits(account: number, stored: string | null, password: string, origin: Origin): Promise<boolean> {
    const { storage, config, later, prepare, compare, deliver } = this.means
    prepare()
    if (stored === null) {
      // Nothing can be guessed, so nothing locks: else anybody could lock out whoever comes in by another way (T6: all the same outside).
      await spend(password, config.scryptCost)
      later.keep([recorded(told('sign_in.failed', origin, { account, detail: { password: 'none' } }))])
      await deliver()
      return false
    }
    const reserved = storage.transactionSync(() => this.reserve())
    if (reserved === 'locked') {
      await spend(password, config.scryptCost)
      // A crash may have taken the last attempt before it could lock and tell the owner: it is done now.
      if (this.state().lockedAt === null) await this.failed(account, config.policy.LOCK_AFTER_FAILURES, origin)
      else {
        later.keep([recorded(told('sign_in.failed', origin, { account, clause: 'III.E.3', detail: { locked: 1 } }))])
        await deliver()
      }
      return false
    }
    let right: boolean
    try {
      right = await compare(password, stored)
    } catch (failure) {
      // Only a mismatch counts: a fault of ours gives the slot back.
      storage.sql.exec('UPDATE lock SET failures = max(failures - 1, 0)')
      throw failure
    }
    if (right) storage.sql.exec('UPDATE lock SET failures = 0')
    else await this.failed(account, reserved, origin)
    return right
  }

  /** Counts the attempt before it is looked at; answers the failures in a row if it fails. */
  private reserve(): number | 'locked' {
    const lock = this.state()
    if (lock.lockedAt !== null || locks(lock.failures, this.means.config.policy)) return 'locked'
    this.means.storage.sql.exec('UPDATE lock SET failures = failures + 1')
    return lock.failures + 1
  }

  private async failed(account: number, failures: number, origin: Origin): Promise<void> {
    const { storage, config, later } = this.means
    const mail = locks(failures, config.policy)
      ? await post({ name: 'account-locked', to: { account }, channel: 'email' }, origin.at, config.sealKeys)
      : null
    storage.transactionSync(() => {
      later.keep([recorded(told('sign_in.failed', origin, { account, detail: { failures } }))])
      if (!mail) return
      storage.sql.exec('UPDATE lock SET locked_at = ?', origin.at)
      later.keep([
        lockedCopy(account, origin.at),
        recorded(told('account.locked', origin, { account, subject: account, clause: 'III.E.3' })),
        mail.statement,
      ])
    })
    await this.means.deliver(mail)
  }

  /** III.D, III.E.4.b: sets a password. A reset also unlocks, forgets the devices and ends dormancy (III.N.2). */
  async setPassword(wish: NewPassword, origin: Origin): Promise<Setting> {
    const { db, config, storage, passcodes, later, prepare, compare, deliver } = this.means
    const credential = await credentialOf(db(), wish.guard, [])
    if (!credential) return 'gone'
    const { accountId: account, hash: present, isManaged } = credential
    if (isManaged === 1) return 'gone'
    prepare()
    if (wish.by === 'set-up' && (present !== null || !(await isLinkGood(db(), wish.link, account, origin.at))))
      return 'gone'
    const isReady = () => wish.by !== 'reset' || passcodes.stage(wish.flow, origin.at) === 'ready'
    if (!isReady()) return 'gone'
    if (wish.by === 'change' && !(await this.admits(account, present, wish.current, origin))) return 'wrong'
    const before = await passwordsBefore(db(), account, wish.differsFrom)
    for (const one of before) if (await compare(wish.password, one)) return 'used-before'
    const stored = await hash(wish.password, config.scryptCost)
    const mail = await post({ name: 'password-set', to: { account }, channel: 'email' }, origin.at, config.sealKeys)
    const first = wish.by === 'set-up' ? wish.link : null
    const event = told(first ? 'password.set' : wish.by === 'reset' ? 'password.reset' : 'password.changed', origin, {
      account,
      subject: account,
      clause: first ? 'III.D.1' : wish.by === 'reset' ? 'III.E.4.b' : 'III.D.2',
    })
    const unlocked = told('account.unlocked', origin, { account, subject: account, clause: 'III.E.4.b' })
    const set = storage.transactionSync(() => {
      if (!isReady()) return false
      passcodes.endAll()
      // The first password, and one after a reset, finds the account open.
      if (wish.by !== 'change') {
        storage.sql.exec('UPDATE lock SET failures = 0, locked_at = NULL, factor_failures = 0, factor_locked_at = NULL')
        later.keep([lockedCopy(account, null), recordedIfChanged(unlocked)])
      }
      later.keep([
        ...(wish.by === 'reset' ? resetRevives(account, wish.today, origin.at) : []),
        ...(first
          ? firstPassword(account, first, stored, wish.today, origin.at)
          : newPassword(account, stored, wish.today, origin.at)),
        recordedIfChanged(event),
        mail.statement,
      ])
      return true
    })
    if (!set) return 'gone'
    await deliver(mail)
    return 'set'
  }

  /** III.E.4.a: unlocks the account and its second factor, and tells the owner. Answers whether either was locked. */
  async unlock(account: number, { by, reason, ...of }: Unlocking, origin: Origin): Promise<boolean> {
    const { storage, config, later, prepare, deliver } = this.means
    prepare()
    const { at } = origin
    const mail = await post({ name: 'account-unlocked', to: { account }, channel: 'email' }, at, config.sealKeys)
    const unlocked = told('account.unlocked', origin, { account: by, subject: account, clause: 'III.E.4.a', ...of })
    const wasLocked = storage.transactionSync(() => {
      const { password, secondFactor } = this.locks()
      const before = [password && 'password', secondFactor && 'second factor'].filter(Boolean).join(', ')
      storage.sql.exec('UPDATE lock SET failures = 0, locked_at = NULL, factor_failures = 0, factor_locked_at = NULL')
      const change = { field: 'lock', before, after: 'none' }
      later.keep(
        before === ''
          ? // The copy alone said so: it is mended.
            [lockedCopy(account, null), recordedIfChanged(unlocked)]
          : [
              lockedCopy(account, null),
              changeKept(account, change, { at, by, reason }),
              recorded(unlocked),
              mail.statement,
            ],
      )
      return before !== ''
    })
    await deliver(wasLocked ? mail : null)
    return wasLocked
  }

  /** What is locked. A crash may have counted the last failure before it could lock: that is locked too. */
  locks(): Locks {
    const { failures, lockedAt, factorLockedAt } = this.state()
    return {
      password: lockedAt !== null || locks(failures, this.means.config.policy),
      secondFactor: factorLockedAt !== null,
    }
  }

  /** What an entered passcode leaves in the log (III.L.1). */
  passcodeSeen(seen: Seen, account: number | null, origin: Origin): Prepared<never>[] {
    const name = seen === 'right' ? 'passcode.accepted' : 'passcode.refused'
    const entered = recorded(told(name, origin, { account, clause: 'III.F.3' }))
    if (seen !== 'locks') return [entered]
    return [entered, recorded(told('second_factor.locked', origin, { account, subject: account, clause: 'III.F.3' }))]
  }

  private state() {
    return this.means.storage.sql
      .exec<{ failures: number; lockedAt: number | null; factorLockedAt: number | null }>(
        'SELECT failures, locked_at AS lockedAt, factor_locked_at AS factorLockedAt FROM lock',
      )
      .one()
  }
}
