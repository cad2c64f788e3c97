/** What an office is known by in the core system, as people type it (III.A.1.a). */

/** A tax id, nine digits, however it was typed; null if it is none. */
export function readTin(text: string): string | null {
  const digits = text.replaceAll(/[\s-]/g, '')
  return /^\d{9}$/.test(digits) ? digits : null
}

/** A national provider identifier: ten digits, the last a Luhn check over 80840 and the rest (45 CFR 162.406); null if it is none. */
export function readNpi(text: string): string | null {
  const digits = text.replaceAll(/[\s-]/g, '')
  if (!/^\d{10}$/.test(digits)) return null
  const doubled = [...`80840${digits}`].toReversed().map((digit, place) => Number(digit) * (place % 2 === 0 ? 1 : 2))
  const sum = doubled.reduce((total, digit) => total + (digit < 10 ? digit : digit - 9), 0)
  return sum % 10 === 0 ? digits : null
}

/** A ZIP code of five digits or of nine, as '92868' or '92868-1234'; null if it is none. */
export function readZip(text: string): string | null {
  const [, five, four] = /^(\d{5})(?:-?(\d{4}))?$/.exec(text.trim()) ?? []
  return five ? (four ? `${five}-${four}` : five) : null
}

/** The states, the district and the territories that have ZIP codes, by their postal abbreviations. */
export const states = [
  'AL', 'AK', 'AZ', 'AR', 'CA', 'CO', 'CT', 'DE', 'DC', 'FL', 'GA', 'HI', 'ID', 'IL', 'IN', 'IA', 'KS', 'KY', 'LA', 'ME',
  'MD', 'MA', 'MI', 'MN', 'MS', 'MO', 'MT', 'NE', 'NV', 'NH', 'NJ', 'NM', 'NY', 'NC', 'ND', 'OH', 'OK', 'OR', 'PA', 'RI',
  'SC', 'SD', 'TN', 'TX', 'UT', 'VT', 'VA', 'WA', 'WV', 'WI', 'WY', 'AS', 'GU', 'MP', 'PR', 'VI',
] as const // prettier-ignore
