import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { referralsUpTo } from './calendar.ts'
import { demoPlan } from './plan.ts'

/**
 * Writes the demo plan into the folder as `<Type>.ndjson`, one resource a line, as a core system exports it.
 * The folder is made when it is missing; files of the same names are replaced.
 * Its referrals end the day before `now` (ms UTC).
 */
export async function generate(into: string, now: number): Promise<void> {
  await mkdir(into, { recursive: true })
  const byType = Map.groupBy(demoPlan(referralsUpTo(now)), (resource) => resource.resourceType)
  for (const [type, resources] of byType) {
    await writeFile(join(into, `${type}.ndjson`), resources.map((one) => `${JSON.stringify(one)}\n`).join(''))
  }
}

if (import.meta.main) {
  const into = process.argv[2]
  if (into) await generate(into, Date.now())
  else process.stderr.write('Say the folder: node demo/generate.ts FOLDER\n')
  process.exitCode = into ? 0 : 1
}
