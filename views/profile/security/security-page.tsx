import type { OwnIdentity, OwnSession, SignIn } from '../../../src/profile/security/overview/overview.ts'
import type { PasskeyShown } from '../../../src/second-factor/passkeys/passkey.ts'
import { dayAt, time } from '../../format.ts'
import { ButtonLink, Buttons, PostButton } from '../../parts/button.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Table } from '../../parts/table.tsx'
import { AppsCard, type AppsCardProps } from '../apps-card.tsx'
import { FewRecoveryCodes, type Recovery, RecoveryCard } from '../recovery-codes.tsx'
import { ProfilePlaces } from '../places.tsx'
import { named, Sessions, SignIns } from './sign-ins.tsx'
import { Identities, Passkeys, Password } from './ways.tsx'

type Device = { id: number; label: string; usedAt: number; factorAt: number; isThis: 0 | 1 }

type SecurityProps = {
  csrf: string
  zone: string
  password: { setOn: string; endsOn: string } | null
  /** Null: the plan lets none count. */
  passkeys: readonly PasskeyShown[] | null
  apps: AppsCardProps | null
  recovery: Recovery
  identities: readonly OwnIdentity[]
  devices: readonly Device[]
  sessions: readonly OwnSession[]
  /** Null: the plan has none. `setAt` null: not established yet. */
  questions: { setAt: number | null } | null
  signIns: readonly SignIn[]
}

/** How this person signs in, and where they are signed in now. */
export function SecurityPage(props: SecurityProps) {
  const { csrf, zone, passkeys, apps, recovery, identities, questions } = props
  return (
    <>
      <ProfilePlaces here="/profile/security" />
      {recovery.areFew && <FewRecoveryCodes left={recovery.left} />}
      <Password password={props.password} identities={identities} />
      {passkeys && <Passkeys passkeys={passkeys} zone={zone} />}
      {apps && <AppsCard {...apps} zone={zone} />}
      <RecoveryCard recovery={recovery} zone={zone} />
      {identities.length > 0 && <Identities csrf={csrf} identities={identities} zone={zone} />}
      {questions && <Questions setAt={questions.setAt} zone={zone} />}
      <Sessions csrf={csrf} zone={zone} sessions={props.sessions} />
      <Devices csrf={csrf} zone={zone} devices={props.devices} />
      <SignIns signIns={props.signIns} zone={zone} />
    </>
  )
}

function Questions({ setAt, zone }: { setAt: number | null; zone: string }) {
  return (
    <Card heading="Security questions">
      <p>
        {setAt === null
          ? 'You have chosen none yet. With them you can answer instead of typing a code.'
          : `You chose them on ${dayAt(setAt, zone)}.`}
      </p>
      <Buttons>
        <ButtonLink href="/profile/security/questions" kind="outline">
          {setAt === null ? 'Choose questions' : 'Choose others'}
        </ButtonLink>
      </Buttons>
    </Card>
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
              { head: 'Last code', cell: (one) => dayAt(one.factorAt, zone) },
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
