/** Imports and their rejected lines, as lists go through them. */

/** Where a page of imports goes on: after the one that began then (ms UTC), newest first. */
export type ImportPlace = { startedAt: number; id: string }

/** A line that could not be used. */
export type RejectedLine = { file: string; line: number; reason: string }
