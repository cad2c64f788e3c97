import { addDays, earlier, endOf } from './calendar.ts'
import { SYSTEM, concept, identifier, reference, resource, type Resource } from './fhir.ts'
import type { Random } from './random.ts'

/** Referrals of so many days have their request for authorization and its answer in the plan's records. */
export const DECIDED_DAYS = 150

/** The commonest reasons to deny, as claim adjustment reason codes. */
const REASONS = ['50', '197', '242', '96', '119', '16', '252', '151']

const url = (name: string) => `http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-${name}`

/** What the plan decides of a referral, as X12 writes it. */
type Action = 'A1' | 'A3' | 'A4' | 'A6' | 'C'

/** Requests for authorization and their answers up to the day `until`, of the referrals that are not too old: ids `…-pa` and `…-pr`. */
export function drawDecisions(draw: Random, referrals: readonly Resource[], until: string): Resource[] {
  const since = addDays(until, -DECIDED_DAYS)
  return referrals.flatMap((referral) => {
    const made = String(referral.authoredOn).slice(0, 10)
    if (made < since) return []
    const action = actionFor(draw, String(referral.status), made, until)
    // The newest wait for their decision.
    if (!action) return []
    const on = earlier(addDays(made, draw.between(0, 6)), until)
    return [request(referral, made), answer(draw, referral, action, on)].map((one) => ({
      ...one,
      meta: { lastUpdated: endOf(until) },
    }))
  })
}

function actionFor(draw: Random, status: string, made: string, until: string): Action | null {
  const drawn = draw.pick<Action>(['A1', 'A1', 'A1', 'A1', 'A6', 'A3', 'A3'])
  if (status === 'revoked') return 'C'
  if (status === 'on-hold') return 'A4'
  if (status === 'completed') return 'A1'
  return made > addDays(until, -6) ? null : drawn
}

/** The last part of the referral's number. */
function serialOf(referral: Resource): string {
  return (referral.identifier as { value: string }[])[0]!.value.split('-').at(-1)!
}

function request(referral: Resource, on: string): Resource {
  const [reason] = referral.reasonCode as unknown[]
  return resource('Claim', `${referral.id}-pa`, {
    identifier: [identifier('FILL', SYSTEM.claim, `HV-${serialOf(referral)}-PA`)],
    status: 'active',
    use: 'preauthorization',
    type: concept(SYSTEM.claimType, 'professional'),
    patient: referral.subject,
    created: on,
    provider: referral.requester,
    priority: concept('http://terminology.hl7.org/CodeSystem/processpriority', 'normal'),
    referral: reference('ServiceRequest', referral.id),
    insurance: [{ sequence: 1, focal: true, coverage: (referral.insurance as unknown[])[0] }],
    diagnosis: [{ sequence: 1, diagnosisCodeableConcept: reason }],
    item: [{ sequence: 1, productOrService: referral.code }],
  })
}

function answer(draw: Random, referral: Resource, action: Action, on: string): Resource {
  const denial = concept(SYSTEM.denial, draw.pick(REASONS))
  const granted = action === 'A1' || action === 'A6'
  return resource('ClaimResponse', `${referral.id}-pr`, {
    status: 'active',
    use: 'preauthorization',
    type: concept(SYSTEM.claimType, 'professional'),
    patient: referral.subject,
    created: on,
    insurer: { display: 'Harbor View' },
    request: reference('Claim', `${referral.id}-pa`),
    outcome: action === 'A4' ? 'queued' : 'complete',
    ...(granted && {
      preAuthRef: `HV-AUTH-${serialOf(referral)}`,
      preAuthPeriod: { start: on, end: addDays(on, 90) },
    }),
    item: [
      {
        itemSequence: 1,
        adjudication: [
          {
            category: concept(SYSTEM.adjudication, 'submitted'),
            extension: [
              {
                url: url('reviewAction'),
                extension: [
                  {
                    url: url('reviewActionCode'),
                    valueCodeableConcept: concept('https://codesystem.x12.org/005010/306', action),
                  },
                  ...(action === 'A3' ? [{ url: 'reasonCode', valueCodeableConcept: denial }] : []),
                ],
              },
            ],
          },
        ],
      },
    ],
  })
}
