import { rm } from 'node:fs/promises'

/** The state folder of the run is made up, and nobody looks at it again. */
export default async function forgetState(): Promise<void> {
  const folder = process.env.GATEHOUSE_E2E_STATE
  if (folder) await rm(folder, { recursive: true, force: true })
}
