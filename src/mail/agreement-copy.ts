import type { Block } from '../documents/document.ts'

/** A signed Access Agreement, as its copy tells of it. `signedAt` in ms UTC; `ip` is empty on paper. */
export type AgreementCopy = {
  details: Record<
    | 'legalName'
    | 'tin'
    | 'npi'
    | 'street'
    | 'city'
    | 'state'
    | 'zip'
    | 'telephone'
    | 'managerName'
    | 'managerTitle'
    | 'managerEmail'
    | 'managerTelephone',
    string
  >
  nominees: { firstName: string; lastName: string; email: string }[]
  signedName: string
  signedTitle: string
  signedAt: number
  ip: string
  isPaper: boolean
  title: string
  version: number
  blocks: Block[]
}
