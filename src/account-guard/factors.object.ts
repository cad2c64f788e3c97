/**
 * The guard's second factors other than passcodes: answers to security questions, codes of authenticator apps, recovery
 * codes, passkeys. All of it runs in turn, behind the object's mutex; a guess is reserved before it is looked at, so that
 * a crash counts as a failure. Wrong codes count with wrong passcodes: fifteen in a row lock the second factor (III.F.3).
 */
import type { EventName } from '../audit/events.ts'
import { recordedIfChanged, recorded } from '../audit/statement.ts'
import { batch, type Prepared } from '../db/client.ts'
import { sha256 } from '../digest.ts'
import { type Posting, postIfChanged } from '../mail/outbox.ts'
import { unseal } from '../seal.ts'
import type { Entry, Factor, Flow, Origin, PasskeyProof, Purpose } from './guard.ts'
import { told } from './guard.ts'
import type { Means } from './lock.object.ts'
import type { FlowRow } from './passcodes.object.ts'
import { APP_SECRET, type AppSecret, codeUse, isResetSpent, restsUntil, takesAnswers } from './rules.ts'
import { answersOf, appsOf, appsUsed, passkeyUsed, recoveryUsed } from './store.ts'

/** What a code is good for: the statement that uses it up, unless it was used before; and the mail that tells of it. */
type Using = { use: Prepared<never>; name: 'app.accepted' | 'recovery_code.accepted'; mail: Posting | null }

/** What the log says of a factor that does not do. */
const refusedAs: Record<Factor['by'], EventName> = {
  questions: 'questions.refused',
  app: 'app.refused',
  recovery: 'recovery_code.refused',
  passkey: 'passkey.refused',
}

export class Factors {
  private readonly means: Means

  constructor(means: Means) {
    this.means = means
  }

  create(): void {
    const { sql } = this.means.storage
    sql.exec('CREATE TABLE IF NOT EXISTS question (failures INTEGER NOT NULL, rest_until INTEGER NOT NULL)')
    sql.exec('INSERT INTO question (failures, rest_until) SELECT 0, 0 WHERE NOT EXISTS (SELECT 1 FROM question)')
    sql.exec('CREATE TABLE IF NOT EXISTS taken (challenge TEXT PRIMARY KEY, until INTEGER NOT NULL)')
  }

  /** Looks at a factor given to the flow. */
  async give(flow: Flow, factor: Factor, origin: Origin, purpose: Purpose): Promise<Entry> {
    const row = this.means.passcodes.find(flow, origin.at)
    if (!row || row.purpose !== purpose || row.accountId === null || !takesAnswers(row)) return { outcome: 'gone' }
    if (factor.by === 'questions') return this.answer(flow, row.accountId, factor.answers, origin)
    if (this.means.passcodes.isStopped(row)) return this.unseen(factor.by, row.accountId, origin, 'locked')
    if (factor.by === 'passkey') return this.touch(flow, row.accountId, factor, origin)
    return this.enter(flow, row, row.accountId, factor, origin)
  }

  /**
   * A passkey alone: its challenge is taken once, and the account is not locked. Answers whether it is taken; 'locked' also
   * stands for a locked second factor.
   */
  async takePasskey(account: number, proof: PasskeyProof, origin: Origin): Promise<'right' | 'locked' | 'gone'> {
    if (!this.isLocked()) return this.use(account, proof, origin)
    const event = { account, clause: 'III.E.3', detail: { why: 'locked' } }
    await batch(this.means.db(), [recorded(told('sign_in.refused', origin, event))])
    return 'locked'
  }

  /** Forgets challenges that nobody can bring any more. */
  prune(now: number): void {
    this.means.storage.sql.exec('DELETE FROM taken WHERE until <= ?', now)
  }

  /** A factor that is not looked at: that it was given is recorded all the same (III.L.1). */
  private async unseen(by: Factor['by'], account: number, origin: Origin, why: 'locked' | 'void'): Promise<Entry> {
    this.means.later.keep([recorded(told(refusedAs[by], origin, { account, clause: 'III.F.3', detail: { why } }))])
    await this.means.deliver()
    return { outcome: why }
  }

  /** As a second factor: whether a lock stops it, the flow's purpose has told (III.E.4.b). */
  private async touch(flow: Flow, account: number, proof: PasskeyProof, origin: Origin): Promise<Entry> {
    const taken = await this.use(account, proof, origin)
    return taken === 'right' ? this.proved(flow, origin) : { outcome: 'void' }
  }

  /** Uses the challenge up, then counts the passkey's use, unless it was removed or is a copy. */
  private async use(account: number, proof: PasskeyProof, origin: Origin): Promise<'right' | 'gone'> {
    if (this.take(proof, origin.at)) {
      const used = passkeyUsed(proof.passkey, account, proof.counter, origin.at)
      const event = told('passkey.accepted', origin, { account, clause: 'III.F.2' })
      const { changes } = await batch(this.means.db(), [used, recordedIfChanged(event)])
      if (changes[0] === 1) return 'right'
    }
    const again = told('passkey.refused', origin, { account, clause: 'III.F.2', detail: { why: 'again' } })
    await batch(this.means.db(), [recorded(again)])
    return 'gone'
  }

  /** A challenge is taken once, and in time. */
  private take({ challenge, until }: PasskeyProof, at: number): boolean {
    if (at >= until) return false
    const { sql } = this.means.storage
    return sql.exec('INSERT OR IGNORE INTO taken (challenge, until) VALUES (?, ?)', challenge, until).rowsWritten > 0
  }

  /** III.F.3: looks at a code of an app, or a recovery code; each is good once. */
  private async enter(
    flow: Flow,
    { wrong, purpose }: FlowRow,
    account: number,
    { by, code }: Factor & { by: 'app' | 'recovery' },
    origin: Origin,
  ): Promise<Entry> {
    const { storage, config, later, deliver } = this.means
    const { policy } = config
    const isSpent = by === 'app' && purpose === 'reset' && isResetSpent(this.failures(), policy)
    if (wrong >= policy.PASSCODE_TRIES || isSpent) return this.unseen(by, account, origin, 'void')
    const failures = storage.transactionSync(() => this.countTry(flow, 1))
    let using: Using | null
    try {
      using = await this.useUp(by, code, account, origin)
    } catch (failure) {
      // Only a wrong code counts: a fault of ours gives the try back.
      storage.transactionSync(() => this.countTry(flow, -1))
      throw failure
    }
    if (using) {
      const entry = this.proved(flow, origin)
      await deliver(using.mail)
      return entry
    }
    const locks = failures >= policy.SECOND_FACTOR_LOCKS_AFTER
    const event = { account, clause: 'III.F.3', detail: { failures } }
    storage.transactionSync(() => {
      later.keep([recorded(told(by === 'app' ? 'app.refused' : 'recovery_code.refused', origin, event))])
      if (!locks) return
      storage.sql.exec('UPDATE lock SET factor_locked_at = ?', origin.at)
      later.keep([recorded(told('second_factor.locked', origin, { account, subject: account, clause: 'III.F.3' }))])
    })
    await deliver()
    // A reset is the way out of the lock: there its own tries alone count.
    if (locks && purpose !== 'reset') return { outcome: 'locked' }
    const triesLeft = policy.PASSCODE_TRIES - wrong - 1
    return triesLeft > 0 ? { outcome: 'wrong', triesLeft } : { outcome: 'void' }
  }

  /** Wrong codes in a row. */
  private failures(): number {
    return this.means.storage.sql.exec<{ n: number }>('SELECT factor_failures AS n FROM lock').one().n
  }

  /** Counts a code of the flow before it is looked at, or takes that back; answers the failures in a row. */
  private countTry(flow: Flow, by: 1 | -1): number {
    const { sql } = this.means.storage
    sql.exec('UPDATE challenge SET wrong = wrong + ? WHERE id = ?', by, flow.id)
    return sql
      .exec<{ n: number }>(
        'UPDATE lock SET factor_failures = max(factor_failures + ?, 0) RETURNING factor_failures AS n',
        by,
      )
      .one().n
  }

  /** Uses the code up, with its audit row and mail; null if it is wrong, or was used before. */
  private async useUp(by: 'app' | 'recovery', code: string, account: number, origin: Origin): Promise<Using | null> {
    const using =
      by === 'app' ? await this.appUse(code, account, origin.at) : await this.recoveryUse(code, account, origin)
    if (!using) return null
    const { changes } = await batch(this.means.db(), [
      using.use,
      recordedIfChanged(told(using.name, origin, { account, clause: 'III.F.2' })),
      ...(using.mail ? [using.mail.statement] : []),
    ])
    return (changes[0] ?? 0) > 0 ? using : null
  }

  private async appUse(code: string, account: number, at: number): Promise<Using | null> {
    const { config, db } = this.means
    if (!config.policy.AUTHENTICATOR_APPS) return null
    const apps: AppSecret[] = []
    for (const { row, id, sealed, lastStep } of await appsOf(db(), account)) {
      const secret = await unseal(sealed, config.sealKeys, APP_SECRET, id)
      if (typeof secret !== 'string') throw new Error('an app’s secret was sealed by a key that is gone')
      apps.push({ row, secret, lastStep })
    }
    const used = codeUse(apps, code, at, config.policy)
    return used && { use: appsUsed(used.rows, used.step, at), name: 'app.accepted', mail: null }
  }

  /** Whoever has a recovery code has it on paper: its owner is told of each use. */
  private async recoveryUse(code: string, account: number, { at }: Origin): Promise<Using> {
    const use = recoveryUsed(account, sha256(code), at)
    const message = { name: 'sign-in-changed', what: 'recovery-code-used', to: { account }, channel: 'email' } as const
    return { use, name: 'recovery_code.accepted', mail: await postIfChanged(message, at, this.means.config.sealKeys) }
  }

  /** The factor was right: failures are forgotten, and the flow is one proof further. */
  private proved(flow: Flow, origin: Origin): Entry {
    const { storage, passcodes } = this.means
    return storage.transactionSync((): Entry => {
      const row = passcodes.find(flow, origin.at)
      if (!row) return { outcome: 'gone' }
      storage.sql.exec('UPDATE lock SET factor_failures = 0')
      return passcodes.prove(row, 'second')
    })
  }

  private isLocked(): boolean {
    const { failures, locked } = this.means.storage.sql
      .exec<{ failures: number; locked: 0 | 1 }>(
        'SELECT failures, locked_at IS NOT NULL OR factor_locked_at IS NOT NULL AS locked FROM lock',
      )
      .one()
    return locked === 1 || failures >= this.means.config.policy.LOCK_AFTER_FAILURES
  }

  /** III.F.2.b: looks at the answers to the account's questions, all at once; five wrong put them to rest for a day. */
  private async answer(flow: Flow, account: number, answers: string, origin: Origin): Promise<Entry> {
    const { storage, config, db, passcodes, later, compare, deliver } = this.means
    const { policy } = config
    const row = passcodes.find(flow, origin.at)
    const stored = await answersOf(db(), account)
    if (!row || passcodes.isStopped(row) || stored === null || !policy.SECURITY_QUESTIONS)
      return this.unseen('questions', account, origin, 'void')
    const reserved = storage.transactionSync(() => this.reserveAnswer(origin.at))
    if (reserved === 'resting') {
      const rests = { account, clause: 'III.F.2.b', detail: { resting: 1 } }
      later.keep([recorded(told('questions.refused', origin, rests))])
      await deliver()
      return { outcome: 'void' }
    }
    const right = await compare(answers, stored)
    const entry = storage.transactionSync((): Entry => {
      const still = passcodes.find(flow, origin.at)
      if (!still) return { outcome: 'gone' }
      const name = right ? 'questions.answered' : 'questions.refused'
      later.keep([recorded(told(name, origin, { account, clause: 'III.F.2.b', detail: { failures: reserved } }))])
      if (right) {
        storage.sql.exec('UPDATE question SET failures = 0, rest_until = 0')
        return passcodes.prove(still, 'second')
      }
      const triesLeft = policy.SECURITY_QUESTION_TRIES - reserved
      return triesLeft > 0 ? { outcome: 'wrong', triesLeft } : { outcome: 'void' }
    })
    await deliver()
    return entry
  }

  /** Counts the answers before they are looked at. */
  private reserveAnswer(at: number): number | 'resting' {
    const { storage, config } = this.means
    const { failures, restUntil } = storage.sql
      .exec<{ failures: number; restUntil: number }>('SELECT failures, rest_until AS restUntil FROM question')
      .one()
    if (at < restUntil) return 'resting'
    const tried = failures + 1
    const rests = tried >= config.policy.SECURITY_QUESTION_TRIES
    storage.sql.exec(
      'UPDATE question SET failures = ?, rest_until = ?',
      rests ? 0 : tried,
      rests ? restsUntil(at, config.policy) : 0,
    )
    return tried
  }
}
