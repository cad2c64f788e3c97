/** What a story has to say to its identity providers: they run in a process of their own. */

/** Somebody whom the providers know. `groups` is what the claims hold just now. */
export type Known = { login: string; email: string; firstName: string; lastName: string; groups: string[] }

/** One of the two: the plan's, and an office's. */
export type Which = 'plan' | 'office'

/** The portal as a provider knows it. */
export type Portal = { origin: string; provider: string }

export type Order =
  /** The portal becomes its client. */
  | { do: 'meet'; which: Which; portal: Portal }
  /** These are the people, in place of whom there were. */
  | { do: 'know'; people: Known[] }
  /** The providers' clock is so far ahead of the machine's, in ms. */
  | { do: 'set-clock'; ahead: number }
  /** A new key signs from here on; the one before stays published. */
  | { do: 'turn-keys'; which: Which }
  /** Nobody listens any more, or somebody who never answers; or all is well again. */
  | { do: 'fail'; which: Which; how: 'closed' | 'silent' | null }

export type Message = { nth: number; order: Order }

/** How each is set up, and how the portal has to be told of it. */
export const clients = {
  plan: { clientId: 'gatehouse-staff', secret: 'a secret of the plan, 32 bytes or more', groupsClaim: 'groups' },
  office: { clientId: 'gatehouse-larkmoor', secret: 'a secret of an office, 32 bytes or more', groupsClaim: 'roles' },
}

/** What each says when a second factor was given: the one by its methods, the other by its class. */
export const multiFactor = { plan: { claim: 'amr', value: 'mfa' }, office: { claim: 'acr', value: 'urn:larkmoor:two-factors' } } // prettier-ignore

/** Their issuers on the ports after the portal's: one by name, the other by number, so that they are sites of their own. */
export function issuers(portalPort: number): Record<Which, string> {
  return { plan: `http://localhost:${portalPort + 1}`, office: `http://127.0.0.1:${portalPort + 2}` }
}
