import type { Due } from '../../src/referrals/referral.ts'
import { day } from '../format.ts'
import { Button, ButtonLink, Buttons } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { Empty } from '../parts/empty.tsx'
import { ErrorSummary, type FieldErrors } from '../parts/error-summary.tsx'
import { Hidden } from '../parts/hidden.tsx'
import { Pager } from '../parts/pager.tsx'
import { PurposeChoice } from '../parts/purpose-choice.tsx'
import { PurposeNotice } from '../parts/purpose-notice.tsx'
import { type Filter, isNarrowed, SearchFilters } from '../parts/search-filters.tsx'
import { Status } from '../parts/status.tsx'
import { Table } from '../parts/table.tsx'
import { dueText } from './due.ts'
import { stageWords, urgencyWords } from './words.ts'

/** A referral as a list shows it. */
export type ReferralRow = {
  id: string
  number: string
  stage: string
  urgency: string
  authoredOn: string | null
  requesterName: string | null
  performerName: string | null
  lastName: string | null
  firstName: string | null
  memberNumber: string | null
  due: Due | null
}

type Typed = { number: string; memberNumber: string; from: string; to: string; status: string; urgency: string }

export type ReferralsPageProps = {
  csrf: string
  zone: string
  typed: Typed
  errors?: FieldErrors
  /** The statuses to choose from. */
  statuses: readonly string[]
  /** null: the filters could not be read, so nothing was looked up. */
  referrals: ReferralRow[] | null
  text?: string
  start?: string | undefined
  older?: string | undefined
  /** What a copy of the list is asked for with. */
  copy?: { criteria: string; cap: string; purposeMissing: boolean }
  /** The person may submit referrals. */
  maySubmit: boolean
}

/** The office's referrals, a page at a time, narrowed by what is known of one. */
export function ReferralsPage(props: ReferralsPageProps) {
  const { csrf, typed, errors = {}, statuses, referrals, copy, maySubmit } = props
  return (
    <>
      <PurposeNotice />
      <ErrorSummary
        errors={copy?.purposeMissing ? { ...errors, purpose: 'Choose what you need the copy for.' } : errors}
      />
      {maySubmit && (
        <Buttons>
          <ButtonLink href="/referrals/new">New referral</ButtonLink>
        </Buttons>
      )}
      <SearchFilters
        action="/referrals"
        csrf={csrf}
        summary="Find a referral"
        button="Find"
        filters={filtersFor(statuses)}
        typed={typed}
        errors={errors}
        open={referrals === null}
      />
      {referrals?.length === 0 && <NoReferrals narrowed={isNarrowed(typed)} />}
      {referrals && referrals.length > 0 && <Found {...props} referrals={referrals} />}
    </>
  )
}

/** What the list may be narrowed by. */
function filtersFor(statuses: readonly string[]): Filter<keyof Typed>[] {
  return [
    { kind: 'text', name: 'number', label: 'Referral, confirmation or authorization number', width: 'medium' },
    { kind: 'text', name: 'memberNumber', label: 'Member number', width: 'medium' },
    { kind: 'day', name: 'from', label: 'Made from' },
    { kind: 'day', name: 'to', label: 'Made to' },
    {
      kind: 'choice',
      name: 'status',
      label: 'Status',
      choices: statuses.map((value) => ({ value, label: stageWords[value]?.word ?? value })),
    },
    {
      kind: 'choice',
      name: 'urgency',
      label: 'Urgency',
      choices: Object.entries(urgencyWords).map(([value, label]) => ({ value, label })),
    },
  ]
}

function NoReferrals({ narrowed }: { narrowed: boolean }) {
  return (
    <Empty heading={narrowed ? 'No referral fits' : 'No referrals yet'}>
      <p>
        {narrowed
          ? 'Loosen the search: a number has to be whole.'
          : 'Referrals appear here once they were submitted, or the core system has sent them.'}
      </p>
    </Empty>
  )
}

/** The referrals of a page, the way to the others, and a copy of them all. */
function Found(props: ReferralsPageProps & { referrals: ReferralRow[] }) {
  const { referrals, text = '', start, older, copy, zone } = props
  return (
    <>
      <ReferralsTable referrals={referrals} zone={zone} linked />
      <Pager
        of="referrals"
        text={text}
        newer={start}
        newerLabel="Back to the newest"
        older={older}
        olderLabel="Older referrals"
      />
      {copy && <Copy {...copy} />}
    </>
  )
}

/** Rows of referrals, on a screen with links to each, on paper without. */
export function ReferralsTable(props: { referrals: ReferralRow[]; zone: string; linked?: boolean }) {
  const { referrals, zone, linked } = props
  return (
    <Table
      caption="Referrals, the newest first"
      captionHidden
      rows={referrals}
      columns={[
        {
          head: 'Referral',
          short: true,
          cell: (one) => (linked ? <a href={`/referrals/${one.id}`}>{one.number}</a> : one.number),
        },
        { head: 'Made', short: true, cell: (one) => day(one.authoredOn) },
        { head: 'Member', cell: (one) => [one.lastName, one.firstName].filter(Boolean).join(', ') },
        { head: 'From', cell: (one) => one.requesterName },
        { head: 'To', cell: (one) => one.performerName },
        { head: 'Status', cell: (one) => <StageAndDue {...one} zone={zone} /> },
      ]}
    />
  )
}

/** Where it stands, whether it is urgent, and by when it is to be decided. */
export function StageAndDue(props: { stage: string; urgency: string; due: Due | null; zone: string }) {
  const { stage, urgency, due, zone } = props
  const words = stageWords[stage]
  return (
    <div>
      <Status feeling={words?.feeling ?? 'neutral'} word={words?.word ?? stage} />
      {urgency === 'urgent' && (
        <>
          {' '}
          <Status feeling={due ? 'bad' : 'neutral'} word="Urgent" />
        </>
      )}
      {due && <div class="due">{dueText(due, zone)}</div>}
    </div>
  )
}

function Copy({ criteria, cap, purposeMissing }: { criteria: string; cap: string; purposeMissing: boolean }) {
  return (
    <Card heading="Take the list with you" id="copy">
      <form class="form" method="get" action="/referrals/copy" novalidate>
        <Hidden fields={{ s: criteria }} />
        <PurposeChoice
          label="For what do you need the copy?"
          hint={cap}
          isMissing={purposeMissing}
          where="stands on the copy"
        />
        <Buttons>
          <Button kind="outline" name="as" value="print">
            Print this list
          </Button>
          <Button kind="outline" name="as" value="csv">
            Download as CSV
          </Button>
        </Buttons>
      </form>
    </Card>
  )
}
