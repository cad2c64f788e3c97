import { count, day } from '../../format.ts'
import { Button, Buttons } from '../../parts/button.tsx'
import { Card } from '../../parts/card.tsx'
import { Select } from '../../parts/choice.tsx'
import { Empty } from '../../parts/empty.tsx'
import { ErrorSummary } from '../../parts/error-summary.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Field } from '../../parts/field.tsx'
import { Form } from '../../parts/form.tsx'
import { Hidden } from '../../parts/hidden.tsx'
import { Pager } from '../../parts/pager.tsx'
import { Status } from '../../parts/status.tsx'
import { Table } from '../../parts/table.tsx'

type OutlookShown = {
  id: string
  name: string
  promptedOn: string | null
  reminders: readonly string[]
  restrictedOn: string | null
  suspendedOn: string | null
  told: 'administrators' | 'manager' | 'nobody'
  people: string
  managerName: string | null
  users: number
}

type EnforcementPageProps = {
  csrf: string
  typed: string
  /** The day looked ahead to; null: none that could be read. */
  by: string | null
  error?: string | undefined
  purposeError?: string | undefined
  totals: { prompted: number; restricted: number; suspended: number; users: number }
  offices: readonly OutlookShown[]
  /** The place of the first one shown, of so many. */
  first: number
  of: number
  /** There are more than are looked at in one go. */
  isCut: boolean
  newest?: string | undefined
  older?: string | undefined
}

const ADDRESS = '/staff/enforcement'

/** What happens to which office by a day, if nobody does anything. */
export function EnforcementPage(props: EnforcementPageProps) {
  const { csrf, typed, by, error, purposeError, totals, offices, first, of, isCut, newest, older } = props
  return (
    <>
      <ErrorSummary errors={{ on: error, purpose: purposeError }} />
      <p>
        What the portal will do about the verification of users by a day you choose, if no office and nobody of the plan
        does anything, and mail goes out as usual. Looking changes nothing.
      </p>
      <Card>
        <form class="form filters" method="get" action={ADDRESS} novalidate>
          <Field name="on" label="By which day" type="date" width="medium" value={typed} error={error} />
          <Buttons>
            <Button>Show</Button>
          </Buttons>
        </form>
      </Card>
      {by !== null && (
        <>
          <Facts
            facts={[
              { label: `Prompted by ${day(by)}`, value: count(totals.prompted, 'office') },
              { label: 'Administrators restricted', value: count(totals.restricted, 'office') },
              { label: 'Suspended', value: count(totals.suspended, 'office') },
              { label: 'Who lose access', value: count(totals.users, 'user') },
            ]}
          />
          {isCut && <p>These are the first {of}: choose an earlier day to see fewer.</p>}
          {offices.length === 0 ? (
            <Empty heading={`Nothing falls due by ${day(by)}`}>
              <p>Choose a later day.</p>
            </Empty>
          ) : (
            <>
              <Table
                caption={`Offices, what happens to them by ${day(by)}`}
                captionHidden
                rows={offices}
                columns={[
                  { head: 'Office', cell: (one) => <a href={`/staff/offices/${one.id}`}>{one.name}</a> },
                  { head: 'By then', cell: (one) => <Outcome {...one} /> },
                  { head: 'When', long: true, cell: (one) => whenOf(one) },
                  { head: 'Reminders', short: true, cell: (one) => one.reminders.length },
                  { head: 'Users', short: true, cell: (one) => one.users },
                  { head: 'Who is told', long: true, cell: (one) => toldOf(one) },
                ]}
              />
              <Pager
                of="offices"
                text={`Offices ${first} to ${first + offices.length - 1} of ${of}`}
                newer={newest}
                newerLabel="Back to the first"
                older={older}
                olderLabel="Next"
              />
            </>
          )}
        </>
      )}
      {by !== null && of > 0 && (
        <Card heading="Take the list with you">
          <Form action={`${ADDRESS}/export`} csrf={csrf}>
            <Hidden fields={{ on: by }} />
            <Select
              name="purpose"
              label="What is it for?"
              empty="Choose"
              choices={[
                { value: 'calls', label: 'To call offices before they lose access' },
                { value: 'report', label: 'For a report of the plan' },
              ]}
              error={purposeError}
            />
            <Buttons>
              <Button kind="outline">Export as CSV</Button>
            </Buttons>
          </Form>
        </Card>
      )}
    </>
  )
}

function Outcome({ suspendedOn, restrictedOn, promptedOn }: OutlookShown) {
  if (suspendedOn !== null) return <Status feeling="bad" word="Suspended" />
  if (restrictedOn !== null) return <Status feeling="bad" word="Restricted" />
  return promptedOn !== null ? <Status feeling="waiting" word="Prompted" /> : <Status feeling="neutral" word="Due" />
}

function whenOf({ promptedOn, restrictedOn, suspendedOn }: OutlookShown): string {
  const steps = [
    promptedOn && `Prompted ${day(promptedOn)}`,
    restrictedOn && `administrators restricted from ${day(restrictedOn)}`,
    suspendedOn && `suspended from ${day(suspendedOn)}`,
  ]
  return steps.filter(Boolean).join(', ')
}

function toldOf({ told, people, managerName }: OutlookShown) {
  if (told === 'administrators') return people
  if (told === 'manager') return `${managerName ?? 'The manager'}, office manager`
  return <Status feeling="bad" word="Nobody" />
}
