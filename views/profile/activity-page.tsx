import type { OwnActivity } from '../../src/profile/profile.ts'
import { count, time } from '../format.ts'
import { ButtonLink, Buttons } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { Empty } from '../parts/empty.tsx'
import { Pager } from '../parts/pager.tsx'
import { Table } from '../parts/table.tsx'
import { activityWords } from './activity-words.ts'
import { ProfilePlaces } from './places.tsx'

type ActivityProps = {
  rows: OwnActivity[]
  days: number
  zone: string
  newest?: string | undefined
  older?: string | undefined
}

/** What happened with the own account, the newest first. */
export function ActivityPage(props: ActivityProps) {
  const { rows, days, zone, newest, older } = props
  return (
    <>
      <ProfilePlaces here="/profile/activity" />
      <Card heading={`The last ${days} days`}>
        <p>
          Sign-ins, sessions, devices and changes of your account. Is there something that you didn’t do? Tell us at
          once.
        </p>
        <Buttons>
          <ButtonLink href="/help#not-me" kind="danger">
            This wasn’t me
          </ButtonLink>
        </Buttons>
      </Card>
      {rows.length === 0 && (
        <Empty heading="Nothing here">
          <p>
            Nothing older is shown. <a href="/profile/activity">Back to the newest</a>
          </p>
        </Empty>
      )}
      {rows.length > 0 && (
        <>
          <Table
            caption="Your activity, the newest first"
            captionHidden
            rows={rows}
            columns={[
              { head: 'When', short: true, cell: (row) => time(row.at, zone) },
              { head: 'What', cell: (row) => activityWords(row.event, row.detail) },
              { head: 'Office', cell: (row) => row.office },
              { head: 'Device', cell: (row) => (row.byOther ? 'somebody else, or the portal itself' : row.device) },
              { head: 'IP address', long: true, cell: (row) => row.ip },
            ]}
          />
          <Pager
            of="your activity"
            text={count(rows.length, 'row')}
            newer={newest}
            newerLabel="Back to the newest"
            older={older}
            olderLabel="Older rows"
          />
        </>
      )}
    </>
  )
}
