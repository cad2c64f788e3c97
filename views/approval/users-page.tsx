import { day } from '../format.ts'
import { Empty } from '../parts/empty.tsx'
import { Pager } from '../parts/pager.tsx'
import { Status } from '../parts/status.tsx'
import { Table } from '../parts/table.tsx'
import { SecondLoaBanner } from './second-loa-banner.tsx'
import { grantWords, signInState, type UserShown } from './user-words.ts'

export type UsersPageProps = {
  users: readonly UserShown[]
  isOnlyLoa: boolean
  start?: string | undefined
  older?: string | undefined
}

/** Everybody who works through the portal for the office, and what each may see. */
export function UsersPage(props: UsersPageProps) {
  const { users, isOnlyLoa, start, older } = props
  return (
    <>
      {isOnlyLoa && <SecondLoaBanner />}
      <p>
        <a href="/office/administrators">Administrators of the office</a>
      </p>
      {users.length === 0 ? (
        <Empty heading="No users here">
          <p>People who register for your office appear here once you approve them.</p>
        </Empty>
      ) : (
        <Table
          caption="Users by name"
          captionHidden
          rows={users}
          columns={[
            {
              head: 'Name',
              cell: (user) => (
                <>
                  <a href={`/office/users/${user.id}`}>{`${user.lastName}, ${user.firstName}`}</a>
                  <br />
                  <small>{user.email}</small>
                </>
              ),
            },
            {
              head: 'Roles',
              cell: (user) =>
                user.grants.length === 0 ? 'None' : user.grants.map((grant) => <div>{grantWords(grant)}</div>),
            },
            { head: 'Administrator', cell: (user) => (user.isLoa === 1 ? 'Yes' : 'No') },
            { head: 'Last used', short: true, cell: (user) => (user.lastUsedOn ? day(user.lastUsedOn) : 'Never') },
            { head: 'Sign-in', cell: (user) => <Status {...signInState(user)} /> },
          ]}
        />
      )}
      {(start ?? older) && (
        <Pager of="users" text="" newer={start} newerLabel="Back to the first" older={older} olderLabel="More" />
      )}
    </>
  )
}
