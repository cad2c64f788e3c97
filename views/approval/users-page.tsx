import type { Typed, UserDone } from '../../src/approval/users/form.ts'
import { day } from '../format.ts'
import { Banner } from '../parts/banner.tsx'
import { Button, Buttons } from '../parts/button.tsx'
import { Select } from '../parts/choice.tsx'
import { Empty } from '../parts/empty.tsx'
import { ErrorSummary, type FieldErrors } from '../parts/error-summary.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { Pager } from '../parts/pager.tsx'
import { Status } from '../parts/status.tsx'
import { type Column, Table } from '../parts/table.tsx'
import { SecondLoaBanner } from './second-loa-banner.tsx'
import { doneWords, endWords, grantWords, stateOf, stateWords, type UserShown } from './user-words.ts'

export type UsersPageProps = {
  csrf: string
  typed: Typed
  errors?: FieldErrors | undefined
  /** null: the search could not be read. */
  users: readonly UserShown[] | null
  isOnlyLoa: boolean
  start?: string | undefined
  older?: string | undefined
  done?: UserDone | undefined
}

/** Everybody who works through the portal for the office, how each stands and what each may see; and who has left. */
export function UsersPage(props: UsersPageProps) {
  const { csrf, typed, errors = {}, users, isOnlyLoa, start, older, done } = props
  const narrowed = typed.name !== '' || typed.state !== ''
  return (
    <>
      {done && (
        <Banner kind="success" heading={doneWords[done].heading} focus>
          <p>{doneWords[done].sentence}</p>
        </Banner>
      )}
      {isOnlyLoa && <SecondLoaBanner />}
      <ErrorSummary errors={errors} />
      <Form action="/office/users" csrf={csrf} filters>
        <Field name="name" label="Name" value={typed.name} error={errors.name} optional autocomplete="off" />
        <Select
          name="state"
          label="Show"
          value={typed.state}
          error={errors.state}
          optional
          empty="Everybody who works here"
          choices={Object.entries(stateWords).map(([value, { word }]) => ({
            value,
            label: value === 'ended' ? 'Former users' : word,
          }))}
        />
        <Buttons>
          <Button>Show</Button>
          {narrowed && <a href="/office/users">Show all</a>}
        </Buttons>
      </Form>
      <p>
        <a href="/office/administrators">Administrators of the office</a>
      </p>
      {users?.length === 0 && <NoUsers typed={typed} narrowed={narrowed} />}
      {users && users.length > 0 && (
        <Table
          caption="Users by name"
          captionHidden
          rows={users}
          columns={typed.state === 'ended' ? formerColumns : columns}
        />
      )}
      {(start ?? older) && (
        <Pager of="users" text="" newer={start} newerLabel="Back to the first" older={older} olderLabel="More" />
      )}
    </>
  )
}

function NoUsers({ typed, narrowed }: { typed: Typed; narrowed: boolean }) {
  if (typed.state === 'ended' && typed.name === '')
    return (
      <Empty heading="Nobody has left">
        <p>People whose access you end appear here, with the day and the reason.</p>
      </Empty>
    )
  return (
    <Empty heading={narrowed ? 'Nobody fits' : 'No users here'}>
      {narrowed ? (
        <p>A part of the first or last name is enough. Look at another state, or show all.</p>
      ) : (
        <p>People who register for your office appear here once you approve them.</p>
      )}
    </Empty>
  )
}

const columns: Column<UserShown>[] = [
  {
    head: 'Name',
    cell: (user) => (
      <div>
        <a href={`/office/users/${user.id}`}>{`${user.lastName}, ${user.firstName}`}</a>
        <br />
        <small>{user.email}</small>
      </div>
    ),
  },
  {
    head: 'Roles',
    cell: (user) =>
      user.grants.length === 0 ? (
        'None'
      ) : (
        <div>
          {user.grants.map((grant) => (
            <div>{grantWords(grant)}</div>
          ))}
        </div>
      ),
  },
  { head: 'Administrator', cell: (user) => (user.isLoa === 1 ? 'Yes' : 'No') },
  { head: 'Last used', short: true, cell: (user) => (user.lastUsedOn ? day(user.lastUsedOn) : 'Never') },
  {
    head: 'Sign-in',
    cell: (user) => (
      <div>
        <Status {...stateOf(user)} />
        {endWords(user) && <div>{endWords(user)}</div>}
        {!user.isSelf && (
          <div class="below">
            <a href={`/office/users/${user.id}/ending`}>
              No longer works here<span class="usa-sr-only">{`: ${user.firstName} ${user.lastName}`}</span>
            </a>
          </div>
        )}
      </div>
    ),
  },
]

const formerColumns: Column<UserShown>[] = [
  { head: 'Name', cell: (user) => `${user.lastName}, ${user.firstName}` },
  { head: 'E-mail', long: true, cell: (user) => user.email },
  { head: 'Job ended', short: true, cell: (user) => user.leftOn && day(user.leftOn) },
  { head: 'Last day with access', short: true, cell: (user) => user.endsOn && day(user.endsOn) },
  { head: 'Why', cell: (user) => user.leftBecause },
  { head: 'Last used', short: true, cell: (user) => (user.lastUsedOn ? day(user.lastUsedOn) : 'Never') },
]
