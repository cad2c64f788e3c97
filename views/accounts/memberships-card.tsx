import type { MembershipDeed, MembershipState } from '../../src/staff/accounts/deed.ts'
import { day, time } from '../format.ts'
import { Card } from '../parts/card.tsx'
import { Empty } from '../parts/empty.tsx'
import { Status } from '../parts/status.tsx'
import { Table } from '../parts/table.tsx'
import { type ClosedWord, officeClosedWord } from '../standing/words.ts'
import { accountClosedState, membershipDeedWords, membershipStateWords } from './words.ts'

/** An access to an office; `closed`: why nobody works through it. */
export type MembershipOfAccount = {
  publicId: string
  office: string
  officePublicId: string
  isLoa: boolean
  roles: string[]
  since: number | null
  endedOn: string | null
  state: MembershipState
  closed: ClosedWord | null
  deeds: MembershipDeed[]
}

/** The offices of an account, with what became of each access and what can be done to it. */
export function Memberships(props: {
  memberships: readonly MembershipOfAccount[]
  isAccountClosed: boolean
  zone: string
}) {
  const { memberships, isAccountClosed, zone } = props
  return (
    <Card heading="Offices">
      {memberships.length === 0 ? (
        <Empty heading="None">
          <p>The person asks for access to an office under their profile, or is invited by it.</p>
        </Empty>
      ) : (
        <Table
          caption="Access to offices"
          captionHidden
          rows={memberships}
          columns={[
            { head: 'Office', cell: (one) => <a href={`/staff/offices/${one.officePublicId}`}>{one.office}</a> },
            { head: 'Roles', cell: (one) => rolesWords(one) },
            { head: 'Since', cell: (one) => time(one.since, zone) },
            {
              head: 'State',
              cell: (one) => (
                <span>
                  <Status
                    {...(one.state === 'active' && isAccountClosed
                      ? accountClosedState
                      : membershipStateWords[one.state])}
                  />{' '}
                  {officeWords(one)}
                </span>
              ),
            },
            {
              head: 'Change',
              cell: (one) =>
                one.state === 'ended'
                  ? 'Asks for access anew'
                  : one.deeds.map((deed) => (
                      <>
                        <a href={`/staff/accounts/memberships/${one.publicId}/${deed}`}>
                          {membershipDeedWords[deed].link}
                          <span class="usa-sr-only"> the access for {one.office}</span>
                        </a>{' '}
                      </>
                    )),
            },
          ]}
        />
      )}
    </Card>
  )
}

function rolesWords({ isLoa, roles }: MembershipOfAccount): string {
  return [isLoa && 'Local Office Administrator', ...roles].filter(Boolean).join(', ') || 'None'
}

/** When it ends or ended, and what became of the office itself. */
function officeWords({ state, endedOn, closed }: MembershipOfAccount): string {
  if (endedOn) return state === 'ended' ? `since ${day(endedOn)}` : `ends on ${day(endedOn)}`
  return state === 'active' && closed ? `the office: ${officeClosedWord(closed)}` : ''
}
