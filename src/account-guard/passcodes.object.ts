/** The guard's passcodes: each belongs to a flow, that is to one browser that proved the password (III.F.3). */
import type { Config } from '../config.ts'
import { keyedHash, sameText } from '../digest.ts'
import { type Result, done, refused } from '../result.ts'
import type { Entry, Origin, Sending } from './guard.ts'
import { isPasscodeAlive, passcodeFrom, secondsUntilSend } from './rules.ts'

const MINUTE = 60_000

type Flow = { id: string; secretHash: string }
type FlowRow = {
  id: string
  secretHash: string
  begunAt: number
  codeHash: string | null
  sentAt: number
  tries: number
}
/** What is kept of an entry: every one is recorded (III.L.1). */
type Seen = 'right' | 'wrong' | 'void' | 'locked' | 'locks'

export class Passcodes {
  private readonly storage: DurableObjectStorage
  private readonly config: Config

  constructor(storage: DurableObjectStorage, config: Config) {
    this.storage = storage
    this.config = config
  }

  create(): void {
    this.storage.sql.exec(`CREATE TABLE flow (id TEXT PRIMARY KEY, secret_hash TEXT NOT NULL, begun_at INTEGER NOT NULL,
      code_hash TEXT, sent_at INTEGER NOT NULL DEFAULT 0, tries INTEGER NOT NULL DEFAULT 0)`)
    this.storage.sql.exec('CREATE TABLE send (at INTEGER NOT NULL, ip TEXT NOT NULL)')
  }

  begin(flow: Flow, at: number): void {
    this.storage.sql.exec('INSERT INTO flow (id, secret_hash, begun_at) VALUES (?, ?, ?)', flow.id, flow.secretHash, at)
  }

  /** A new code for the flow; every earlier code of the account is void. Sends are counted by requester. */
  make(flow: Flow, { at, ip }: Origin): Result<{ code: string; expiresAt: number }, Sending & { sent: false }> {
    const { policy } = this.config
    const code = passcodeFrom(() => crypto.getRandomValues(new Uint32Array(1))[0]!, policy.PASSCODE_DIGITS)
    const codeHash = this.hash(flow, code)
    return this.storage.transactionSync(() => {
      if (!this.find(flow, at)) return refused({ sent: false as const, why: 'gone' as const, retryAfterSeconds: 0 })
      const sends = this.storage.sql.exec<{ at: number }>('SELECT at FROM send WHERE ip = ? ORDER BY at', ip).toArray()
      const wait = secondsUntilSend(
        sends.map((send) => send.at),
        at,
        policy,
      )
      if (wait > 0) return refused({ sent: false as const, why: 'limited' as const, retryAfterSeconds: wait })
      this.storage.sql.exec('INSERT INTO send (at, ip) VALUES (?, ?)', at, ip)
      this.storage.sql.exec('UPDATE flow SET code_hash = NULL')
      this.storage.sql.exec('UPDATE flow SET code_hash = ?, sent_at = ?, tries = 0 WHERE id = ?', codeHash, at, flow.id)
      return done({ code, expiresAt: at + policy.PASSCODE_LASTS * MINUTE })
    })
  }

  /** Looks at a code in one transaction with its count and with what `tell` keeps: two at once, one winner (T9). */
  enter(flow: Flow, code: string, at: number, tell: (seen: Seen) => void): Entry | { outcome: 'right' } {
    const entered = this.hash(flow, code)
    const { policy } = this.config
    return this.storage.transactionSync(() => {
      const row = this.find(flow, at)
      if (!row) return { outcome: 'gone' }
      if (this.isLocked()) {
        tell('locked')
        return { outcome: 'locked' }
      }
      if (row.codeHash === null || !isPasscodeAlive(row, at, policy)) {
        tell('void')
        return { outcome: 'void' }
      }
      if (sameText(row.codeHash, entered)) {
        this.storage.sql.exec('DELETE FROM flow WHERE id = ?', flow.id)
        this.storage.sql.exec('UPDATE lock SET factor_failures = 0')
        tell('right')
        return { outcome: 'right' }
      }
      this.storage.sql.exec('UPDATE flow SET tries = tries + 1 WHERE id = ?', flow.id)
      const lock = this.storage.sql
        .exec<{ failures: number }>(
          'UPDATE lock SET factor_failures = factor_failures + 1 RETURNING factor_failures AS failures',
        )
        .one()
      const locked = lock.failures >= policy.SECOND_FACTOR_LOCKS_AFTER
      if (locked) this.storage.sql.exec('UPDATE lock SET factor_locked_at = ?', at)
      tell(locked ? 'locks' : 'wrong')
      if (locked) return { outcome: 'locked' }
      const triesLeft = policy.PASSCODE_TRIES - row.tries - 1
      return triesLeft > 0 ? { outcome: 'wrong', triesLeft } : { outcome: 'void' }
    })
  }

  /** Forgets flows and sends that are over. */
  prune(now: number): void {
    const { policy } = this.config
    this.storage.sql.exec('DELETE FROM flow WHERE begun_at <= ?', now - policy.SIGN_IN_FLOW_LASTS * MINUTE)
    this.storage.sql.exec('DELETE FROM send WHERE at <= ?', now - policy.PASSCODE_SENDS_WATCHED_FOR * MINUTE)
  }

  /** When there is something to prune. */
  nextDue(): number | null {
    const { begunAt } = this.storage.sql
      .exec<{ begunAt: number | null }>('SELECT min(begun_at) AS begunAt FROM flow')
      .one()
    return begunAt === null ? null : begunAt + this.config.policy.SIGN_IN_FLOW_LASTS * MINUTE
  }

  /** Whether no code works until somebody unlocks: too many wrong passwords, or passcodes. */
  isLocked(): boolean {
    return (
      this.storage.sql.exec('SELECT 1 FROM lock WHERE locked_at IS NOT NULL OR factor_locked_at IS NOT NULL').next()
        .value !== undefined
    )
  }

  private find(flow: Flow, at: number): FlowRow | null {
    const row = this.storage.sql
      .exec<FlowRow>(
        `SELECT id, secret_hash AS secretHash, begun_at AS begunAt, code_hash AS codeHash, sent_at AS sentAt, tries
         FROM flow WHERE id = ?`,
        flow.id,
      )
      .toArray()[0]
    const over = row && at >= row.begunAt + this.config.policy.SIGN_IN_FLOW_LASTS * MINUTE
    return row && !over && sameText(row.secretHash, flow.secretHash) ? row : null
  }

  private hash(flow: Flow, code: string): string {
    return keyedHash(this.config.sealKeys.present, 'passcode', flow.id, code)
  }
}
