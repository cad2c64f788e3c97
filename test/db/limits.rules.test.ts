import { expect, it } from 'vitest'
import { prepared, withLimits } from '../../src/db/client.ts'

const text = 'SELECT a FROM t WHERE b = ? AND a IN (SELECT a FROM u ORDER BY a LIMIT ?) ORDER BY a limit ?'

it('section 18: a limit stands in the words of the statement, every other parameter is bound', () => {
  expect(withLimits(prepared(text, 'x', 26, 1001))).toEqual({
    sql: 'SELECT a FROM t WHERE b = ? AND a IN (SELECT a FROM u ORDER BY a LIMIT 26) ORDER BY a limit 1001',
    params: ['x'],
  })
})

it('section 18: what is no whole number is bound, whatever it stands behind', () => {
  for (const limit of ['26', '1; DROP TABLE t', 2.5, null, Number.NaN, 2 ** 60]) {
    const statement = prepared('SELECT a FROM t LIMIT ?', limit)
    expect(withLimits(statement)).toEqual({ sql: statement.sql, params: [limit] })
  }
})

it('section 18: numbered parameters, and a question mark that is none, leave the statement as it is', () => {
  for (const sql of ['SELECT a FROM t WHERE b = ?1 LIMIT ?2', "SELECT '?' FROM t WHERE b = ? LIMIT ?"]) {
    expect(withLimits(prepared(sql, 1, 2))).toEqual({ sql, params: [1, 2] })
  }
})
