import { time } from '../../format.ts'
import { ButtonLink, Buttons, PostButton } from '../../parts/button.tsx'
import { Card } from '../../parts/card.tsx'
import { Table } from '../../parts/table.tsx'
import { personName } from './words.ts'

export type DraftListed = { id: string; changedAt: number; firstName: string | null; lastName: string | null }

/** Whether the draft says whom it is for. */
export function hasMember({ firstName, lastName }: DraftListed): boolean {
  return firstName !== null || lastName !== null
}

/** Where a referral begins, and where one that was begun goes on. */
export function NewReferralPage(props: { csrf: string; drafts: readonly DraftListed[]; days: number; zone: string }) {
  const { csrf, drafts, days, zone } = props
  return (
    <>
      <p class="lead">
        You need the member, who refers and to whom, the codes of the diagnosis and the service, and the dates. What you
        type is kept as you go: you can stop at any time and go on later, on another device too.
      </p>
      <Buttons>
        <PostButton action="/referrals/new" csrf={csrf} kind="primary">
          Begin a referral
        </PostButton>
        <ButtonLink href="/referrals/confirmations" kind="outline">
          What you submitted
        </ButtonLink>
      </Buttons>
      {drafts.length > 0 && (
        <Card heading="Go on with a draft">
          <p>Only you see your drafts. One that isn’t changed for {days} days is forgotten, with its files.</p>
          <Table
            caption="Your drafts in this office"
            captionHidden
            rows={drafts}
            columns={[
              {
                head: 'For',
                cell: (draft) => (
                  <a href={`/referrals/drafts/${draft.id}/review`}>
                    {hasMember(draft) ? personName(draft) : 'No member yet'}
                  </a>
                ),
              },
              { head: 'Last changed', cell: (draft) => time(draft.changedAt, zone) },
              {
                head: 'Discard',
                cell: (draft) => (
                  <PostButton action={`/referrals/drafts/${draft.id}/discard`} csrf={csrf} kind="plain">
                    Discard
                  </PostButton>
                ),
              },
            ]}
          />
        </Card>
      )}
    </>
  )
}
