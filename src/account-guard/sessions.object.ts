/**
 * The guard's idle timers. Last use is kept in memory and written 5 seconds after it: writing it at each
 * hit costs 2.6 times as much, and an object is evicted only after about 10 seconds of quiet.
 * What a crash loses closes a session up to 5 seconds early, never late.
 */
import type { Prepared } from '../db/client.ts'
import { sameText } from '../digest.ts'
import type { Policy } from '../policy/profiles.ts'
import type { Idle } from './guard.ts'
import { closing, idleEnd } from './rules.ts'
import { endOfSession } from './store.ts'

const WRITE_AFTER_MS = 5_000

type Open = { id: string; secretHash: string; lastUsedAt: number; writtenAt: number; endsAt: number }

export class Sessions {
  private readonly storage: DurableObjectStorage
  private readonly policy: Policy
  private readonly open = new Map<string, Open>()
  private writing = false

  constructor(storage: DurableObjectStorage, policy: Policy, stored: boolean) {
    this.storage = storage
    this.policy = policy
    if (!stored) return
    const rows = storage.sql.exec<Omit<Open, 'writtenAt'>>(
      'SELECT id, secret_hash AS secretHash, last_used_at AS lastUsedAt, ends_at AS endsAt FROM open_session',
    )
    for (const row of rows) this.open.set(row.id, { ...row, writtenAt: row.lastUsedAt })
  }

  create(): void {
    this.storage.sql.exec(`CREATE TABLE IF NOT EXISTS open_session (id TEXT PRIMARY KEY, secret_hash TEXT NOT NULL,
      last_used_at INTEGER NOT NULL, ends_at INTEGER NOT NULL)`)
  }

  add(session: { id: string; secretHash: string; endsAt: number }, at: number): void {
    this.storage.sql.exec(
      'INSERT OR REPLACE INTO open_session (id, secret_hash, last_used_at, ends_at) VALUES (?, ?, ?, ?)',
      session.id,
      session.secretHash,
      at,
      session.endsAt,
    )
    this.open.set(session.id, { ...session, lastUsedAt: at, writtenAt: at })
  }

  renew(id: string, before: string, secretHash: string): void {
    const session = this.open.get(id)
    if (!session || !sameText(session.secretHash, before)) return
    session.secretHash = secretHash
    this.storage.sql.exec('UPDATE open_session SET secret_hash = ? WHERE id = ?', secretHash, id)
  }

  look(id: string, secretHash: string, at: number): Idle {
    const session = this.open.get(id)
    if (!session || !sameText(session.secretHash, secretHash)) return { open: false, why: 'ended' }
    const why = closing(session, at, this.policy)
    if (why) return { open: false, why }
    return { open: true, idleEndsAt: Math.min(idleEnd(session.lastUsedAt, this.policy), session.endsAt) }
  }

  touch(id: string, secretHash: string, at: number): Idle {
    const idle = this.look(id, secretHash, at)
    const session = this.open.get(id)
    if (!idle.open || !session) return idle
    session.lastUsedAt = Math.max(session.lastUsedAt, at)
    if (!this.writing) {
      this.writing = true
      setTimeout(() => this.write(), WRITE_AFTER_MS)
    }
    return { open: true, idleEndsAt: Math.min(idleEnd(session.lastUsedAt, this.policy), session.endsAt) }
  }

  /** Forgets a session, or all of them. */
  remove(id?: string): void {
    const ids = id === undefined ? [...this.open.keys()] : this.open.has(id) ? [id] : []
    for (const one of ids) {
      this.open.delete(one)
      this.storage.sql.exec('DELETE FROM open_session WHERE id = ?', one)
    }
  }

  /** Forgets sessions that are closed by now; answers what D1 must be told of each. */
  closeDue(now: number): Prepared<never>[][] {
    const due = [...this.open.values()].filter((session) => closing(session, now, this.policy) !== null)
    return due.map((session) => {
      this.remove(session.id)
      const why = closing(session, now, this.policy) ?? 'idle'
      const at = why === 'idle' ? idleEnd(session.lastUsedAt, this.policy) : session.endsAt
      return endOfSession(session, at, why, why === 'idle' ? 'III.E.2' : null)
    })
  }

  /** When the next session closes if nothing happens, by what is in memory. */
  nextDue(): number | null {
    const dues = [...this.open.values()].map((session) =>
      Math.min(idleEnd(session.lastUsedAt, this.policy), session.endsAt),
    )
    return dues.length === 0 ? null : Math.min(...dues)
  }

  private write(): void {
    this.writing = false
    for (const session of this.open.values()) {
      if (session.writtenAt === session.lastUsedAt) continue
      session.writtenAt = session.lastUsedAt
      this.storage.sql.exec('UPDATE open_session SET last_used_at = ? WHERE id = ?', session.lastUsedAt, session.id)
    }
  }
}
