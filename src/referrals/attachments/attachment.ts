/** A file that goes with a referral (III.B.6.d). */
export type Attachment = {
  id: string
  name: string
  mediaType: 'application/pdf' | 'image/jpeg' | 'image/png'
  bytes: number
  addedAt: number
}

/** So many files go with one referral. */
export const MOST_FILES = 10
