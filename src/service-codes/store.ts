/** Codes that the plan has loaded, looked for by those who write referrals. */
import { type Prepared, prepared } from '../db/client.ts'
import type { SessionKey } from '../session-key.ts'
import type { CodeKind, CodeName, ReferralSystem, ServiceCode } from './code.ts'
import { foldCode, systemsOf, wordsIn } from './rules.ts'

/** How many codes a search shows. */
export const CODES_SHOWN = 20

const inOffice = `EXISTS (SELECT 1 FROM session os JOIN membership om ON om.id = os.membership_id
  WHERE os.public_id = ? AND os.secret_hash = ? AND os.ended_at IS NULL)`

/** Codes of the kind whose number begins with the text, or whose words all begin with its words; `CODES_SHOWN` at most. */
export function foundCodes(session: SessionKey, kind: CodeKind, text: string): Prepared<ServiceCode> {
  const systems = JSON.stringify(systemsOf[kind])
  const prefix = foldCode(text).slice(0, 10)
  const [first = '', ...others] = wordsIn(text).slice(0, 5)
  return prepared(
    `SELECT c.system AS system, c.code AS code, c.words AS words FROM service_code c
     WHERE c.system IN (SELECT value FROM json_each(?)) AND ${inOffice}
       AND ((? <> '' AND c.code >= ? AND c.code < ? || x'efbfbf') OR (? <> '' AND instr(c.words_key, ?) > 0
         AND NOT EXISTS (SELECT 1 FROM json_each(?) w WHERE instr(c.words_key, w.value) = 0)))
     ORDER BY c.code LIMIT ${CODES_SHOWN}`,
    systems,
    session.id,
    session.secretHash,
    prefix,
    prefix,
    prefix,
    first,
    first,
    JSON.stringify(others),
  )
}

/**
 * What the plan has loaded of these codes: `isLoaded` is 1 where any code of the system was, then a code with `isKnown` 0
 * is none; where none was, its shape alone counts.
 */
export function knownCodes(
  session: SessionKey,
  names: readonly CodeName[],
): Prepared<{ system: ReferralSystem; code: string; isKnown: 0 | 1; isLoaded: 0 | 1; words: string | null }> {
  return prepared(
    `SELECT n.value ->> 'system' AS system, n.value ->> 'code' AS code, c.code IS NOT NULL AS isKnown,
       EXISTS (SELECT 1 FROM service_code x WHERE x.system = n.value ->> 'system') AS isLoaded, c.words AS words
     FROM json_each(?) n LEFT JOIN service_code c ON c.system = n.value ->> 'system' AND c.code = n.value ->> 'code'
     WHERE ${inOffice}`,
    JSON.stringify(names),
    session.id,
    session.secretHash,
  )
}
