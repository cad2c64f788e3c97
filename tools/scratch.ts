import { statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'

const MEMORY = '/dev/shm'
const ROOM_BYTES = 2 ** 30

/**
 * The folder for databases that no test looks at afterwards: in memory where a gibibyte of it is free, since every write of
 * D1 waits for the disk (ten times as long as the write itself), else the system's own for temporary files.
 */
export function scratch(): string {
  try {
    const { bavail, bsize } = statfsSync(MEMORY)
    return bavail * bsize >= ROOM_BYTES ? MEMORY : tmpdir()
  } catch {
    // Not every system keeps such a folder.
    return tmpdir()
  }
}
