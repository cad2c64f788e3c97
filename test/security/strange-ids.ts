/** What the tests made from the route table (T15) ask with. */

/** `who` may see what is shown; the clerk unless told. */
export type Ids = { shown: string[]; hidden: string[]; who?: { guard: string } }

/** No id of any kind. */
export const strange = [
  'x',
  '%00',
  '%0d%0aX-Evil:%201',
  'clm_',
  'mem_',
  'a'.repeat(2000),
  '%ff',
  '..%2f',
  "'--",
  '%E2%82%AC',
]
