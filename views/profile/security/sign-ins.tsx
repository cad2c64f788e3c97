import type { OwnSession, SignIn } from '../../../src/profile/security/overview/overview.ts'
import { time } from '../../format.ts'
import { ButtonLink, Buttons, PostButton } from '../../parts/button.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Status } from '../../parts/status.tsx'
import { Table } from '../../parts/table.tsx'

/** Open sessions, each with how it was opened and the way to end it. */
export function Sessions({ csrf, zone, sessions }: { csrf: string; zone: string; sessions: readonly OwnSession[] }) {
  const action = '/profile/security/sessions/end'
  return (
    <Card heading="Where you are signed in">
      <Table
        caption="Open sessions, the newest first"
        rows={sessions}
        columns={[
          { head: 'Device', cell: (one) => named(one.device, one.isThis) },
          { head: 'Signed in', cell: (one) => time(one.openedAt, zone) },
          { head: 'By', cell: (one) => wayWords(one), long: true },
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

/** The newest sign-ins: the owner's own, or somebody else's tries. */
export function SignIns({ signIns, zone }: { signIns: readonly SignIn[]; zone: string }) {
  return (
    <Card heading="Recent sign-ins">
      {signIns.length === 0 ? (
        <Empty heading="None lately">
          <p>Sign-ins and wrong passwords stand here.</p>
        </Empty>
      ) : (
        <Table
          caption="The newest first. Is one not yours? Choose a new password."
          rows={signIns}
          columns={[
            { head: 'When', cell: (one) => time(one.at, zone) },
            { head: 'Result', cell: (one) => resultOf(one) },
            { head: 'By', cell: (one) => wayWords(one), long: true },
            { head: 'Device', cell: (one) => one.device },
            { head: 'IP address', cell: (one) => one.ip, long: true },
          ]}
        />
      )}
      <Buttons>
        <ButtonLink href="/profile/activity" kind="outline">
          All your activity
        </ButtonLink>
      </Buttons>
    </Card>
  )
}

function resultOf({ result, times }: SignIn) {
  switch (result) {
    case 'in':
      return <Status feeling="good" word="Signed in" />
    case 'refused':
      return refused('the account was closed')
    case 'locked':
      return refused('the account was locked')
    case 'wrong':
      return (
        <span>
          <Status feeling="waiting" word="Wrong password" />
          {times > 1 && ` ${times} times`}
        </span>
      )
    default:
      return result satisfies never
  }
}

// One element: on a telephone each part of a cell stands in a column of its own.
function refused(why: string) {
  return (
    <span>
      <Status feeling="bad" word="Refused" /> {why}
    </span>
  )
}

function wayWords({ by, provider }: { by: OwnSession['by'] | null; provider: string | null }): string | null {
  if (by === 'provider') return provider ?? 'Your organization'
  return by && { password: 'Password', passkey: 'Passkey' }[by]
}

/** The label, marked if it is this one. */
export function named(label: string, isThis: 0 | 1) {
  return (
    <span>
      {label} {isThis ? <Status feeling="good" word="this one" /> : null}
    </span>
  )
}
