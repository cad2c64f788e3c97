import { prepared } from '../db/client.ts'

/** Asks nothing: the database answers it, or fails. */
export const reached = prepared<{ one: number }>('SELECT 1 AS one')
