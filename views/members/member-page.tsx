import { day, days, money, time } from '../format.ts'
import { AsOf } from '../parts/as-of.tsx'
import { Button } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { Empty } from '../parts/empty.tsx'
import { ErrorSummary } from '../parts/error-summary.tsx'
import { Facts } from '../parts/facts.tsx'
import { Field } from '../parts/field.tsx'
import { PurposeChoice } from '../parts/purpose-choice.tsx'
import { PurposeNotice } from '../parts/purpose-notice.tsx'
import { Status } from '../parts/status.tsx'

type Eligible = 'eligible' | 'not-eligible' | 'unknown'

type MemberFactsProps = {
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
  zone: string
}

type MemberPageProps = MemberFactsProps & {
  /** What was typed for the date of service, if anything was. */
  typedDate: string | undefined
  /** A print was asked for without its purpose. */
  purposeMissing: boolean
}

const words: Record<Eligible, { word: string; feeling: 'good' | 'bad' | 'waiting' }> = {
  eligible: { word: 'Eligible', feeling: 'good' },
  'not-eligible': { word: 'Not eligible', feeling: 'bad' },
  unknown: { word: 'Not known', feeling: 'waiting' },
}

/** One member's eligibility: no more than the Eligibility Viewer needs (II.C). */
export function MemberPage(props: MemberPageProps) {
  const { member, on, typedDate, purposeMissing } = props
  const wrongDate =
    typedDate !== undefined && typedDate !== on
      ? 'This is no date. Write it as year-month-day, such as 2026-04-21.'
      : undefined
  const address = `/members/${member.id}`
  return (
    <div id="member">
      <ErrorSummary errors={wrongDate ? { on: wrongDate } : {}} />
      <PurposeNotice />
      <Card>
        {!wrongDate && <Answer {...props} asked={typedDate !== undefined} />}
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
      <Stored {...props} answers={!wrongDate} />
      <Card heading="Print" id="print">
        <form class="form" method="get" action={`${address}/print`} novalidate>
          {!wrongDate && typedDate !== undefined && <input type="hidden" name="on" value={on} />}
          <PurposeChoice
            label="For what do you need it on paper?"
            isMissing={purposeMissing}
            where="printed on each page"
          />
          <Button kind="outline">Print this page</Button>
        </form>
      </Card>
    </div>
  )
}

/** The same on paper. */
export function MemberFacts(props: MemberFactsProps) {
  return (
    <>
      <Answer {...props} asked={false} />
      <Stored {...props} answers />
    </>
  )
}

function Answer({ eligible, on, asked }: MemberFactsProps & { asked: boolean }) {
  return (
    <p class="answer" tabindex={asked ? -1 : undefined} autofocus={asked}>
      <Status feeling={words[eligible].feeling} word={words[eligible].word} /> on {day(on)}
    </p>
  )
}

/** What the core system sent; `answers`: the day is known, so each coverage says whether it covers it. */
function Stored({ member, coverages, zone, answers }: MemberFactsProps & { answers: boolean }) {
  return (
    <>
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
          {answers && (
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
    </>
  )
}

// The core system's code words, as a word on a page.
function capital(word: string | null): string | null {
  return word && word.charAt(0).toUpperCase() + word.slice(1)
}
