// as src/sessions/open.ts
import { instant } from '../clock.ts' // bad
export const at = instant()
