/** Somebody whom an office's directory announces, and who has not registered. `since` in ms UTC. */
export type Announced = {
  firstName: string | null
  lastName: string | null
  email: string
  since: number
  /** JSON: the roles that the directory's groups suggest. */
  roles: string
}

/** What the directory says of whoever asks for access: whether they are of it still, and the roles that its groups suggest (JSON). */
export type Suggestion = { isActive: 0 | 1; roles: string }
