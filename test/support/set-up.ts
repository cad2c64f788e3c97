/** People who were approved and have no password yet. */
import { env } from 'cloudflare:workers'
import { recorded } from '../../src/audit/statement.ts'
import { instant } from '../../src/clock.ts'
import { batch } from '../../src/db/client.ts'
import { newLink } from '../../src/links/link.ts'
import { linkMade } from '../../src/links/store.ts'
import { aPerson, type Someone } from './people.ts'
import { HOUR } from './time.ts'

/** Makes an account without a password, and the link to set it up with, as an approval does. */
export async function approved(someone: Someone) {
  const person = await aPerson(someone)
  await env.DB.prepare('DELETE FROM credential WHERE account_id = ?').bind(person.account).run()
  const link = newLink(person.guard)
  const at = instant().getTime()
  await batch(env.DB, [
    linkMade(link, 'set-up', { account: person.account }, at, at + 72 * HOUR),
    recorded({ name: 'password.link_sent', at }),
  ])
  return { person, link, path: `/password/set-up?link=${link.value}` }
}
