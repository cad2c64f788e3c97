/** A number of the policy in words; `standard` is null where it is in force. */
export type PolicyNumber = {
  name: string
  clause: string
  sentence: string
  inForce: string
  standard: string | null
  mayMove: string
  deviation: string | null
}

/** A chapter of the policy that has numbers. */
export type Chapter = { id: string; title: string; numbers: readonly PolicyNumber[] }
