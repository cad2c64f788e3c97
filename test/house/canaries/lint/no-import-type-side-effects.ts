import { type Role } from '../../../../src/policy/roles.ts'

export type Held = Role
