/** Finds the registration of a browser or of a mail's link. */
import { batch, type Database } from '../db/client.ts'
import { dayOf } from '../policy/calendar.ts'
import type { SessionKey } from '../session-key.ts'
import type { Registration } from './registration.ts'
import { readRegistration, registrationOf } from './store.ts'

/**
 * What the cookie or link opens at `now`; null: nothing, for it is none of ours, too old, or withdrawn. A link without a
 * registration is one of an address that was not let in (T6).
 */
export async function openRegistration(
  db: Database,
  key: SessionKey | null,
  now: Date,
  zone: string,
): Promise<{ key: SessionKey; registration: Registration | null } | null> {
  if (!key) return null
  const { rows } = await batch(db, [registrationOf(key, now, dayOf(now, zone))])
  const found = rows[0][0]
  return found ? { key, registration: readRegistration(found) } : null
}
