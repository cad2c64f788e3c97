import type { Draft } from '../../src/restricted-info/draft/draft.ts'
import { count, time } from '../format.ts'
import { Banner } from '../parts/banner.tsx'
import { PostButton } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import type { Choice } from '../parts/choice.tsx'
import { Empty } from '../parts/empty.tsx'
import { ErrorSummary, type FieldErrors } from '../parts/error-summary.tsx'
import { Facts } from '../parts/facts.tsx'
import { Pager } from '../parts/pager.tsx'
import { AddRow, Categories, ImportFile, type TypedRow } from './draft-forms.tsx'
import { DryRun, type RunShown } from './dry-run-card.tsx'
import { namesOf, Rows, type ListRow } from './rows.tsx'
import { Send, Sign } from './sign-card.tsx'

const HERE = '/staff/restricted-codes/draft'

export type DraftShown = Omit<Draft, 'id' | 'moreCategories' | 'onNow'> & {
  /** The optional categories that it has on, and those that the version in force has. */
  on: readonly string[]
  onNow: readonly string[]
}

export type DraftPageProps = {
  csrf: string
  zone: string
  draft: DraftShown | null
  rows: readonly (ListRow & { ends: number | null })[]
  start: string | undefined
  more: string | undefined
  run: RunShown | undefined
  mayDraft: boolean
  maySign: boolean
  categories: Choice[]
  optional: Choice[]
  systems: readonly string[]
  matches: readonly string[]
  typed?: TypedRow | undefined
  errors: FieldErrors
  mode?: 'add' | 'whole' | null | undefined
  reason?: string | undefined
  /** Somebody changed it first. */
  meanwhile?: boolean | undefined
}

/** The next version of the list: what it changes, what that would hide and show, and its signature. */
export function DraftPage(props: DraftPageProps) {
  const { csrf, draft, errors, meanwhile, mayDraft, maySign, run } = props
  const isOpen = mayDraft && draft?.sentAt === null
  const isStale = draft !== null && draft.baseVersion !== draft.version
  return (
    <>
      {meanwhile && (
        <Banner kind="warning" heading="That could not be done: the draft is not as it was" focus>
          <p>Somebody changed it meanwhile, or it isn’t tried as it stands now. Look at it, then try again.</p>
        </Banner>
      )}
      <ErrorSummary errors={errors} />
      {draft ? (
        <About {...props} draft={draft} />
      ) : (
        <Empty heading="No draft">
          <p>
            {mayDraft ? 'Add a row, end one, or import a file: that begins it.' : 'Information services begins one.'}
          </p>
        </Empty>
      )}
      {isStale && (
        <Banner kind="warning" heading={`Version ${draft.version} came into force meanwhile`}>
          <p>
            This draft was made against version {draft.baseVersion}. It has to be brought up to date, and tried again.
          </p>
          {isOpen && (
            <PostButton action={`${HERE}/renewal`} csrf={csrf} fields={{ from: String(draft.state) }}>
              Bring it up to date
            </PostButton>
          )}
        </Banner>
      )}
      {draft && <DraftRows {...props} draft={draft} isOpen={isOpen} />}
      {draft && <DryRun csrf={csrf} state={draft.state} run={run} zone={props.zone} isStale={isStale} />}
      {draft && isOpen && <Send {...props} draft={draft} />}
      {draft && maySign && draft.sentAt !== null && <Sign {...props} draft={draft} />}
      {(isOpen || (mayDraft && !draft)) && (
        <>
          <AddRow {...props} from={draft?.state ?? 0} />
          <ImportFile {...props} from={draft?.state ?? 0} />
          <Categories {...props} on={draft?.on ?? []} from={draft?.state ?? 0} />
        </>
      )}
      {draft && isOpen && <Discard csrf={csrf} state={draft.state} />}
    </>
  )
}

function About({ draft, zone, optional }: DraftPageProps & { draft: DraftShown }) {
  const named = optional.filter(({ value }) => draft.on.includes(value) !== draft.onNow.includes(value))
  return (
    <>
      <Facts
        facts={[
          { label: 'Against', value: `Version ${draft.baseVersion}` },
          { label: 'Adds', value: count(draft.added, 'row') },
          { label: 'Ends', value: count(draft.ended, 'row') },
          ...named.map(({ value, label }) => ({
            label,
            value: draft.on.includes(value) ? 'switched on' : 'switched off',
          })),
          { label: 'Last changed', value: `${time(draft.changedAt, zone)}, ${draft.changedBy}` },
          ...(draft.sentAt === null
            ? []
            : [{ label: 'Sent to privacy', value: `${time(draft.sentAt, zone)}, ${draft.sentBy ?? ''}` }]),
        ]}
      />
      {draft.sentAt !== null && draft.reason && <p>Why: {draft.reason}</p>}
      {draft.returnedAt !== null && (
        <Banner
          kind="warning"
          heading={`Sent back by ${draft.returnedBy ?? 'privacy'}, ${time(draft.returnedAt, zone)}`}
        >
          <p>{draft.returnedReason}</p>
        </Banner>
      )}
    </>
  )
}

function DraftRows(props: DraftPageProps & { draft: DraftShown; isOpen: boolean }) {
  const { csrf, draft, rows, categories, start, more, isOpen } = props
  if (rows.length === 0) return null
  return (
    <Card heading="Changes">
      <Rows
        caption="Rows that the draft adds and ends"
        rows={rows}
        names={namesOf(categories)}
        more={{
          head: 'Change',
          cell: (row) => (
            <>
              {row.ends === null ? 'Added' : 'Ended'}
              {isOpen && (
                <PostButton
                  action={`${HERE}/removals`}
                  csrf={csrf}
                  kind="plain"
                  fields={{ row: String(row.row), from: String(draft.state) }}
                >
                  Take out<span class="usa-sr-only"> {row.code}</span>
                </PostButton>
              )}
            </>
          ),
        }}
      />
      <Pager
        of="changes"
        text={count(draft.added + draft.ended, 'change')}
        newer={start}
        newerLabel="Back to the first"
        older={more}
        olderLabel="More changes"
      />
    </Card>
  )
}

function Discard({ csrf, state }: { csrf: string; state: number }) {
  return (
    <PostButton action={`${HERE}/discarding`} csrf={csrf} kind="danger" fields={{ from: String(state) }}>
      Throw the draft away
    </PostButton>
  )
}
