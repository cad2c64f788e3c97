/** A message's words: plain text, no PHI, readable on any device. */
export type MailWords = { subject: string; text: string }
