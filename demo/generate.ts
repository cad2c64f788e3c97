import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { REFERENCE_ON } from './calendar.ts'
import { demoPlan } from './plan.ts'

/**
 * Writes the demo plan into the folder as `<Type>.ndjson`, one resource a line, as a core system exports it.
 * The folder is made when it is missing; files of the same names are replaced.
 * Its referrals end on the day `until`.
 */
export async function generate(into: string, until: string): Promise<void> {
  await mkdir(into, { recursive: true })
  const byType = Map.groupBy(demoPlan(until), (resource) => resource.resourceType)
  for (const [type, resources] of byType) {
    await writeFile(join(into, `${type}.ndjson`), resources.map((one) => `${JSON.stringify(one)}\n`).join(''))
  }
}

if (import.meta.main) {
  const [, , into, until = REFERENCE_ON] = process.argv
  if (into) await generate(into, until)
  else process.stderr.write('Say the folder: node demo/generate.ts FOLDER [LAST DAY OF ITS REFERRALS]\n')
  process.exitCode = into ? 0 : 1
}
