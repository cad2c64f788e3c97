/** The plan's departments that have staff accounts. */
export const departments = [
  'information-services',
  'e-business',
  'provider-relations',
  'privacy',
  'information-security',
] as const
export type Department = (typeof departments)[number]

/** Capabilities given to a staff person by name, reviewed yearly (III.L.4). */
export const capabilities = ['audit.read'] as const
export type Capability = (typeof capabilities)[number]
