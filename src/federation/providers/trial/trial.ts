import type { Id } from '../../../ids.ts'

/** An account as the page of a trial names it. */
export type TrialAccount = { id: Id<'account'>; name: string; kind: 'staff' | 'office'; isManaged: 0 | 1 }

/** What is known here of whom the provider named. `isHere`: the identity may be linked to the account of the address. */
export type TrialFacts = {
  linked: TrialAccount | null
  addressed: (TrialAccount & { isHere: boolean }) | null
}

/** Where a sign-in as this person would lead: to the account that is linked; to linking one; to a new one; or nowhere, and why. */
export type Leading =
  | { to: 'linked' | 'linking'; account: TrialAccount }
  | { to: 'new-account' }
  | { to: 'nowhere'; why: 'no-subject' | 'no-address' | 'other-account' | 'not-registered' | 'no-department' | 'ended' }
