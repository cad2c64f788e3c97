/** What an office may take a copy of records for, on paper or as a file (II.D). */
export const purposes = ['payment', 'health-care-operations'] as const
export type Purpose = (typeof purposes)[number]

/** The purpose of a copy; null for any other word. */
export function readPurpose(word: string | undefined): Purpose | null {
  return purposes.find((purpose) => purpose === word) ?? null
}
