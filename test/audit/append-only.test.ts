import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'

it('III.L audit rows are only added', async () => {
  await env.DB.prepare("INSERT INTO audit (at, event) VALUES (1, 'page.viewed')").run()
  await expect(env.DB.prepare('DELETE FROM audit').run()).rejects.toThrow(/only added/)
  await expect(env.DB.prepare('UPDATE audit SET at = 2').run()).rejects.toThrow(/only added/)
  await expect(
    env.DB.prepare("INSERT OR REPLACE INTO audit (seq, at, event) VALUES (1, 1, 'x')").run(),
  ).rejects.toThrow(/numbers its rows/)
})
