import { time } from '../format.ts'
import { PostButton } from '../parts/button.tsx'
import { Status } from '../parts/status.tsx'
import { Table } from '../parts/table.tsx'

/** Somebody who was invited and has not registered yet. */
export type InvitationInList = {
  id: string
  email: string
  firstName: string
  lastName: string
  by: string | null
  createdAt: number
  expiresAt: number
}

type InvitationsTableProps = {
  csrf: string
  /** The address below which `/invitations/:id` takes changes. */
  base: string
  invitations: readonly InvitationInList[]
  now: number
  zone: string
}

/** Open invitations, each with the way to send it again or take it back. */
export function InvitationsTable({ csrf, base, invitations, now, zone }: InvitationsTableProps) {
  return (
    <Table
      caption="Open invitations"
      captionHidden
      rows={invitations}
      columns={[
        { head: 'Name', cell: (one) => `${one.firstName} ${one.lastName}` },
        { head: 'E-mail', long: true, cell: (one) => one.email },
        { head: 'Invited', cell: (one) => `${time(one.createdAt, zone)}, by ${one.by ?? 'the portal'}` },
        {
          head: 'Good until',
          cell: (one) =>
            one.expiresAt > now ? time(one.expiresAt, zone) : <Status feeling="waiting" word="Expired" />,
        },
        {
          head: 'Change',
          cell: (one) => (
            <>
              <PostButton action={`${base}/invitations/${one.id}/copy`} csrf={csrf}>
                Send again
              </PostButton>
              <PostButton action={`${base}/invitations/${one.id}/revocation`} csrf={csrf} kind="plain">
                Take back
              </PostButton>
            </>
          ),
        },
      ]}
    />
  )
}
