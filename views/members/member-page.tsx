import { day, days, money, time } from '../format.ts'
import { AsOf } from '../parts/as-of.tsx'
import { Button } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { Empty } from '../parts/empty.tsx'
import { ErrorSummary } from '../parts/error-summary.tsx'
import { Facts } from '../parts/facts.tsx'
import { Field } from '../parts/field.tsx'
import { PurposeNotice } from '../parts/purpose-notice.tsx'
import { Status } from '../parts/status.tsx'

type Eligible = 'eligible' | 'not-eligible' | 'unknown'

type MemberPageProps = {
  member: {
    id: string
    number: string
    birthDate: string | null
    gender: string | null
    pcpName: string | null
    asOf: number
  }
  coverages: {
    planName: string | null
    product: string | null
    payor: string | null
    network: string | null
    relationship: string | null
    startsOn: string | null
    endsOn: string | null
    copayCents: number | null
    eligible: Eligible
  }[]
  eligible: Eligible
  /** The date of service asked about. */
  on: string
  /** What was typed for it, if that was no date. */
  typedDate: string | undefined
  zone: string
}

const words: Record<Eligible, { word: string; feeling: 'good' | 'bad' | 'waiting' }> = {
  eligible: { word: 'Eligible', feeling: 'good' },
  'not-eligible': { word: 'Not eligible', feeling: 'bad' },
  unknown: { word: 'Not known', feeling: 'waiting' },
}

/** One member's eligibility: no more than the Eligibility Viewer needs (II.C). */
export function MemberPage(props: MemberPageProps) {
  const { member, coverages, eligible, on, typedDate, zone } = props
  const asked = typedDate !== undefined
  const wrongDate =
    asked && typedDate !== on ? 'This is no date. Write it as year-month-day, such as 2026-04-21.' : undefined
  const address = `/members/${member.id}`
  return (
    <div id="member">
      <ErrorSummary errors={wrongDate ? { on: wrongDate } : {}} />
      <PurposeNotice />
      <Card>
        {!wrongDate && (
          <p class="answer" tabindex={asked ? -1 : undefined} autofocus={asked}>
            <Status feeling={words[eligible].feeling} word={words[eligible].word} /> on {day(on)}
          </p>
        )}
        <form
          class="form filters"
          method="get"
          action={address}
          novalidate
          hx-get={address}
          hx-target="#member"
          hx-disable="find button"
        >
          <Field name="on" label="Date of service" type="date" value={typedDate ?? on} error={wrongDate} />
          <Button kind="outline">Check this date</Button>
        </form>
      </Card>
      <Card heading="Member">
        <Facts
          facts={[
            { label: 'Member number', value: member.number },
            { label: 'Birth date', value: day(member.birthDate) },
            { label: 'Gender', value: capital(member.gender) },
            { label: 'Primary care provider', value: member.pcpName },
          ]}
        />
      </Card>
      {coverages.length === 0 && (
        <Empty heading="No coverage on record">
          <p>The core system has sent none for this member. Call us if the member shows a card.</p>
        </Empty>
      )}
      {coverages.map((coverage, place) => (
        <Card heading={place === 0 ? 'Coverage' : 'Other coverage'}>
          {!wrongDate && (
            <p>
              <Status feeling={words[coverage.eligible].feeling} word={words[coverage.eligible].word} />
            </p>
          )}
          <Facts
            facts={[
              { label: 'Plan', value: coverage.planName ?? coverage.payor },
              { label: 'Product', value: coverage.product },
              { label: 'Effective', value: days(coverage.startsOn, coverage.endsOn) },
              { label: 'Health network', value: coverage.network },
              { label: 'Relationship', value: capital(coverage.relationship) },
              { label: 'Copayment', value: money(coverage.copayCents) },
            ]}
          />
        </Card>
      ))}
      <AsOf time={time(member.asOf, zone)} source="core system" />
    </div>
  )
}

// The core system's code words, as a word on a page.
function capital(word: string | null): string | null {
  return word && word.charAt(0).toUpperCase() + word.slice(1)
}
