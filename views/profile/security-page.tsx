import { count, day, time } from '../format.ts'
import { ButtonLink, Buttons, PostButton } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { Empty } from '../parts/empty.tsx'
import { Facts } from '../parts/facts.tsx'
import { Status } from '../parts/status.tsx'
import { Table } from '../parts/table.tsx'
import { ProfilePlaces } from './places.tsx'

type Device = { id: number; label: string; usedAt: number; factorAt: number; isThis: 0 | 1 }
type Session = { id: string; device: string; openedAt: number; office: string | null; isThis: 0 | 1 }

type SecurityProps = {
  csrf: string
  zone: string
  password: { setOn: string; endsOn: string } | null
  devices: Device[]
  sessions: Session[]
  /** Null: the plan has none. `setAt` null: not established yet. */
  questions: { setAt: number | null } | null
  /** How many there are; null: the plan has none. */
  passkeys: number | null
}

/** How this person signs in, and where they are signed in now. */
export function SecurityPage(props: SecurityProps) {
  const { csrf, zone, password, devices, sessions, questions, passkeys } = props
  return (
    <>
      <ProfilePlaces here="/profile/security" />
      <Card heading="Password">
        {password && (
          <Facts
            facts={[
              { label: 'Set on', value: day(password.setOn) },
              { label: 'Ends on', value: day(password.endsOn) },
            ]}
          />
        )}
        <Buttons>
          <ButtonLink href="/password" kind="outline">
            Choose a new password
          </ButtonLink>
        </Buttons>
      </Card>
      {passkeys !== null && (
        <Card heading="Passkeys">
          <p>
            {passkeys === 0
              ? 'You have none yet. With one your finger, your face or your device’s PIN takes the place of a code.'
              : `You have ${count(passkeys, 'passkey')}.`}
          </p>
          <Buttons>
            <ButtonLink href="/profile/security/passkeys" kind="outline">
              {passkeys === 0 ? 'Add a passkey' : 'See your passkeys'}
            </ButtonLink>
          </Buttons>
        </Card>
      )}
      {questions && (
        <Card heading="Security questions">
          <p>
            {questions.setAt === null
              ? 'You have chosen none yet. With them you can answer instead of typing a code.'
              : `You chose them on ${time(questions.setAt, zone)}.`}
          </p>
          <Buttons>
            <ButtonLink href="/profile/security/questions" kind="outline">
              {questions.setAt === null ? 'Choose questions' : 'Choose others'}
            </ButtonLink>
          </Buttons>
        </Card>
      )}
      <Devices csrf={csrf} zone={zone} devices={devices} />
      <Sessions csrf={csrf} zone={zone} sessions={sessions} />
    </>
  )
}

function Devices({ csrf, zone, devices }: Pick<SecurityProps, 'csrf' | 'zone' | 'devices'>) {
  const action = '/profile/security/devices/revocation'
  return (
    <Card heading="Known devices">
      {devices.length === 0 && (
        <Empty heading="No device is known">
          <p>Tick “I alone use this device” when you type a code, and no code is asked on it for a while.</p>
        </Empty>
      )}
      {devices.length > 0 && (
        <>
          <Table
            caption="Devices on which no code is asked"
            rows={devices}
            columns={[
              { head: 'Device', cell: (one) => named(one.label, one.isThis) },
              { head: 'Last sign-in', cell: (one) => time(one.usedAt, zone) },
              { head: 'Last code', cell: (one) => time(one.factorAt, zone) },
              {
                head: 'Not yours?',
                cell: (one) => (
                  <PostButton action={action} csrf={csrf} kind="plain" fields={{ device: String(one.id) }}>
                    Forget <span class="usa-sr-only">{one.label}</span>
                  </PostButton>
                ),
              },
            ]}
          />
          <PostButton action={action} csrf={csrf} kind="danger" fields={{ device: 'all' }}>
            Forget every device
          </PostButton>
        </>
      )}
    </Card>
  )
}

function Sessions({ csrf, zone, sessions }: Pick<SecurityProps, 'csrf' | 'zone' | 'sessions'>) {
  const action = '/profile/security/sessions/end'
  return (
    <Card heading="Where you are signed in">
      <Table
        caption="Open sessions, the newest first"
        rows={sessions}
        columns={[
          { head: 'Device', cell: (one) => named(one.device, one.isThis) },
          { head: 'Signed in', cell: (one) => time(one.openedAt, zone) },
          { head: 'Office', cell: (one) => one.office },
          {
            head: 'Not you?',
            cell: (one) =>
              one.isThis ? (
                'Use “Sign out”'
              ) : (
                <PostButton action={action} csrf={csrf} kind="plain" fields={{ session: one.id }}>
                  End this session
                </PostButton>
              ),
          },
        ]}
      />
      <Buttons>
        {sessions.length > 1 && (
          <PostButton action={action} csrf={csrf} fields={{ session: 'others' }}>
            End all others
          </PostButton>
        )}
        <PostButton action="/sign-out/everywhere" csrf={csrf} kind="danger">
          Sign out everywhere
        </PostButton>
      </Buttons>
    </Card>
  )
}

function named(label: string, isThis: 0 | 1) {
  return (
    <>
      {label} {isThis ? <Status feeling="good" word="this one" /> : null}
    </>
  )
}
