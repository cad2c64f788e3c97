// as src/claims/routes.tsx
import { batch, prepared } from '../db/client.ts' // bad
const rows = prepared('SELECT id FROM claim') // bad
const gone = `DELETE FROM claim WHERE id = ?` // bad
const words = 'Select a claim from the list.'
