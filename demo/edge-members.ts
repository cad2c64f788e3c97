/** A member whose name or birth date once broke somebody's program. Everything here is made up. */
export type EdgeMember = {
  given: string[]
  family?: string
  birthDate?: string
  /** A name given up earlier; it stands before the official one, and must not be taken for it. */
  formerFamily?: string
  /** The kind of number the core system knows the member by: MB unless said. */
  number?: 'MR' | 'none'
}

/** The cases, in the order in which they lead the member list. */
export const EDGE_MEMBERS: readonly EdgeMember[] = [
  { given: ['Áine'], family: "O'Quillane", birthDate: '1984-02-29' },
  { given: ['Leap'], family: 'Emberly', birthDate: '2024-02-29' },
  { given: ['Odd'], family: 'Underfen', birthDate: '2000-02-29' },
  { given: ['Baby Boy'], family: 'Tidebrook', birthDate: '2026-11-14' },
  { given: ['Baby Girl'], family: 'Tidebrook', birthDate: '2026-11-14' },
  { given: ['Nova'], family: 'Waverholme', birthDate: '2026-11-15' },
  { given: ['Philippa'], family: 'Eastermoor', birthDate: '1919-07-04' },
  { given: ['Cornelius'], family: 'Oldermarsh', birthDate: '1923-12-31' },
  { given: ['Wilhelmina'], family: 'Winterquist', birthDate: '1926-11-15' },
  { given: ['U'], family: 'Thantmoor', birthDate: '1971-05-01' },
  { given: ['Kit'], family: 'Y', birthDate: '1992-08-08' },
  { given: ['X'], family: 'Æ', birthDate: '2001-01-01' },
  {
    given: ['Maximiliana', 'Theodora', 'Konstantina', 'Evangelina', 'Hephzibah'],
    family: 'Featherstonehaugh-Wolfenmoor-Chrysanthemopoulakis-van der Kwelm-Brindlemoor',
    birthDate: '1966-06-06',
  },
  { given: ['Jean-Luc', 'Étienne'], family: 'Éclairmont', birthDate: '1979-10-10' },
  { given: ['Zoë'], family: 'Üblacker', birthDate: '1990-09-09' },
  { given: ['Søren'], family: 'Fønsgård', birthDate: '1955-03-17' },
  { given: ['Łucja'], family: 'Brzęczewik', birthDate: '1988-04-12' },
  { given: ['İpek'], family: 'Çelikova', birthDate: '1995-12-01' },
  { given: ['Straße'], family: 'Weißholt', birthDate: '1961-01-31' },
  { given: ["D'Andre"], family: "D'Armorelle", birthDate: '2003-07-19' },
  { given: ['Mary Ann'], family: 'de la Espuela', birthDate: '1947-11-30' },
  { given: ['Null'], family: 'Nightmere', birthDate: '1986-05-05' },
  { given: ['True'], family: 'Null', birthDate: '1983-03-03' },
  { given: ['Robin'], family: 'Millstrand', birthDate: '1975-09-14' },
  { given: ['Robin'], family: 'Millstrand', birthDate: '1975-09-14' },
  { given: ['Robyn'], family: 'Millstrand', birthDate: '1975-09-14' },
  { given: ['Xiu-Ying'], family: 'Wangzhuo', birthDate: '1969-02-28', formerFamily: 'Satomizuki' },
  { given: ['Ngozi'], family: 'Okafonwu', birthDate: '1981-06-30', formerFamily: 'Adeyanju-Bolu' },
  { given: ['Ayu'], birthDate: '1990-01-20' },
  { given: ['Year'], family: 'Fallowmere', birthDate: '1950' },
  { given: ['Month'], family: 'Fallowmere', birthDate: '1950-07' },
  { given: ['Undated'], family: 'Fallowmere' },
  { given: ['Chart'], family: 'Reedholme', birthDate: '1978-08-18', number: 'MR' },
  { given: ['Plain'], family: 'Reedholme', birthDate: '1978-08-19', number: 'none' },
]
