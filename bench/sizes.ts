/** What travels: the Worker when it is deployed, a first page and a next one. */
import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { buildStyles, weights } from '../tools/styles.ts'

/** Kilobytes (1,000 bytes) of gzip of everything that wrangler would upload as the Worker. */
export async function workerSize(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-bench-'))
  try {
    const { status, stderr } = spawnSync(
      process.execPath,
      ['node_modules/wrangler/bin/wrangler.js', 'deploy', '--dry-run', '--outdir', folder],
      {
        encoding: 'utf8',
        env: { ...process.env, CLOUDFLARE_CF_FETCH_ENABLED: 'false', WRANGLER_SEND_METRICS: 'false' },
      },
    )
    if (status !== 0) throw new Error(stderr)
    const files = (await readdir(folder)).filter((name) => !/\.map$|^README/.test(name))
    const parts = await Promise.all(files.map((name) => readFile(join(folder, name))))
    return gzipSync(Buffer.concat(parts)).length / 1000
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Kilobytes of brotli of the first page, scripts and styles with it, and of a next page alone. */
export async function pageSizes(firstHtml: string, nextHtml: string): Promise<{ first: number; next: number }> {
  await buildStyles()
  const assets = Object.values(await weights()).reduce((sum, bytes) => sum + bytes, 0)
  return { first: (assets + sent(firstHtml)) / 1000, next: sent(nextHtml) / 1000 }
}

/** Pages are compressed as they are sent, at a lower quality than files that wait. */
function sent(html: string): number {
  return brotliCompressSync(html, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }).length
}
