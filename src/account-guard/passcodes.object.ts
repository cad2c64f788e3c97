/** The guard's flows and their passcodes: each belongs to one browser (III.F.3). */
import type { Config } from '../config.ts'
import { keyedHash, sameText } from '../digest.ts'
import { type Result, done, refused } from '../result.ts'
import type { Beginning, Channel, Entry, Flow, Origin, Purpose, Sending, Stage } from './guard.ts'
import { countsAgainstAccount, isPasscodeAlive, passcodeFrom, secondsUntilSend } from './rules.ts'

const MINUTE = 60_000

/** A flow as it is stored. */
export type FlowRow = {
  id: string
  purpose: Purpose
  accountId: number | null
  secretHash: string
  begunAt: number
  codeHash: string | null
  sentBy: Channel | null
  sentAt: number
  tries: number
  wrong: number
  asksTwice: 0 | 1
  mailboxProved: 0 | 1
  ready: 0 | 1
  passwordAfter: number | null
  carried: string | null
}
/** What a flow kept for whoever comes after its proof. */
function keptIn({ passwordAfter, carried }: FlowRow) {
  return { ...(passwordAfter === null ? {} : { passwordAfter }), ...(carried === null ? {} : { carried }) }
}

/** What is kept of an entry: every one is recorded (III.L.1). */
export type Seen = 'right' | 'wrong' | 'void' | 'locked' | 'locks'

export class Passcodes {
  private readonly storage: DurableObjectStorage
  private readonly config: Config

  constructor(storage: DurableObjectStorage, config: Config) {
    this.storage = storage
    this.config = config
  }

  create(): void {
    this.storage.sql
      .exec(`CREATE TABLE IF NOT EXISTS challenge (id TEXT PRIMARY KEY, purpose TEXT NOT NULL, account_id INTEGER,
      secret_hash TEXT NOT NULL, begun_at INTEGER NOT NULL, code_hash TEXT, sent_by TEXT, sent_at INTEGER NOT NULL DEFAULT 0,
      tries INTEGER NOT NULL DEFAULT 0, wrong INTEGER NOT NULL DEFAULT 0, asks_twice INTEGER NOT NULL DEFAULT 0,
      mailbox_proved INTEGER NOT NULL DEFAULT 0, ready INTEGER NOT NULL DEFAULT 0, password_after INTEGER)`)
    // What came later than this object: what else a flow keeps.
    this.storage.sql.exec('CREATE TABLE IF NOT EXISTS carried (id TEXT PRIMARY KEY, what TEXT NOT NULL)')
    this.storage.sql.exec('CREATE TABLE IF NOT EXISTS send (at INTEGER NOT NULL, ip TEXT NOT NULL)')
  }

  /** Begins the flow, or begins it again: what it had proved is proved anew. */
  begin({ flow, purpose, account, asksTwice = false, passwordAfter, carried }: Beginning, at: number): void {
    const { sql } = this.storage
    if (carried !== undefined) sql.exec('INSERT OR REPLACE INTO carried (id, what) VALUES (?, ?)', flow.id, carried)
    sql.exec(
      'INSERT OR REPLACE INTO challenge (id, purpose, account_id, secret_hash, begun_at, asks_twice, password_after) VALUES (?, ?, ?, ?, ?, ?, ?)',
      flow.id,
      purpose,
      account,
      flow.secretHash,
      at,
      asksTwice ? 1 : 0,
      passwordAfter ?? null,
    )
  }

  /** A new code for the flow; the one before is void. Sends are counted by requester. */
  make(
    flow: Flow,
    channel: Channel,
    origin: Origin,
  ): Result<{ code: string; expiresAt: number }, Sending & { sent: false }> {
    const { policy } = this.config
    const { at } = origin
    const code = passcodeFrom(() => crypto.getRandomValues(new Uint32Array(1))[0]!, policy.PASSCODE_DIGITS)
    const codeHash = this.hash(flow, code)
    return this.storage.transactionSync(() => {
      const row = this.find(flow, at)
      if (!row) return refused({ sent: false as const, why: 'gone' as const, retryAfterSeconds: 0 })
      const wait = this.countSend(origin)
      if (wait > 0) return refused({ sent: false as const, why: 'limited' as const, retryAfterSeconds: wait })
      // Flows that anybody can begin must not void the codes of those who proved a password.
      if (countsAgainstAccount(row.purpose)) {
        this.storage.sql.exec('UPDATE challenge SET code_hash = NULL WHERE purpose = ?', row.purpose)
      }
      this.storage.sql.exec(
        'UPDATE challenge SET code_hash = ?, sent_by = ?, sent_at = ?, tries = 0 WHERE id = ?',
        codeHash,
        channel,
        at,
        flow.id,
      )
      return done({ code, expiresAt: at + policy.PASSCODE_LASTS * MINUTE })
    })
  }

  /** Counts one send more to the account from the address; or answers in how many seconds there may be one, and counts none. */
  countSend({ at, ip }: Origin): number {
    const sends = this.storage.sql.exec<{ at: number }>('SELECT at FROM send WHERE ip = ? ORDER BY at', ip).toArray()
    const wait = secondsUntilSend(
      sends.map((send) => send.at),
      at,
      this.config.policy,
    )
    if (wait === 0) this.storage.sql.exec('INSERT INTO send (at, ip) VALUES (?, ?)', at, ip)
    return wait
  }

  /** Looks at a code in one transaction with its count and with what `tell` keeps: two at once, one winner (T9). */
  enter(flow: Flow, code: string, at: number, tell: (seen: Seen) => void): Entry {
    const entered = this.hash(flow, code)
    const { policy } = this.config
    return this.storage.transactionSync(() => {
      const row = this.find(flow, at)
      if (!row) return { outcome: 'gone' }
      if (this.isStopped(row)) {
        tell('locked')
        return { outcome: 'locked' }
      }
      if (row.codeHash === null || !isPasscodeAlive(row, at, policy)) {
        tell('void')
        return { outcome: 'void' }
      }
      if (sameText(row.codeHash, entered)) {
        if (countsAgainstAccount(row.purpose)) this.storage.sql.exec('UPDATE lock SET factor_failures = 0')
        tell('right')
        return this.prove(row, row.sentBy === 'email' ? 'mailbox' : 'second')
      }
      this.storage.sql.exec('UPDATE challenge SET tries = tries + 1, wrong = wrong + 1 WHERE id = ?', flow.id)
      if (this.countWrong(row, at)) {
        tell('locks')
        return { outcome: 'locked' }
      }
      tell('wrong')
      const triesLeft = policy.PASSCODE_TRIES - row.tries - 1
      return triesLeft > 0 ? { outcome: 'wrong', triesLeft } : { outcome: 'void' }
    })
  }

  /** Counts a wrong code; answers whether the second factor locks. A flow that is nobody's account only ends itself. */
  private countWrong(row: FlowRow, at: number): boolean {
    const { policy } = this.config
    if (!countsAgainstAccount(row.purpose)) {
      if (row.wrong + 1 >= policy.SECOND_FACTOR_LOCKS_AFTER) this.end(row.id)
      return false
    }
    const lock = this.storage.sql
      .exec<{ failures: number }>(
        'UPDATE lock SET factor_failures = factor_failures + 1 RETURNING factor_failures AS failures',
      )
      .one()
    const locks = lock.failures >= policy.SECOND_FACTOR_LOCKS_AFTER
    if (locks) this.storage.sql.exec('UPDATE lock SET factor_locked_at = ?', at)
    return locks
  }

  /** One proof more. A reset goes on until its new password; every other flow is used up by its proof. */
  prove(row: FlowRow, proof: 'mailbox' | 'second'): Entry & { outcome: 'right' } {
    const { accountId } = row
    if (row.purpose !== 'reset') {
      this.end(row.id)
      return { outcome: 'right', accountId, ready: true, ...keptIn(row) }
    }
    const mailbox = row.mailboxProved === 1 || proof === 'mailbox'
    const ready = mailbox && (row.asksTwice === 0 || proof === 'second')
    this.storage.sql.exec(
      'UPDATE challenge SET code_hash = NULL, mailbox_proved = ?, ready = max(ready, ?) WHERE id = ?',
      mailbox ? 1 : 0,
      ready ? 1 : 0,
      row.id,
    )
    return { outcome: 'right', accountId, ready }
  }

  /** How far the flow is. */
  stage(flow: Flow, at: number): Stage {
    const row = this.find(flow, at)
    if (!row) return 'gone'
    if (row.ready === 1) return 'ready'
    return row.mailboxProved === 1 ? 'second' : 'mailbox'
  }

  end(id: string): void {
    this.storage.sql.exec('DELETE FROM challenge WHERE id = ?', id)
    this.storage.sql.exec('DELETE FROM carried WHERE id = ?', id)
  }

  /** Ends every flow that leads into the account: what was proved by the password before counts no more. */
  endAll(): void {
    this.storage.sql.exec("DELETE FROM challenge WHERE purpose IN ('sign-in', 'step-up', 'reset', 'link')")
  }

  /** Forgets flows and sends that are over. */
  prune(now: number): void {
    const { policy } = this.config
    this.storage.sql.exec('DELETE FROM challenge WHERE begun_at <= ?', now - policy.SIGN_IN_FLOW_LASTS * MINUTE)
    this.storage.sql.exec('DELETE FROM carried WHERE id NOT IN (SELECT id FROM challenge)')
    this.storage.sql.exec('DELETE FROM send WHERE at <= ?', now - policy.PASSCODE_SENDS_WATCHED_FOR * MINUTE)
  }

  /** When there is something to prune. */
  nextDue(): number | null {
    const { policy } = this.config
    const { begunAt, sentAt } = this.storage.sql
      .exec<{ begunAt: number | null; sentAt: number | null }>(
        'SELECT (SELECT min(begun_at) FROM challenge) AS begunAt, (SELECT min(at) FROM send) AS sentAt',
      )
      .one()
    if (begunAt !== null) return begunAt + policy.SIGN_IN_FLOW_LASTS * MINUTE
    return sentAt === null ? null : sentAt + policy.PASSCODE_SENDS_WATCHED_FOR * MINUTE
  }

  /** Whether a lock stops the flow: a reset is the way out of one, and who proves an address has no account (III.E.4). */
  isStopped(row: Pick<FlowRow, 'purpose'>): boolean {
    if (!countsAgainstAccount(row.purpose)) return false
    return (
      this.storage.sql.exec('SELECT 1 FROM lock WHERE locked_at IS NOT NULL OR factor_locked_at IS NOT NULL').next()
        .value !== undefined
    )
  }

  /** The flow, if the browser's secret is its own and it isn't over. */
  find(flow: Flow, at: number): FlowRow | null {
    const row = this.storage.sql
      .exec<FlowRow>(
        `SELECT id, purpose, account_id AS accountId, secret_hash AS secretHash, begun_at AS begunAt, code_hash AS codeHash,
           sent_by AS sentBy, sent_at AS sentAt, tries, wrong, asks_twice AS asksTwice, mailbox_proved AS mailboxProved, ready,
           password_after AS passwordAfter, (SELECT c.what FROM carried c WHERE c.id = challenge.id) AS carried
         FROM challenge WHERE id = ?`,
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
