import { prepared } from '../db/client.ts'

/** Answers one row with 1, if the database answers at all. */
export const reached = prepared<{ one: number }>('SELECT 1 AS one')
