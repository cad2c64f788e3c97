import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AskedRow } from '../../src/eligibility-checks/check.ts'
import { readBirthDate } from '../../src/eligibility-checks/list/dates.ts'
import { readList } from '../../src/eligibility-checks/list/asked-rows.ts'

const TODAY = '2026-11-22'
const rowsOf = (text: string): AskedRow[] => {
  const read = readList(text, TODAY)
  if ('refusal' in read) throw new Error(read.refusal)
  return read.rows
}
/** A row in a word: what is looked for, or why nothing is. */
const inWords = ({ line, problem, sameAs, numberKey, lastNameKey, firstNameKey, bornOn }: AskedRow) =>
  problem
    ? `${line} ${problem}${sameAs === null ? '' : ` ${sameAs}`}`
    : [line, numberKey, lastNameKey, firstNameKey, bornOn].filter((part) => part !== null).join(' ')

const lee = 'lee ana 1980-04-21'

describe('section 12: a list is read however it is written', () => {
  it.each([
    // Numbers alone
    ['HV1001', ['1 HV1001']],
    ['HV1001\nHV1002', ['1 HV1001', '2 HV1002']],
    ['hv 1001\r\nhv-1002\r\n', ['1 HV1001', '2 HV1002']],
    ['HV1001\rHV1002', ['1 HV1001', '2 HV1002']],
    ['\uFEFFHV1001', ['1 HV1001']],
    ['\n\nHV1001\n \n;;\nHV1002\n\n', ['3 HV1001', '6 HV1002']],
    ['="00123"', ['1 00123']],
    ['"=""00123"""', ['1 00123']],
    ["'00123", ['1 00123']],
    ['1001.0', ['1 1001']],
    ['12345678', ['1 12345678']],
    ['19800421', ['1 19800421']],
    ['\u00a0HV1001\u200b ', ['1 HV1001']],
    ['1.23457E+11', ['1 shortened-number']],
    ['Zoë1', ['1 bad-number']],
    ['-', ['1 nothing-to-ask-by']],
    [`A${'1'.repeat(40)}`, ['1 too-long']],
    ['Member ID\nHV1001', ['2 HV1001']],
    ['MEMBER_ID\n="00123"', ['2 00123']],
    ['Subscriber No.\nHV1001', ['2 HV1001']],
    ['Subscriber #\nHV1001', ['2 HV1001']],
    ['Policy Number;Room\nHV1001;3', ['2 HV1001']],
    ['Room,Insurance ID\n3,HV1001', ['2 HV1001']],
    ['sep=;\nMember;Room\nHV1001;3', ['3 HV1001']],
    ['id\tnote\nHV1001\tcalled at 8:30', ['2 HV1001']],
    // Names and birth dates
    ['Lee,Ana,1980-04-21', [`1 ${lee}`]],
    ['Lee;Ana;4/21/1980', [`1 ${lee}`]],
    ['Lee\tAna\t04-21-80', [`1 ${lee}`]],
    ['Lee|Ana|04.21.1980', [`1 ${lee}`]],
    ['"Lee, Ana",Apr 21 1980', [`1 ${lee}`]],
    ['Lee, Ana, Apr 21, 1980', [`1 ${lee}`]],
    ['Lee, Ana, 21-Apr-1980', [`1 ${lee}`]],
    ['Lee, Ana, 21APR80', [`1 ${lee}`]],
    ['Lee,Ana,19800421', [`1 ${lee}`]],
    ['Lee,Ana,04211980', [`1 ${lee}`]],
    ['Lee,Ana,1980-04-21T00:00:00Z', [`1 ${lee}`]],
    ['Lee,Ana,4/21/1980 12:00:00 AM', [`1 ${lee}`]],
    ['Lee Ana 4/21/1980', ['1 ana lee 1980-04-21']],
    ['Lee, Ana 4/21/1980', [`1 ${lee}`]],
    ['Ana Lee\tApril 21st, 1980', [`1 ${lee}`]],
    ['HV1001 Lee 4/21/1980', ['1 HV1001 lee 1980-04-21']],
    ['1980-04-21,Lee,Ana', [`1 ${lee}`]],
    ['8:30,Lee,Ana,1980-04-21', [`1 ${lee}`]],
    ['Lee,1980-04-21', ['1 lee 1980-04-21']],
    ['Lee,Ana M.,1980-04-21', [`1 ${lee}`]],
    ['Núñez-O’Brien,Zoë,1980-04-21', ['1 nunezobrien zoe 1980-04-21']],
    ['Last Name,First Name,DOB\nLee,Ana,4/21/80', [`2 ${lee}`]],
    ['First;Last;Date of Birth\nAna;Lee;4/21/80', [`2 ${lee}`]],
    ['PT LNAME\tPT FNAME\tBIRTHDATE\nLee\tAna\t29332', [`2 ${lee}`]],
    ['dob,surname,given\n042180,Lee,Ana', [`2 ${lee}`]],
    ['Name,DOB\n"Lee, Ana",4/21/1980', [`2 ${lee}`]],
    ['Name,DOB\nLee, Ana,4/21/1980', [`2 ${lee}`]],
    ['Patient Name,Birth Date,Room\nLee, Ana,4/21/1980,3', [`2 ${lee}`]],
    ['Patient,DOB\nAna Lee,4/21/1980', [`2 ${lee}`]],
    ['Member,DOB\nHV1001,4/21/1980', ['2 HV1001 1980-04-21']],
    ['Member ID,Last Name,DOB\n,Lee,1980-04-21\nHV1001,,', ['2 lee 1980-04-21', '3 HV1001']],
    ['Member ID,Last Name,DOB\nHV1001,Lee,tomorrow', ['2 HV1001']],
    ['"O""Neil",Ana,1980-04-21', ['1 oneil ana 1980-04-21']],
    ['"Lee,Ana,1980-04-21', [`1 ${lee}`]],
    ['"Lee\nLong",Ana,1980-04-21\nHV1001', ['1 leelong ana 1980-04-21', '3 HV1001']],
    // What can't be asked, beside what can
    ['Lee,Ana\nHV1001', ['1 no-birth-date', '2 HV1001']],
    ['Last,DOB\nLee,13/13/1980\nLee,1981-02-29\nLee,soon', ['2 bad-date', '3 bad-date', '4 bad-date']],
    ['Lee,2026-11-23\nLee,2026-11-22', ['1 future-date', '2 lee 2026-11-22']],
    ['Last,DOB\n,1980-04-21', ['2 no-last-name']],
    ['Lee,4/5/1980', ['1 lee 1980-04-05']],
    ['Lee,21/4/1980\nRoy,4/5/1980\nKim,1980-05-04\nPoe,4/4/1980', ['1 lee 1980-04-21', '2 doubtful-date', '3 kim 1980-05-04', '4 poe 1980-04-04']],
    ['HV1001\nHV1002\nhv-1001', ['1 HV1001', '2 HV1002', '3 repeated 1']],
    ['Lee,1980-04-21\nLEE,4/21/80', ['1 lee 1980-04-21', '2 repeated 1']],
    ['Lee,Ana,1980-04-21\nLee,Bob,1980-04-21', [`1 ${lee}`, '2 lee bob 1980-04-21']],
    [`Last,DOB\n${'e'.repeat(81)},1980-04-21`, ['2 too-long']],
  ] as [string, string[]][])('%j', (text, rows) => {
    expect(rowsOf(text).map(inWords)).toEqual(rows)
  }) // prettier-ignore

  it.each([
    ['', 'empty', 0],
    [' \n;;;\n', 'empty', 0],
    ['Member ID,DOB', 'empty', 0],
    ['DOB,Room No\n1980-04-21,3', 'no-columns', 1],
    [Array.from({ length: 501 }, (_, n) => `HV${n}`).join('\n'), 'too-many', 501],
  ])('%j is refused whole', (text, refusal, count) => {
    expect(readList(text, TODAY)).toEqual({ refusal, count })
  })

  it('500 rows are the most, the names of the columns and blank lines not counted', () => {
    const rows = Array.from({ length: 500 }, (_, n) => `HV${n}`).join('\n\n')
    expect(rowsOf(`Member ID\n${rows}\n`)).toHaveLength(500)
  })

  it('what was typed is kept beside what is looked for', () => {
    expect(rowsOf('Member,Name,DOB\n hv-1001 ,"Lee, Ana M.",4/21/80')[0]).toMatchObject({
      number: 'hv-1001', lastName: 'Lee', firstName: 'Ana M.', birthDate: '4/21/80', numberKey: 'HV1001', bornOn: '1980-04-21',
    }) // prettier-ignore
  })

  it('no text is too strange: rows or a refusal, lines in their order, never an exception', () => {
    const cell = fc.constantFrom(
      'Lee',
      '"',
      '""',
      '=',
      '="',
      '4/21/80',
      'Member ID',
      'DOB',
      ',',
      ';',
      '\t',
      '\n',
      '\r\n',
      '|',
      '\0',
      '\uFEFF',
      'E+9',
      '19800421',
      ' ',
    )
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.array(cell, { maxLength: 60 }).map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(text, (typed) => {
        const read = readList(typed, TODAY)
        if ('refusal' in read) return
        const lines = read.rows.map(({ line }) => line)
        expect(lines).toEqual([...new Set(lines)].toSorted((a, b) => a - b))
        expect(lines.at(-1)).toBeLessThanOrEqual(typed.split(/\r\n?|\n/).length)
        for (const row of read.rows) {
          const isAskable = row.numberKey !== null || (row.lastNameKey !== null && row.bornOn !== null)
          expect(isAskable).toBe(row.problem === null || row.problem === 'repeated')
        }
      }),
      { numRuns: 500 },
    ) // prettier-ignore
  })

  it('a list of quotation marks alone is read in no more time than another', () => {
    expect(rowsOf(`${'"x,'.repeat(300)}\n`.repeat(300))).toHaveLength(300)
  })

  it.each(['T', 'T1:00', 'é', ' T'])(
    'a cell of %s as long as a list may be is no date and no name, and told at once',
    (one) => {
      const long = one.repeat(150_000)
      expect(rowsOf(`name,dob\nLee,${long}`)).toMatchObject([{ problem: 'bad-date' }])
      expect(rowsOf(`last,first,dob\nLee,${long},1980-04-21`)).toMatchObject([{ problem: 'too-long' }])
      expect(rowsOf(long)).toHaveLength(1)
    },
  )
})

describe('section 12: years of two figures', () => {
  it.each([
    ['11/21/26', '2026-11-21'],
    ['11/22/26', '2026-11-22'],
    ['11/23/26', '1926-11-23'],
    ['1/1/27', '1927-01-01'],
    ['12/31/99', '1999-12-31'],
    ['1/1/00', '2000-01-01'],
    ['2/29/00', '2000-02-29'],
    ["Apr 21 '80", '1980-04-21'],
  ])('%s is %s', (text, day) => {
    expect(readBirthDate(text, TODAY, false)).toEqual({ day })
  })

  it.each(['1/2/3', '2/29/1900', '13/1/19800', '1980', '00/10/1980', 'Smarch 3 1980', '1880-01-01', '3 Ma 1980'])(
    '%s is no date',
    (text) => {
      expect(readBirthDate(text, TODAY, false)).toEqual({ problem: 'bad-date' })
    },
  )
})
