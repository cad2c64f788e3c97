import { expect, it } from 'vitest'
import { csvOf } from '../../src/csv.ts'

it('T25 a cell that a spreadsheet would run is text in the file', () => {
  const cells = ['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '  =1', '＝1', 'a=1', "O'Neill", null, -5]
  expect(csvOf([cells]).slice(1)).toBe(`'=1+1,'+1,'-1,'@SUM(A1),'\tx,"'\rx",'  =1,'＝1,a=1,O'Neill,,-5\r\n`)
})

it('T25 commas, quotes and line breaks stay within their cell (RFC 4180), formula or not', () => {
  expect(csvOf([['a,b', 'say "hi"', 'two\nlines', '=HYPERLINK("https://x.example","y")']]).slice(1)).toBe(
    `"a,b","say ""hi""","two\nlines","'=HYPERLINK(""https://x.example"",""y"")"\r\n`,
  )
})

it('T25 the file begins with a byte order mark, and each row ends with CRLF', () => {
  expect(csvOf([['Käthe'], ['b']])).toBe('\uFEFFKäthe\r\nb\r\n')
})
