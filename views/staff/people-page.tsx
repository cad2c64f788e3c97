import type { Department, Status as AccountStatus } from '../../src/accounts/account.ts'
import type { StaffRow } from '../../src/staff/people/person.ts'
import { departmentNames } from '../departments.ts'
import { count, day } from '../format.ts'
import { type InvitationInList, InvitationsTable } from '../invitations/invitations-table.tsx'
import { Button, Buttons } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { Radios } from '../parts/choice.tsx'
import { Empty } from '../parts/empty.tsx'
import { ErrorSummary, type FieldErrors } from '../parts/error-summary.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { Pager } from '../parts/pager.tsx'
import { Status } from '../parts/status.tsx'
import { Table } from '../parts/table.tsx'
import { statusWords } from './words.ts'

export type PeoplePageProps = {
  csrf: string
  /** Each with what the account is, and whether a capability of theirs is to be reviewed. */
  staff: readonly (StaffRow & { status: AccountStatus; isReviewDue: boolean })[]
  newest?: string | undefined
  older?: string | undefined
  invitations: readonly (InvitationInList & { department: Department | null })[]
  typed: { email: string; firstName: string; lastName: string; department: string }
  errors: FieldErrors
  now: number
  zone: string
}

/** The plan's staff and who is invited to it. */
export function PeoplePage(props: PeoplePageProps) {
  const { csrf, staff, newest, older, invitations, typed, errors, now, zone } = props
  return (
    <>
      <ErrorSummary errors={errors} />
      <Table
        caption="Staff accounts by name"
        captionHidden
        rows={staff}
        columns={[
          {
            head: 'Name',
            cell: (one) => <a href={`/staff/people/${one.id}`}>{`${one.lastName}, ${one.firstName}`}</a>,
          },
          { head: 'E-mail', long: true, cell: (one) => one.email },
          { head: 'Department', cell: (one) => departmentNames[one.department] },
          { head: 'Last used', short: true, cell: (one) => day(one.lastUsedOn) },
          { head: 'State', cell: (one) => <States {...one} /> },
        ]}
      />
      {(newest || older) && (
        <Pager
          of="staff"
          text={count(staff.length, 'person', 'people')}
          newer={newest}
          newerLabel="Back to the first"
          older={older}
          olderLabel="Next"
        />
      )}
      <Card heading="Invited">
        {invitations.length === 0 ? (
          <Empty heading="Nobody is invited">
            <p>Who is invited below stands here until they have registered.</p>
          </Empty>
        ) : (
          <InvitationsTable csrf={csrf} base="/staff/people" invitations={invitations} now={now} zone={zone} />
        )}
      </Card>
      <Card heading="Invite somebody">
        <Form action="/staff/people" csrf={csrf}>
          <Field
            name="email"
            label="E-mail address"
            hint="The account is this address for good."
            type="email"
            inputmode="email"
            autocomplete="off"
            maxlength={254}
            value={typed.email}
            error={errors.email}
          />
          <Field
            name="firstName"
            label="First name"
            autocomplete="off"
            maxlength={120}
            value={typed.firstName}
            error={errors.firstName}
          />
          <Field
            name="lastName"
            label="Last name"
            autocomplete="off"
            maxlength={120}
            value={typed.lastName}
            error={errors.lastName}
          />
          <Radios
            name="department"
            label="Department"
            choices={Object.entries(departmentNames).map(([value, label]) => ({ value, label }))}
            value={typed.department}
            error={errors.department}
          />
          <Buttons>
            <Button>Invite</Button>
          </Buttons>
        </Form>
      </Card>
    </>
  )
}

function States({ status, lockedAt, isReviewDue }: PeoplePageProps['staff'][number]) {
  const [feeling, word] = statusWords[status]
  return (
    <>
      {status === 'active' && lockedAt !== null ? (
        <Status feeling="waiting" word="Locked" />
      ) : (
        <Status feeling={feeling} word={word} />
      )}{' '}
      {isReviewDue && status !== 'terminated' && <Status feeling="waiting" word="Review due" />}
    </>
  )
}
