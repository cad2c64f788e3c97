import { day, number, time } from '../format.ts'
import { Banner } from '../parts/banner.tsx'
import { Button, ButtonLink, Buttons, PostButton } from '../parts/button.tsx'
import { type Choice, Select } from '../parts/choice.tsx'
import { Empty } from '../parts/empty.tsx'
import { ErrorSummary, type FieldErrors } from '../parts/error-summary.tsx'
import { Facts } from '../parts/facts.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { Pager } from '../parts/pager.tsx'
import { type ListRow, namesOf, Rows } from './rows.tsx'
import { systemWords } from './words.ts'

const BASE = '/staff/restricted-codes'

export type ListPageProps = {
  csrf: string
  zone: string
  typed: { code: string; system: string; category: string }
  errors?: FieldErrors | undefined
  /** null: the search could not be read. */
  rows: readonly ListRow[] | null
  text?: string | undefined
  start?: string | undefined
  more?: string | undefined
  /** The version in force; undefined: none yet. */
  version?: { version: number; madeAt: number; on: readonly string[] } | undefined
  /** Records that are still to be judged under it. */
  judging?: { left: number; all: number } | undefined
  draft?: { state: number; sentAt: number | null } | undefined
  review?: { overdueOn: string | null; isOverdue: boolean } | undefined
  mayDraft: boolean
  seesHidden: boolean
  categories: Choice[]
  systems: readonly string[]
}

/** The list in force, a page at a time, and the ways to its versions, draft and reviews. */
export function ListPage(props: ListPageProps) {
  const { csrf, typed, errors = {}, rows, text = '', start, more, categories, systems, draft, mayDraft } = props
  const narrowed = Object.values(typed).some((value) => value !== '')
  const mayEnd = mayDraft && draft?.sentAt == null
  return (
    <>
      <ErrorSummary errors={errors} />
      {rows && <About {...props} />}
      <Form action={BASE} csrf={csrf} filters>
        <Field
          name="code"
          label="Code"
          hint="Finds the rows that hold it."
          value={typed.code}
          error={errors.code}
          optional
          autocomplete="off"
          width="medium"
        />
        <Select
          name="system"
          label="Code system"
          choices={systems.map((value) => ({ value, label: systemWords[value] ?? value }))}
          value={typed.system}
          error={errors.system}
          optional
          empty="Any"
        />
        <Select
          name="category"
          label="Category"
          choices={categories}
          value={typed.category}
          error={errors.category}
          optional
          empty="Any"
        />
        <Buttons>
          <Button kind="outline">Find</Button>
          {narrowed && <a href={BASE}>Show all</a>}
        </Buttons>
      </Form>
      {rows?.length === 0 && (
        <Empty heading={narrowed ? 'No row fits' : 'The list is empty'}>
          <p>
            {narrowed ? 'Loosen the search.' : 'Nothing of the core system is shown to anybody while there is no list.'}
          </p>
        </Empty>
      )}
      {rows && rows.length > 0 && (
        <>
          <Rows
            caption="Rows in force"
            rows={rows}
            names={namesOf(categories)}
            more={
              mayEnd
                ? {
                    head: 'Change',
                    cell: (row) => (
                      <PostButton
                        action={`${BASE}/draft/ends`}
                        csrf={csrf}
                        kind="plain"
                        fields={{ row: String(row.row), from: String(draft?.state ?? 0) }}
                      >
                        End in the draft<span class="usa-sr-only"> {row.code}</span>
                      </PostButton>
                    ),
                  }
                : undefined
            }
          />
          <Pager
            of="rows"
            text={text}
            newer={start}
            newerLabel="Back to the first"
            older={more}
            olderLabel="More rows"
          />
        </>
      )}
    </>
  )
}

function About({ version, judging, draft, review, mayDraft, seesHidden, zone, categories }: ListPageProps) {
  const names = namesOf(categories)
  return (
    <>
      {judging && (
        <div class="progress">
          <p aria-live="polite">
            Records are being judged under version {version?.version}: {number(judging.all - judging.left)} of{' '}
            {number(judging.all)}. Those that aren’t yet are shown to nobody.
          </p>
          <progress max={Math.max(judging.all, 1)} value={judging.all - judging.left} aria-label="Records judged" />
        </div>
      )}
      {review?.isOverdue && (
        <Banner kind="warning" heading="The monthly review is overdue">
          <p>
            It was due before {day(review.overdueOn)}. <a href={`${BASE}/reviews`}>Review the list</a>
          </p>
        </Banner>
      )}
      <Facts
        facts={[
          {
            label: 'In force',
            value: version && <a href={`${BASE}/versions/${version.version}`}>Version {version.version}</a>,
          },
          { label: 'Since', value: version && time(version.madeAt, zone) },
          ...(version?.on ?? []).map((one) => ({ label: names[one] ?? one, value: 'on' })),
          { label: 'Draft', value: draft ? (draft.sentAt === null ? 'being made' : 'waits for privacy') : 'none' },
        ]}
      />
      <Buttons>
        {(mayDraft || draft) && (
          <ButtonLink href={`${BASE}/draft`}>{draft ? 'See the draft' : 'Begin a draft'}</ButtonLink>
        )}
        <ButtonLink href={`${BASE}/versions`} kind="outline">
          Versions
        </ButtonLink>
        <ButtonLink href={`${BASE}/reviews`} kind="outline">
          Monthly review
        </ButtonLink>
        {seesHidden && (
          <ButtonLink href="/staff/hidden-records" kind="outline">
            Hidden records
          </ButtonLink>
        )}
      </Buttons>
    </>
  )
}
