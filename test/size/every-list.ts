/** Every list of the portal that grows with a plan: what is measured at 10,000 rows here, and at millions in the benchmark. */
import type { Count, List } from './list.ts'
import { claims, countsOfClaims } from './of-claims.ts'
import { countsOfFeed, feed } from './of-feed.ts'
import { log } from './of-log.ts'
import { countsOfRecords, records } from './of-records.ts'
import { countsOfStaff, ofStaff } from './of-staff.ts'

export const lists: List[] = [...claims, ...records, ...log, ...ofStaff, ...feed]
export const counts: Count[] = [...countsOfClaims, ...countsOfRecords, ...countsOfStaff, ...countsOfFeed]
