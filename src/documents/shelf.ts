/** Which texts staff maintain under which address, and what a publication asks of people. */
import type { DocumentKind } from './document.ts'

export const shelves: Record<string, { title: string; kinds: readonly DocumentKind[] }> = {
  '/staff/agreements': {
    title: 'Agreements and notice',
    kinds: ['access-agreement', 'user-agreement', 'privacy-notice'],
  },
  '/staff/training': { title: 'Training', kinds: ['training'] },
}

export const consequences: Record<DocumentKind, string> = {
  'access-agreement': 'Offices that ask for access from now on sign this version.',
  'user-agreement': 'Everybody is asked to agree to this version at their next sign-in.',
  training: 'Everybody who takes the training from now on takes this version.',
  'privacy-notice': 'This version is what everybody reads from now on.',
}
