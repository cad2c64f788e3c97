/** What D1 is still to be told: kept in the object, in the transaction of what it tells of. */
import { type Database, type Prepared, batch } from '../db/client.ts'

export class Later {
  private readonly sql: SqlStorage
  private last: Promise<unknown> = Promise.resolve()

  constructor(sql: SqlStorage) {
    this.sql = sql
  }

  create(): void {
    this.sql.exec('CREATE TABLE IF NOT EXISTS later (id INTEGER PRIMARY KEY AUTOINCREMENT, statements TEXT NOT NULL)')
  }

  /** Keeps the statements: a crash leaves them here, never lost. */
  keep(statements: Prepared<never>[]): void {
    this.sql.exec('INSERT INTO later (statements) VALUES (?)', JSON.stringify(statements))
  }

  /** Whether statements still wait for D1. */
  waits(): boolean {
    return this.sql.exec('SELECT 1 FROM later LIMIT 1').toArray().length > 0
  }

  /** Hands what waits to D1, one hand-over at a time. Throws what D1 throws; then all of it waits on. */
  async handOver(db: Database): Promise<void> {
    const handed = this.last.then(() => this.handAll(db))
    this.last = handed.catch(() => undefined)
    await handed
  }

  /** A crash between D1's answer and the deletion leaves rows twice, never none. */
  private async handAll(db: Database): Promise<void> {
    const kept = this.sql
      .exec<{ id: number; statements: string }>('SELECT id, statements FROM later ORDER BY id')
      .toArray()
    const newest = kept.at(-1)
    if (!newest) return
    await batch(
      db,
      kept.flatMap((row) => JSON.parse(row.statements) as Prepared<never>[]),
    )
    this.sql.exec('DELETE FROM later WHERE id <= ?', newest.id)
  }
}
