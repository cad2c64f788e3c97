import type { Due } from '../../src/referrals/referral.ts'
import { day, days, telephone, time } from '../format.ts'
import { AsOf } from '../parts/as-of.tsx'
import { Button } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { Facts } from '../parts/facts.tsx'
import { PurposeChoice } from '../parts/purpose-choice.tsx'
import { PurposeNotice } from '../parts/purpose-notice.tsx'
import { Table } from '../parts/table.tsx'
import { StageAndDue } from './referrals-page.tsx'
import { reasonWords, systemWords, urgencyWords } from './words.ts'

type Code = { kind: 'diagnosis' | 'service'; system: string; code: string; words: string | null }

type ReferralProps = {
  referral: {
    id: string
    number: string
    confirmation: string | null
    stage: string
    urgency: string
    authoredOn: string | null
    receivedAt: number | null
    requesterName: string | null
    performerName: string | null
    units: number | null
    startsOn: string | null
    endsOn: string | null
    decidedOn: string | null
    denialCode: string | null
    authorizationNumber: string | null
    submittedAt: number | null
    deliveredAt: number | null
    lastName: string | null
    firstName: string | null
    memberNumber: string | null
    birthDate: string | null
    asOf: number
    due: Due | null
  }
  codes: Code[]
  /** The office whose referral it is. */
  office: string
  zone: string
  plan: { name: string; telephone: string }
}

/** One referral: for whom, to whom, for what, and what the plan decided; and the way to print it for a purpose (II.D). */
export function ReferralPage(props: ReferralProps & { purposeMissing: boolean }) {
  const { referral, purposeMissing } = props
  return (
    <>
      <PurposeNotice />
      <ReferralFacts {...props} />
      <Card heading="Print" id="print">
        <form class="form" method="get" action={`/referrals/${referral.id}/print`} novalidate>
          <PurposeChoice
            label="For what do you need it on paper?"
            isMissing={purposeMissing}
            where="printed on each page"
          />
          <Button kind="outline">Print this referral</Button>
        </form>
      </Card>
    </>
  )
}

/** A referral's facts and codes, on a screen or on paper. */
export function ReferralFacts({ referral, codes, office, zone, plan }: ReferralProps) {
  const made = referral.receivedAt === null ? day(referral.authoredOn) : time(referral.receivedAt, zone)
  return (
    <>
      <Card heading="Decision">
        <Facts
          facts={[
            { label: 'Status', value: <StageAndDue {...referral} zone={zone} /> },
            { label: 'Decided', value: day(referral.decidedOn) },
            ...(referral.authorizationNumber
              ? [{ label: 'Authorization number', value: referral.authorizationNumber }]
              : []),
          ]}
        />
        {referral.denialCode && <Reason code={referral.denialCode} stage={referral.stage} plan={plan} />}
      </Card>
      <Card heading="Referral">
        <Facts
          facts={[
            { label: 'Referral number', value: referral.number },
            ...(referral.confirmation ? [{ label: 'Confirmation number', value: referral.confirmation }] : []),
            { label: 'Member', value: [referral.lastName, referral.firstName].filter(Boolean).join(', ') },
            { label: 'Member number', value: referral.memberNumber },
            { label: 'Birth date', value: day(referral.birthDate) },
            { label: 'From', value: [referral.requesterName, office].filter(Boolean).join(', ') },
            { label: 'To', value: referral.performerName },
            { label: 'Urgency', value: urgencyWords[referral.urgency] },
            { label: 'Made', value: made },
            { label: 'For the time', value: days(referral.startsOn, referral.endsOn) },
            { label: 'Visits or units', value: referral.units === null ? null : String(referral.units) },
            ...(referral.submittedAt === null
              ? []
              : [
                  { label: 'Submitted', value: time(referral.submittedAt, zone) },
                  {
                    label: 'Sent to the core system',
                    value: referral.deliveredAt === null ? 'Not yet' : time(referral.deliveredAt, zone),
                  },
                ]),
          ]}
        />
      </Card>
      <Codes heading="Diagnoses" codes={codes.filter(({ kind }) => kind === 'diagnosis')} />
      <Codes heading="Services" codes={codes.filter(({ kind }) => kind === 'service')} />
      <AsOf time={time(referral.asOf, zone)} source={referral.stage === 'submitted' ? 'this portal' : 'core system'} />
    </>
  )
}

function Reason({ code, stage, plan }: { code: string; stage: string; plan: ReferralProps['plan'] }) {
  const words = reasonWords[code]
  return (
    <p class="reason">
      <strong>{stage === 'denied' ? 'Why it was denied:' : 'Why it was changed:'}</strong>{' '}
      {words ? `${words} (${code})` : `Reason code ${code}.`}{' '}
      {words ? 'For more, call' : 'To learn what it means, call'} {plan.name}:{' '}
      <a href={`tel:${plan.telephone}`}>{telephone(plan.telephone)}</a>.
    </p>
  )
}

function Codes({ heading, codes }: { heading: string; codes: Code[] }) {
  if (codes.length === 0) return null
  return (
    <>
      <h2>{heading}</h2>
      <Table
        caption={heading}
        captionHidden
        rows={codes}
        columns={[
          { head: 'Code', short: true, cell: ({ code }) => code },
          { head: 'What it is', cell: ({ words }) => words },
          { head: 'Code system', cell: ({ system }) => systemWords[system] ?? system },
        ]}
      />
    </>
  )
}
