import { count, day } from '../../format.ts'
import { Button, Buttons, PostButton } from '../../parts/button.tsx'
import { Card } from '../../parts/card.tsx'
import { Select } from '../../parts/choice.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Form } from '../../parts/form.tsx'
import { Pager } from '../../parts/pager.tsx'
import { Status } from '../../parts/status.tsx'
import { Table } from '../../parts/table.tsx'
import { nextWords, type StateShown, stateWords } from './words.ts'

/** An office with where its verification stands. */
export type OfficeShown = {
  id: string
  name: string
  verifyDueOn: string | null
  verification: string | null
  completedAt: number | null
  completedOn: string | null
  byOnlyLoa: number | null
  decided: number
  people: number
  loas: number
  state: StateShown
  nextOn: string | null
}

export type CalendarPageProps = {
  csrf: string
  /** Days from one verification to the next. */
  every: number
  selection: string
  offices: readonly OfficeShown[]
  /** May open by hand what is due and isn't open. */
  mayOpen: boolean
  newest?: string | undefined
  older?: string | undefined
}

const ADDRESS = '/staff/verifications'

/** What falls due, day by day, and how far each office is (III.H). */
export function CalendarPage(props: CalendarPageProps) {
  const { csrf, every, selection, offices, newest, older } = props
  const dueDays = [...new Set(offices.map(({ verifyDueOn }) => verifyDueOn))]
  return (
    <>
      <p>
        Offices verify their users every {every} days.{' '}
        <a href="/staff/enforcement">See who would be suspended by a day</a>.
      </p>
      <Card>
        <Form action={ADDRESS} csrf={csrf} filters>
          <Select
            name="selection"
            label="Which"
            value={selection}
            choices={[
              { value: 'under-way', label: 'Under way' },
              { value: 'unreceived', label: 'Nobody has the prompt' },
              { value: 'restricted', label: 'Administrators restricted' },
              { value: 'suspended', label: 'Suspended' },
              { value: 'to-reinstate', label: 'Waiting for E-Business' },
              { value: 'self-verified', label: 'Only administrator verified themself' },
              { value: 'upcoming', label: 'To come' },
              { value: 'all', label: 'All' },
            ]}
          />
          <Buttons>
            <Button>Show</Button>
            {selection !== 'under-way' && <a href={ADDRESS}>What is under way</a>}
          </Buttons>
        </Form>
      </Card>
      {offices.length === 0 ? (
        <Empty heading="No office fits">
          <p>
            What falls due opens by itself on its day. Choose “To come” to see which offices are next, or “All” for
            every office with access.
          </p>
        </Empty>
      ) : (
        <>
          {dueDays.map((dueOn) => (
            <Card heading={dueOn === null ? 'Due' : `Due ${day(dueOn)}`}>
              <DueTable
                {...props}
                caption={`Due ${day(dueOn)}`}
                offices={offices.filter((one) => one.verifyDueOn === dueOn)}
              />
            </Card>
          ))}
          <Pager
            of="verifications"
            text={count(offices.length, 'office') + (older || newest ? ' on this page' : '')}
            newer={newest}
            newerLabel="Back to the first"
            older={older}
            olderLabel="Next"
          />
        </>
      )}
    </>
  )
}

function DueTable({ csrf, caption, offices, mayOpen }: CalendarPageProps & { caption: string }) {
  return (
    <Table
      caption={caption}
      captionHidden
      rows={offices}
      columns={[
        { head: 'Office', cell: (one) => <a href={hrefOf(one)}>{one.name}</a> },
        { head: 'State', cell: (one) => <Status {...stateWords[one.state]} /> },
        {
          head: 'Next',
          long: true,
          cell: (one) => (
            <>
              {nextWords(one.state, one.nextOn)}{' '}
              {mayOpen && isUnopened(one) && (
                <PostButton action={`${ADDRESS}/openings`} csrf={csrf} fields={{ office: one.id }} kind="plain">
                  Open now
                </PostButton>
              )}
            </>
          ),
        },
        { head: 'Verified', cell: (one) => progressOf(one) },
        {
          head: 'Administrators',
          cell: (one) => (one.loas > 0 ? one.loas : <Status feeling="bad" word="None" />),
        },
      ]}
    />
  )
}

const isOpen = ({ verification, completedAt }: OfficeShown) => verification !== null && completedAt === null
const isUnopened = (one: OfficeShown) => one.state !== 'upcoming' && one.state !== 'to-reinstate' && !isOpen(one)

/** Its own page once there is something to see of it; the office's until then. */
function hrefOf(one: OfficeShown): string {
  return one.verification === null || isUnopened(one) ? `/staff/offices/${one.id}` : `${ADDRESS}/${one.verification}`
}

function progressOf(one: OfficeShown): string | null {
  if (isOpen(one)) return `${one.decided} of ${count(one.people, 'user')}`
  if (one.completedOn === null) return null
  return `${day(one.completedOn)}${one.byOnlyLoa === 1 ? ', by the only administrator, who verified themself' : ''}`
}
