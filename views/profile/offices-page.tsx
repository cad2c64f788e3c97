import { day, time } from '../format.ts'
import { ButtonLink, Buttons, PostButton } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { Empty } from '../parts/empty.tsx'
import { Facts } from '../parts/facts.tsx'
import { Status } from '../parts/status.tsx'
import { Table } from '../parts/table.tsx'
import { ProfilePlaces } from './places.tsx'

/** One of the person's offices. `closed`: why nobody works there now, in a word or two. */
export type OfficeCard = {
  id: string
  office: string
  since: number
  isLoa: boolean
  isCurrent: boolean
  closed: string | null
  roles: { name: string; endsOn: string | null }[]
  loas: { name: string; email: string }[]
}

type Request = {
  id: string
  office: string
  jobTitle: string
  sentAt: number
  decision: 'approved' | 'denied' | 'withdrawn' | null
  decidedOn: string | null
  decidedName: string | null
  reason: string | null
}

type OfficesProps = { csrf: string; staff: boolean; offices: OfficeCard[]; requests: Request[]; zone: string }

/** For whom this person works, as what, and who decides about it. */
export function OfficesPage(props: OfficesProps) {
  const { csrf, staff, offices, requests, zone } = props
  return (
    <>
      <ProfilePlaces here="/profile/offices" />
      {staff && (
        <Empty heading="You work for the plan">
          <p>A staff account belongs to no office.</p>
        </Empty>
      )}
      {offices.map((office) => (
        <Office csrf={csrf} office={office} zone={zone} />
      ))}
      {!staff && (
        <Card heading="Another office">
          <p>Do you work for an office that isn’t here? Its administrator decides on your request.</p>
          <Buttons>
            <ButtonLink href="/profile/offices/new" kind="outline">
              Ask for another office
            </ButtonLink>
          </Buttons>
          {requests.length > 0 && <Requests csrf={csrf} requests={requests} zone={zone} />}
        </Card>
      )}
    </>
  )
}

function Office({ csrf, office, zone }: { csrf: string; office: OfficeCard; zone: string }) {
  const { isCurrent, closed, isLoa, roles, loas } = office
  return (
    <Card heading={office.office}>
      <Facts
        facts={[
          {
            label: 'State',
            value: closed ? (
              <Status feeling="bad" word={closed} />
            ) : (
              <Status feeling="good" word={isCurrent ? 'you work for it now' : 'open'} />
            ),
          },
          { label: 'Since', value: time(office.since, zone) },
          {
            label: 'Your roles',
            value: (
              <ul class="plain">
                {isLoa && <li>Local Office Administrator</li>}
                {roles.map(({ name, endsOn }) => (
                  <li>{endsOn ? `${name}, until ${day(endsOn)}` : name}</li>
                ))}
                {!isLoa && roles.length === 0 && <li>none yet: ask the administrator</li>}
              </ul>
            ),
          },
          {
            label: 'Local Office Administrator',
            value: (
              <ul class="plain">
                {loas.map(({ name, email }) => (
                  <li>
                    {name}, <a href={`mailto:${email}`}>{email}</a>
                  </li>
                ))}
                {loas.length === 0 && <li>none now: call us instead</li>}
              </ul>
            ),
          },
        ]}
      />
      {!isCurrent && !closed && (
        <PostButton action="/session/office" csrf={csrf} fields={{ membership: office.id }}>
          Work for {office.office}
        </PostButton>
      )}
    </Card>
  )
}

const feelings = { approved: 'good', denied: 'bad', withdrawn: 'neutral' } as const

function Requests({ csrf, requests, zone }: Pick<OfficesProps, 'csrf' | 'requests' | 'zone'>) {
  return (
    <Table
      caption="Your requests, the newest first"
      rows={requests}
      columns={[
        { head: 'Office', cell: (one) => one.office },
        { head: 'As', cell: (one) => one.jobTitle },
        { head: 'Sent', cell: (one) => time(one.sentAt, zone) },
        {
          head: 'State',
          cell: (one) => (
            <Status
              feeling={one.decision ? feelings[one.decision] : 'waiting'}
              word={one.decision ? `${one.decision} on ${day(one.decidedOn)}` : 'waiting'}
            />
          ),
        },
        { head: 'By', cell: (one) => [one.decidedName, one.reason].filter(Boolean).join(': ') },
        {
          head: 'Changed your mind?',
          cell: (one) =>
            one.decision === null ? (
              <PostButton action="/profile/offices/withdrawal" csrf={csrf} kind="plain" fields={{ request: one.id }}>
                Withdraw it
              </PostButton>
            ) : null,
        },
      ]}
    />
  )
}
