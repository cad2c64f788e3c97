// as src/members/rules.ts
import { Hono } from 'hono' // bad
import { eq } from 'drizzle-orm' // bad
import type { Day } from '../policy/calendar.ts'
import { member } from '../db/schema/index.ts' // bad
import { searched } from './store.ts' // bad
import { MemberPage } from '../../views/members/member-page.tsx' // bad
