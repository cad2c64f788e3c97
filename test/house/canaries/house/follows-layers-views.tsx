// as views/members/member-page.tsx
import type { Child } from 'hono/jsx'
import type { Criteria } from '../../src/members/member.ts'
import { foldName } from '../../src/members/member.ts' // bad
import { can } from '../../src/roles/rules.ts' // bad
import { Hono } from 'hono' // bad
