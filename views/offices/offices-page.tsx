import { time } from '../format.ts'
import { Button, ButtonLink, Buttons } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { Select } from '../parts/choice.tsx'
import { Empty } from '../parts/empty.tsx'
import { ErrorSummary } from '../parts/error-summary.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { Pager } from '../parts/pager.tsx'
import { type OfficeInList, OfficesTable } from './offices-table.tsx'

type Waiting = { id: string; legalName: string; city: string; state: string; isPaper: 0 | 1; createdAt: number }

export type OfficesPageProps = {
  csrf: string
  waiting: readonly Waiting[]
  /** More wait than are shown. */
  moreWait: boolean
  withoutLoa: readonly OfficeInList[]
  /** The whole list of offices without an LOA, where there are more than are shown. */
  allWithoutLoa: string | undefined
  typed: { words: string; selection: string }
  error?: string | undefined
  offices: readonly OfficeInList[]
  newest?: string | undefined
  older?: string | undefined
  zone: string
}

/** Offices that ask for access, offices without an LOA, and all of them (III.A.1.a, III.B.3.b). */
export function OfficesPage(props: OfficesPageProps) {
  const { csrf, waiting, moreWait, withoutLoa, allWithoutLoa, typed, error, offices, newest, older, zone } = props
  const narrowed = typed.words !== '' || (typed.selection !== '' && typed.selection !== 'all')
  return (
    <>
      <ErrorSummary errors={{ words: error }} />
      {!narrowed && (
        <>
          <Card heading="Requests waiting">
            {waiting.length === 0 ? (
              <Empty heading="No office waits for a decision">
                <p>What comes in by the page “Ask for access for your office” or on paper stands here.</p>
              </Empty>
            ) : (
              <ul class="plain">
                {waiting.map((one) => (
                  <li>
                    <a href={`/staff/office-requests/${one.id}`}>{one.legalName}</a>, {one.city}, {one.state}
                    {one.isPaper ? ', on paper' : ''}: since {time(one.createdAt, zone)}
                  </li>
                ))}
              </ul>
            )}
            {moreWait && <p>These are the oldest. The next ones move up as you decide.</p>}
            <Buttons>
              <ButtonLink href="/staff/office-requests/paper" kind="outline">
                Record a request on paper
              </ButtonLink>
            </Buttons>
          </Card>
          <Card heading="Without a Local Office Administrator">
            {withoutLoa.length === 0 ? (
              <Empty heading="Every office with access has one">
                <p>An office whose last LOA leaves stands here.</p>
              </Empty>
            ) : (
              <OfficesTable caption="Offices without a Local Office Administrator" offices={withoutLoa} />
            )}
            {allWithoutLoa && <a href={allWithoutLoa}>All offices without one</a>}
          </Card>
        </>
      )}
      <Card heading="All offices">
        <Form action="/staff/offices" csrf={csrf} filters>
          <Field
            name="words"
            label="Name, city, TIN or NPI"
            value={typed.words}
            error={error}
            optional
            autocomplete="off"
          />
          <Select
            name="selection"
            label="Which"
            value={typed.selection}
            optional
            choices={[
              { value: 'all', label: 'All' },
              { value: 'without-loa', label: 'Without an LOA' },
              { value: 'without-access', label: 'Without access' },
              { value: 'reinstated', label: 'Reinstated' },
            ]}
          />
          <Buttons>
            <Button>Search</Button>
            {narrowed && <a href="/staff/offices">Show all</a>}
          </Buttons>
        </Form>
        {offices.length === 0 ? (
          <Empty heading="No office fits">
            <p>Offices come with the core system’s feed. Part of a name or number is enough.</p>
          </Empty>
        ) : (
          <>
            <OfficesTable caption="Offices by name" offices={offices} />
            <Pager
              of="offices"
              text={`${offices[0]?.name ?? ''} to ${offices.at(-1)?.name ?? ''}`}
              newer={newest}
              newerLabel="Back to the first"
              older={older}
              olderLabel="Next"
            />
          </>
        )}
      </Card>
    </>
  )
}
