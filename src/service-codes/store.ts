/** Codes that the plan has loaded, looked for by those who write referrals. */
import { type Prepared, prepared } from '../db/client.ts'
import { jsonChunks } from '../feed/statement.ts'
import type { SessionKey } from '../session-key.ts'
import type { CodeKind, ServiceCode } from './code.ts'
import { foldCode, type LoadedCode, systemsOf, wordsIn } from './rules.ts'

/** How many codes a search shows. */
const CODES_SHOWN = 20
/** So many words of what was typed count. */
const WORDS_AT_MOST = 5
/** Codes of one word that are looked at for the others: a common word alone is no search. */
const OF_A_WORD = 1000

const inOffice = `EXISTS (SELECT 1 FROM session os JOIN membership om ON om.id = os.membership_id
  WHERE os.public_id = ? AND os.secret_hash = ? AND os.ended_at IS NULL)`

/** SQL for: a row of service_code_word whose word begins as the text does. */
const begins = (alias: string, text: string) => `${alias}.word >= ${text} AND ${alias}.word < ${text} || char(1114111)`

/**
 * Codes of the kind whose number begins with the text, then those whose words begin with all of its words; 20 at most.
 * Of its words the rarest leads, so that few rows are read.
 */
export function foundCodes(session: SessionKey, kind: CodeKind, text: string): Prepared<ServiceCode> {
  const words = wordsIn(text).slice(0, WORDS_AT_MOST)
  return prepared(
    `WITH asked (systems, prefix, words) AS (SELECT ?, ?, ?),
     kind AS MATERIALIZED (SELECT s.value AS system FROM asked a, json_each(a.systems) s),
     word AS MATERIALIZED (SELECT w.value AS text, (SELECT count(*) FROM (SELECT 1 FROM kind k CROSS JOIN service_code_word x
         ON x.system = k.system AND ${begins('x', 'w.value')} LIMIT ${OF_A_WORD})) AS n
       FROM asked a, json_each(a.words) w),
     lead AS MATERIALIZED (SELECT text FROM word ORDER BY n LIMIT 1),
     found AS (
       SELECT 1 AS how, system, code FROM (SELECT c.system, c.code FROM asked a CROSS JOIN kind k CROSS JOIN service_code c
         ON c.system = k.system AND a.prefix <> '' AND c.code >= a.prefix AND c.code < a.prefix || '~' LIMIT ${CODES_SHOWN})
       UNION
       SELECT 2, system, code FROM (SELECT m.system, m.code FROM (
           SELECT x.system, x.code FROM lead l CROSS JOIN kind k CROSS JOIN service_code_word x
             ON x.system = k.system AND ${begins('x', 'l.text')} LIMIT ${OF_A_WORD}) m
         WHERE NOT EXISTS (SELECT 1 FROM word o WHERE NOT EXISTS (SELECT 1 FROM service_code_word y
           WHERE y.system = m.system AND y.code = m.code AND ${begins('y', 'o.text')}))
         LIMIT ${CODES_SHOWN}))
     SELECT c.system AS system, c.code AS code, c.words AS words
     FROM (SELECT min(how) AS how, system, code FROM found GROUP BY system, code) f
     CROSS JOIN service_code c ON c.system = f.system AND c.code = f.code
     WHERE ${inOffice} ORDER BY f.how, c.code LIMIT ${CODES_SHOWN}`,
    JSON.stringify(systemsOf[kind]),
    foldCode(text).slice(0, 10),
    JSON.stringify(words),
    session.id,
    session.secretHash,
  )
}

/** Whether the systems' codes are those of the file of that digest already, all of them. */
export function loadedFrom(systems: readonly string[], file: string): Prepared<{ isWhole: 0 | 1 }> {
  return prepared(
    `SELECT NOT EXISTS (SELECT 1 FROM json_each(?1) s WHERE
       NOT EXISTS (SELECT 1 FROM service_code c WHERE c.system = s.value AND c.file = ?2)
       OR EXISTS (SELECT 1 FROM service_code c WHERE c.system = s.value AND c.file <> ?2)) AS isWhole`,
    JSON.stringify(systems),
    file,
  )
}

/** The codes in place of all that the systems had. */
export function codesReplaced(
  systems: readonly string[],
  codes: readonly LoadedCode[],
  file: string,
): Prepared<never>[] {
  const of = `system IN (SELECT value FROM json_each(?))`
  return [
    prepared(`DELETE FROM service_code_word WHERE ${of}`, JSON.stringify(systems)),
    prepared(`DELETE FROM service_code WHERE ${of}`, JSON.stringify(systems)),
    ...jsonChunks(codes).flatMap((chunk) => [
      prepared(
        `INSERT INTO service_code (system, code, words, file)
         SELECT value ->> 'system', value ->> 'code', value ->> 'words', ? FROM json_each(?)`,
        file,
        chunk,
      ),
      prepared(
        `INSERT INTO service_code_word (system, code, word)
         SELECT c.value ->> 'system', c.value ->> 'code', w.value FROM json_each(?) c CROSS JOIN json_each(c.value -> 'keys') w`,
        chunk,
      ),
    ]),
  ]
}
