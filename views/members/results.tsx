import { day } from '../format.ts'
import { Banner } from '../parts/banner.tsx'
import { Empty } from '../parts/empty.tsx'
import { PurposeNotice } from '../parts/purpose-notice.tsx'
import { Table } from '../parts/table.tsx'
import { MemberSearchForm } from './search-form.tsx'

export type FoundMember = { id: string; number: string; lastName: string; firstName: string; birthDate: string | null }

/** The members a search found. */
export function MemberResults(props: { csrf: string; members: FoundMember[]; more: boolean }) {
  const { csrf, members, more } = props
  return (
    <>
      <PurposeNotice />
      {members.length === 0 ? (
        <Empty heading="No member fits">
          <p>Check the spelling and the date, or use the number on the member’s card. A last name has to be whole.</p>
        </Empty>
      ) : (
        <Table
          caption={
            more
              ? `The first ${members.length} members`
              : members.length === 1
                ? 'One member'
                : `${members.length} members`
          }
          rows={members}
          columns={[
            { head: 'Name', cell: (member) => <a href={`/members/${member.id}`}>{nameOf(member)}</a> },
            { head: 'Birth date', short: true, cell: (member) => day(member.birthDate) },
            { head: 'Member number', short: true, cell: (member) => member.number },
          ]}
        />
      )}
      {more && <Banner kind="info" heading="There are more. Add the first name, or use the member number." />}
      <h2>Look up another</h2>
      <MemberSearchForm csrf={csrf} />
    </>
  )
}

function nameOf(member: FoundMember): string {
  return [member.lastName, member.firstName].filter(Boolean).join(', ') || `Member ${member.number}`
}
