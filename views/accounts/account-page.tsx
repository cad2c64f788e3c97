import type { Department } from '../../src/accounts/account.ts'
import type { OwnEvent } from '../../src/profile/profile.ts'
import type { AccountState } from '../../src/staff/accounts/account-search.ts'
import type { Deed } from '../../src/staff/accounts/deed.ts'
import { departmentNames } from '../departments.ts'
import { count, day, number, telephone, time } from '../format.ts'
import { Banner } from '../parts/banner.tsx'
import { ButtonLink, Buttons } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { Empty } from '../parts/empty.tsx'
import { Facts } from '../parts/facts.tsx'
import { Status } from '../parts/status.tsx'
import { Table } from '../parts/table.tsx'
import { activityWords } from '../profile/activity-words.ts'
import type { ClosedWord } from '../standing/words.ts'
import { States } from './accounts-page.tsx'
import { changeWords } from './change-words.ts'
import { type MembershipOfAccount, Memberships } from './memberships-card.tsx'
import { closedWords, deedWords, refusalWords, tellWords } from './words.ts'

type Gate = 'password' | 'agreement' | 'training' | 'verification'

export type AccountPageProps = {
  account: {
    id: string
    email: string
    kind: 'office' | 'staff'
    department: Department | null
    telephone: string | null
    mobile: string | null
    jobTitle: string | null
    jobDescription: string | null
    createdAt: number
    approvedOn: string
    lastUsedOn: string | null
    passwordSetOn: string | null
    trainedOn: string | null
    trainingDueOn: string | null
    agreedVersion: number
    agreementInForce: number
    questionsSetAt: number | null
    devices: number
    passkeys: number
    apps: number
    codes: number
    lockedAt: number | null
    states: AccountState[]
    /** As the account's guard decides; `lockedAt` is the copy that lists go by. */
    locks: { password: boolean; secondFactor: boolean }
    /** Why nobody comes in with the right password; null: they do, `gate` first. */
    closed: ClosedWord | null
    gate: Gate | null
  }
  isSelf: boolean
  memberships: readonly MembershipOfAccount[]
  sessions: readonly { device: string; openedAt: number; office: string | null }[]
  changes: readonly {
    at: number
    by: string | null
    field: string
    before: string | null
    after: string | null
    office: string | null
    reason: string | null
  }[]
  events: readonly {
    at: number
    event: OwnEvent
    by: string | null
    office: string | null
    device: string | null
    detail: string | null
  }[]
  deeds: readonly Deed[]
  zone: string
}

/** One account with everything that decides whether somebody comes in by it, and what was done to it. No records, no PHI. */
export function AccountPage(props: AccountPageProps) {
  const { account, isSelf, memberships, sessions, changes, events, deeds, zone } = props
  const tell = tellOf(account)
  return (
    <>
      <LockNotice account={account} />
      <Facts
        facts={[
          { label: 'State', value: <States states={account.states} /> },
          { label: 'With the right password', value: comesIn(account) },
          ...(tell === null ? [] : [{ label: 'Tell them', value: tellWords[tell] }]),
          { label: 'E-mail', value: account.email },
          { label: 'Of', value: placeOf(props) },
          { label: 'Telephone', value: telephone(account.telephone) },
          { label: 'Job', value: account.jobTitle },
          { label: 'What they do', value: account.jobDescription },
          { label: 'Approved on', value: day(account.approvedOn) },
          { label: 'Last used on', value: account.lastUsedOn ? day(account.lastUsedOn) : 'Never used' },
        ]}
      />
      <Card heading="What you can do">
        {isSelf ? (
          <Empty heading="This is your own account">
            <p>{refusalWords.own}</p>
          </Empty>
        ) : (
          <Buttons>
            {deeds.map((deed) => (
              <ButtonLink
                href={`/staff/accounts/${account.id}/${deed}`}
                kind={deedWords[deed].danger ? 'outline' : 'primary'}
              >
                {deedWords[deed].link}
              </ButtonLink>
            ))}
          </Buttons>
        )}
      </Card>
      {account.kind === 'office' && (
        <Memberships
          memberships={memberships}
          isAccountClosed={account.states.some(
            (state) => state === 'suspended' || state === 'disabled' || state === 'ended',
          )}
          zone={zone}
        />
      )}
      <Security account={account} zone={zone} />
      <Card heading="Where they are signed in">
        {sessions.length === 0 ? (
          <Empty heading="Nowhere">
            <p>Sessions that are open stand here.</p>
          </Empty>
        ) : (
          <Table
            caption="Open sessions, the newest first"
            captionHidden
            rows={sessions}
            columns={[
              { head: 'Device', cell: (one) => one.device },
              { head: 'Signed in', cell: (one) => time(one.openedAt, zone) },
              { head: 'Office', cell: (one) => one.office },
            ]}
          />
        )}
      </Card>
      <Card heading="What was changed">
        {changes.length === 0 ? (
          <Empty heading="Nothing yet">
            <p>Each change stands here for good: what it was, what it is, who did it and why.</p>
          </Empty>
        ) : (
          <Table
            caption="Changes, the newest first"
            captionHidden
            rows={changes}
            columns={[
              { head: 'When', cell: (one) => time(one.at, zone) },
              { head: 'What', cell: (one) => changeWords(one) },
              { head: 'By', long: true, cell: (one) => one.by ?? 'The portal' },
              { head: 'Why', cell: (one) => one.reason },
            ]}
          />
        )}
      </Card>
      <Card heading="What happened last">
        {events.length === 0 ? (
          <Empty heading="Nothing yet">
            <p>Sign-ins, codes, sessions and changes stand here. Pages that were looked at are in the audit log.</p>
          </Empty>
        ) : (
          <Table
            caption="Events, the newest first"
            captionHidden
            rows={events}
            columns={[
              { head: 'When', cell: (one) => time(one.at, zone) },
              { head: 'What', cell: (one) => activityWords(one.event, one.detail) },
              { head: 'By', long: true, cell: (one) => (one.by === account.email ? 'The owner' : one.by) },
              { head: 'Office', cell: (one) => one.office },
              { head: 'Device', cell: (one) => one.device },
            ]}
          />
        )}
      </Card>
    </>
  )
}

type Account = AccountPageProps['account']

/** Lists go by a copy of the lock: where it says other than the guard, both are told. */
function LockNotice({ account: { locks, lockedAt } }: { account: Account }) {
  if (locks.password === (lockedAt !== null)) return null
  return (
    <Banner
      kind="warning"
      heading={
        locks.password
          ? 'This account is locked, though lists don’t show it yet'
          : 'Lists show this account as locked, but it isn’t'
      }
    >
      <p>The account’s own guard decides, and this page asked it. Unlocking puts both right.</p>
    </Banner>
  )
}

const gateWords: Record<Gate, string> = {
  password: 'Comes in, first to a new password',
  agreement: 'Comes in, first to the agreement',
  training: 'Comes in, first to the training',
  verification: 'Comes in, first to the verification of the office',
}

function comesIn({ closed, gate, locks }: Account): string {
  if (locks.password) return 'Refused: locked after failed passwords'
  if (closed) return `Refused: ${closedWords[closed]}`
  return gate ? gateWords[gate] : 'Comes in'
}

/** What is told to somebody who calls since they don't come in; null: a new password doesn't help. */
function tellOf({ closed, gate, locks, passwordSetOn }: Account): keyof typeof tellWords | null {
  if (locks.password || passwordSetOn === null) return null
  if (closed === 'dormant') return 'dormant'
  return gate === 'password' ? 'password-ended' : null
}

function placeOf({ account, memberships }: AccountPageProps): string {
  if (account.department) return departmentNames[account.department]
  return memberships.some(({ state }) => state !== 'ended') ? 'An office' : 'No office'
}

function Security({ account, zone }: { account: Account; zone: string }) {
  const { locks, lockedAt, mobile, questionsSetAt, devices, passkeys, apps, codes } = account
  const ways = ['E-mail', mobile !== null && 'text message', questionsSetAt !== null && 'security questions']
  return (
    <Card heading="Security">
      <Facts
        facts={[
          {
            label: 'Password',
            value: account.passwordSetOn ? `Set on ${day(account.passwordSetOn)}` : 'Never set',
          },
          {
            label: 'Failed passwords',
            value: locks.password ? (
              <>
                <Status feeling="bad" word="Locked" />
                {lockedAt !== null && ` since ${time(lockedAt, zone)}`}
              </>
            ) : (
              'Not locked'
            ),
          },
          {
            label: 'Failed codes',
            value: locks.secondFactor ? <Status feeling="bad" word="Locked" /> : 'Not locked',
          },
          { label: 'Second factor by', value: ways.filter(Boolean).join(', ') },
          { label: 'Passkeys', value: number(passkeys) },
          { label: 'Authenticator apps', value: number(apps) },
          { label: 'Recovery codes left', value: number(codes) },
          { label: 'Known devices', value: devices === 0 ? 'None' : count(devices, 'device') },
          {
            label: 'Training',
            value: account.trainedOn
              ? `Attested on ${day(account.trainedOn)}, due on ${day(account.trainingDueOn)}`
              : 'Never attested',
          },
          { label: 'User Agreement', value: agreementWords(account) },
        ]}
      />
    </Card>
  )
}

function agreementWords({ agreedVersion, agreementInForce }: Account): string {
  if (agreedVersion === 0) return 'Not agreed to'
  return agreedVersion < agreementInForce
    ? `Version ${agreedVersion}; version ${agreementInForce} is in force`
    : `Version ${agreedVersion}, in force`
}
