/** Two offices of the demo that wait for the plan's decision: one that the core system knows, and one that it doesn't. */
import { NEWCOMER, NEWCOMER_NUMBERS, npi } from '../../demo/offices.ts'
import { readConfig } from '../../src/config.ts'
import { batch, prepared } from '../../src/db/client.ts'
import { read } from '../../src/documents/rules.ts'
import { documentInForce } from '../../src/documents/store.ts'
import type { OfficeRequest } from '../../src/onboarding/office-request.ts'
import { submit } from '../../src/onboarding/submit.ts'

const HOUR = 3_600_000

/** Has both ask, unless any office has asked before. */
export async function askForAccess(env: Env, now: Date): Promise<void> {
  const config = readConfig(env)
  const { rows } = await batch(env.DB, [
    prepared<{ asked: 0 | 1 }>('SELECT EXISTS (SELECT 1 FROM office_request) AS asked'),
    documentInForce('access-agreement'),
  ])
  const [agreement] = rows[1]
  if (rows[0][0]?.asked || !agreement) return
  const means = { db: env.DB, mail: env.MAIL, config }
  for (const [nth, request] of requests.entries()) {
    const at = now.getTime() - (requests.length - nth) * HOUR
    const signing = { signedAt: at, ip: '192.0.2.77', paper: null }
    await submit(means, request, { ...agreement, blocks: read(agreement.body) }, signing, { at, by: null })
  }
}

const requests: OfficeRequest[] = [
  request({
    legalName: `${NEWCOMER.name}, Inc.`, ...NEWCOMER_NUMBERS, street: NEWCOMER.street, city: NEWCOMER.city, zip: NEWCOMER.zip,
    manager: 'Wilma Sandgrove', loa: { firstName: 'Pelle', lastName: 'Strandwick' }, domain: 'sandpiper-family.example',
  }),
  request({
    legalName: 'Driftwood Acupuncture', npi: npi(4711), tin: '890009999', street: '3 Kelp Row', city: 'Larkmoor', zip: '96192',
    manager: 'Dag Driftholm', loa: { firstName: 'Dag', lastName: 'Driftholm' }, domain: 'driftwood.example',
  }),
] // prettier-ignore

type Asked = Record<'legalName' | 'npi' | 'tin' | 'street' | 'city' | 'zip' | 'manager' | 'domain', string> & {
  loa: { firstName: string; lastName: string }
}

function request({ manager, loa, domain, ...office }: Asked): OfficeRequest {
  const address = (name: string) => `${name.split(' ')[0]?.toLowerCase()}@${domain}`
  return {
    details: {
      ...office,
      state: 'CA',
      telephone: '+18055550199',
      managerName: manager,
      managerTitle: 'Office manager',
      managerEmail: address(manager),
      managerTelephone: '+18055550198',
    },
    nominees: [{ ...loa, email: address(loa.firstName) }],
    signedName: manager,
    signedTitle: 'Office manager',
  }
}
