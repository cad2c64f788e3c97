/** What the audited claims page costs beside a static one, what its audit row costs, and what a sign-in through a provider leaves. */
import type { Contestant } from './contestant.ts'
import { start } from './contestant.ts'
import { batch, prepared } from '../src/db/client.ts'
import { PASSWORD, people, settle } from './plan.ts'
import { compete, median, ratio } from './rounds.ts'
import { Visitor } from './visitor.ts'

const ROUNDS = 25
const EMAIL = 'clerk@office.example'

/** Measures the claims page of `audited`; the answer has its HTML too. */
export async function measurePage(audited: Contestant) {
  const plain = await start('bench/static.tsx', { bare: true })
  const unaudited = await start('src/index.ts', { audited: false })
  try {
    const clerks = {
      audited: await clerkOf(audited),
      unaudited: await clerkOf(unaudited),
      plain: new Visitor(plain.url),
    }
    const federated = await throughProvider(audited, clerks.audited)
    const html = await pageOf(clerks.audited)
    const difference = (await pageOf(clerks.plain)).length / html.length - 1
    if (Math.abs(difference) > 0.03) throw new Error(`the static page's size differs by ${difference.toFixed(3)}`)
    const turn = (contestant: Contestant, visitor: Visitor, times: number) => ({
      cpu: contestant.cpu,
      run: () => pageOf(visitor).then(() => undefined),
      times,
      atOnce: 4,
    })
    const used = await compete(
      {
        audited: turn(audited, clerks.audited, 100),
        federated: turn(audited, federated, 100),
        unaudited: turn(unaudited, clerks.unaudited, 100),
        plain: turn(plain, clerks.plain, 400),
      },
      ROUNDS,
    )
    return {
      html,
      rounds: ROUNDS,
      vsStatic: ratio(used.audited, used.plain),
      auditRow: ratio(used.audited, used.unaudited),
      federated: ratio(used.federated, used.audited),
      ms: {
        audited: median(used.audited),
        federated: median(used.federated),
        unaudited: median(used.unaudited),
        static: median(used.plain),
      },
    }
  } finally {
    await Promise.all([plain.stop(), unaudited.stop()])
  }
}

/** Settles the plan there and signs its clerk in. */
async function clerkOf(contestant: Contestant): Promise<Visitor> {
  const db = await contestant.database()
  await settle(db)
  const [device = ''] = await people(db, [EMAIL])
  const visitor = new Visitor(contestant.url)
  visitor.cookies.set('__Host-device', device)
  const { location } = await visitor.signIn(EMAIL, PASSWORD)
  if (location !== '/home') throw new Error('the clerk could not sign in')
  return visitor
}

/** The same clerk in a session through an identity provider, as its sign-in would have left it. */
async function throughProvider({ database, url }: Contestant, local: Visitor): Promise<Visitor> {
  const visitor = new Visitor(url)
  visitor.cookies.set('__Host-device', local.cookies.get('__Host-device') ?? '')
  const { location } = await visitor.signIn(EMAIL, PASSWORD)
  if (location !== '/home') throw new Error('the clerk could not sign in twice')
  const session = '(SELECT max(id) FROM session)'
  await batch(
    await database(),
    [
      `INSERT INTO identity_provider (id, public_id, name, kind, issuer, client_id, sealed_secret, sealed_by, created_at, changed_at)
         VALUES (1, 'idp_bench', 'Bench', 'office', 'https://idp.example', 'bench', '', '', 0, 0)`,
      'INSERT INTO provider_office (provider_id, office_id) VALUES (1, 1)',
      `INSERT INTO identity (provider_id, issuer, subject, account_id, linked_at)
         SELECT 1, 'https://idp.example', 'clerk', account_id, 0 FROM session WHERE id = ${session}`,
      `UPDATE session SET opened_by = 'provider', provider_id = 1 WHERE id = ${session}`,
      `INSERT INTO federated_session (session_id, provider_id, subject, sealed) VALUES (${session}, 1, 'clerk', '')`,
    ].map((text) => prepared(text)),
  )
  return visitor
}

async function pageOf(visitor: Visitor): Promise<string> {
  const { status, body } = await visitor.ask('/claims')
  if (status !== 200 || !body.includes('1 to 25 of more than 1,000 claims'))
    throw new Error('this is not the claims page')
  return body
}
