/** A user of a directory as it is kept, and what is known of the person behind it. */
/** A row as SQLite answers it. Instants in ms UTC. */
export type UserRow = {
  row: number
  id: string
  userName: string
  externalId: string | null
  email: string
  /** JSON: the rest of the resource. */
  resource: string
  active: 0 | 1
  version: number
  account: number | null
  announcedAt: number | null
  createdAt: number
  changedAt: number
  /** JSON: a list of `{value, display}`. */
  groups: string
}

/** An office of the provider's, on a day. */
export type OfficeFacts = {
  row: number
  id: string
  name: string
  npi: string | null
  /** It has access, and wasn't terminated. */
  isOpen: boolean
  /** The accounts of those who decide there. */
  loas: number[]
  /** They were told of a request of this person's within a day. */
  isTold: boolean
}
