import type { StaffChange } from '../../src/staff/people/person.ts'
import { departmentNames } from '../departments.ts'
import { day, time } from '../format.ts'
import { Card } from '../parts/card.tsx'
import { Empty } from '../parts/empty.tsx'
import { ErrorSummary } from '../parts/error-summary.tsx'
import { Facts } from '../parts/facts.tsx'
import { Status } from '../parts/status.tsx'
import { Table } from '../parts/table.tsx'
import { CapabilityForm, ClosingForm, MoveForm, type PersonPageProps, ReinstatementForm } from './person-forms.tsx'
import { capabilityNames, statusWords } from './words.ts'

/** What a change did, by the word in the address. */
export const PERSON_DONE = {
  moved: 'Moved to the department',
  disabled: 'The account is disabled',
  suspended: 'The account is suspended for an incident',
  terminated: 'The account has ended',
  active: 'The account is open again',
  give: 'The capability is given',
  review: 'The review is recorded',
  take: 'The capability is taken away',
} as const

/** Why nobody may do it. */
export const REFUSED = {
  own: 'Nobody changes their own account here. Another Enterprise Administrator does.',
  managed:
    'The department comes from the identity provider that manages the account. Change the person’s groups there.',
  'last-administrator':
    'This is the last open account of Information Services. Invite or reinstate somebody else there first.',
} as const

/** One person of the plan's staff. */
export function PersonPage(props: PersonPageProps) {
  const { zone, person, status, isSelf, capabilities, changes, errors } = props
  const [feeling, word] = statusWords[status]
  return (
    <>
      <ErrorSummary errors={errors} />
      <Card heading="Account">
        <Facts
          facts={[
            { label: 'E-mail', value: person.email },
            { label: 'Department', value: departmentNames[person.department] },
            { label: 'State', value: <Status feeling={feeling} word={word} /> },
            {
              label: 'Sign-in',
              value: person.lockedAt === null ? 'Not locked' : `Locked ${time(person.lockedAt, zone)}`,
            },
            { label: 'Since', value: day(person.approvedOn) },
            ...(person.managedBy === null ? [] : [{ label: 'Managed by', value: person.managedBy }]),
            { label: 'Last used', value: person.lastUsedOn ? day(person.lastUsedOn) : 'Never' },
          ]}
        />
      </Card>
      <Card heading="Capabilities">
        {capabilities.length === 0 ? (
          <p>None. A capability is given to a person by name, and reviewed from time to time.</p>
        ) : (
          <Table
            caption="Capabilities"
            captionHidden
            rows={capabilities}
            columns={[
              { head: 'Capability', cell: (one) => capabilityNames[one.name] },
              { head: 'Given', cell: (one) => byWhom(time(one.grantedAt, zone), one.grantedBy) },
              {
                head: 'Last review',
                cell: (one) => one.reviewedAt && byWhom(time(one.reviewedAt, zone), one.reviewedBy),
              },
              { head: 'Next review', short: true, cell: (one) => <Review {...one} /> },
            ]}
          />
        )}
        {!isSelf && status !== 'terminated' && <CapabilityForm {...props} />}
      </Card>
      {isSelf ? <p class="notice">{REFUSED.own}</p> : <Changing {...props} />}
      <h2>Changes</h2>
      {changes.length === 0 ? (
        <Empty heading="Nothing was changed yet">
          <p>Each change of the account stands here with who made it and why.</p>
        </Empty>
      ) : (
        <Table
          caption="Changes, the newest first"
          captionHidden
          rows={changes}
          columns={[
            { head: 'When', short: true, cell: (one) => time(one.at, zone) },
            { head: 'What', cell: changeWords },
            { head: 'By', cell: (one) => one.by ?? 'The portal' },
            { head: 'Why', cell: (one) => one.reason },
          ]}
        />
      )}
    </>
  )
}

function Changing(props: PersonPageProps) {
  const { person, status } = props
  if (status === 'suspended')
    return <p class="notice">Suspended for an incident. The account is opened again through the case.</p>
  return (
    <>
      {status !== 'terminated' && (
        <Card heading="Department">
          {person.managedBy !== null ? (
            <p>
              {person.managedBy} manages this account: at each sign-in its department comes from there, and the
              capabilities that the groups there give. To change them, change the person’s groups there.
            </p>
          ) : person.isLastAdministrator === 1 ? (
            <p>{REFUSED['last-administrator']}</p>
          ) : (
            <MoveForm {...props} />
          )}
        </Card>
      )}
      {(status === 'disabled' || status === 'terminated') && (
        <Card heading="Open the account again">
          <ReinstatementForm {...props} was={status} />
        </Card>
      )}
      {status !== 'terminated' && (
        <Card heading="Close the account">
          {person.isLastAdministrator === 1 ? <p>{REFUSED['last-administrator']}</p> : <ClosingForm {...props} />}
        </Card>
      )}
    </>
  )
}

function Review({ reviewOn, review }: PersonPageProps['capabilities'][number]) {
  return (
    <>
      {day(reviewOn)} {review === 'due' && <Status feeling="waiting" word="Due today" />}
      {review === 'overdue' && <Status feeling="bad" word="Overdue" />}
    </>
  )
}

const byWhom = (when: string, who: string | null) => (who ? `${when}, by ${who}` : when)

function changeWords({ field, before, after }: StaffChange): string {
  const names: Record<string, string> = {
    ...departmentNames,
    ...capabilityNames,
    ...Object.fromEntries(Object.entries(statusWords).map(([status, [, word]]) => [status, word])),
  }
  const name = (value: string | null) => (value === null ? 'nothing' : (names[value] ?? value))
  if (field === 'capability review') return `Reviewed: ${name(after)}`
  if (field === 'capability') return after === null ? `Taken: ${name(before)}` : `Given: ${name(after)}`
  return `${field === 'status' ? 'State' : 'Department'}: from ${name(before)} to ${name(after)}`
}
