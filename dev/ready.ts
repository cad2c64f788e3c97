/** What development keeps in the database beside the product's own tables: the mailbox, and how far the clock was moved. */
import { clockShift, shiftClock } from '../src/clock.ts'
import { batch, type Database, prepared } from '../src/db/client.ts'

let known = false

/**
 * Makes the tables and reads how far the clock was moved, once per isolate, before anything asks the time.
 * Requests that come together each read for themselves: a promise of another request may never end.
 */
export async function ready(db: Database): Promise<void> {
  if (known) return
  const { rows } = await batch(db, [
    prepared(`CREATE TABLE IF NOT EXISTS dev_letter (id TEXT PRIMARY KEY, recipient TEXT NOT NULL, channel TEXT NOT NULL,
      subject TEXT NOT NULL, text TEXT NOT NULL, html TEXT, code TEXT, link TEXT, sent_at INTEGER NOT NULL) STRICT`),
    prepared(
      'CREATE TABLE IF NOT EXISTS dev_clock (id INTEGER PRIMARY KEY CHECK (id = 1), shift_ms INTEGER NOT NULL) STRICT',
    ),
    prepared<{ shiftMs: number }>('SELECT shift_ms AS shiftMs FROM dev_clock'),
  ])
  if (known) return
  shiftClock(rows[2][0]?.shiftMs ?? 0)
  known = true
}

/** Keeps how far the clock was moved, for isolates to come. */
export async function keepClock(db: Database): Promise<void> {
  await batch(db, [prepared('INSERT OR REPLACE INTO dev_clock (id, shift_ms) VALUES (1, ?)', clockShift())])
}
