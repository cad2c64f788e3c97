/** A group of a directory as it is kept. Instants in ms UTC. */
export type GroupRow = {
  row: number
  id: string
  displayName: string
  externalId: string | null
  version: number
  createdAt: number
  changedAt: number
}

/** Somebody in a group: a user's public id and user name. */
export type Member = { inGroup: string; value: string; display: string }
