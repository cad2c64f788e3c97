import { time } from '../format.ts'
import { ButtonLink, Buttons } from '../parts/button.tsx'
import { Empty } from '../parts/empty.tsx'
import { Pager } from '../parts/pager.tsx'
import { Status } from '../parts/status.tsx'
import { Table } from '../parts/table.tsx'

export type ConfirmationListed = { confirmation: string; submittedAt: number; deliveredAt: number | null }

type ConfirmationsProps = {
  confirmations: readonly ConfirmationListed[]
  zone: string
  older?: string | undefined
  start?: string | undefined
}

/** What somebody submitted: numbers and times, nothing of what they say. */
export function ConfirmationsPage(props: ConfirmationsProps) {
  const { confirmations, older, start } = props
  return (
    <>
      <p class="lead">
        The confirmation number shows that the plan has your referral. What it decides is seen by those in your office
        who may view referrals.
      </p>
      {confirmations.length === 0 ? (
        <Empty heading="You submitted nothing in this office yet" />
      ) : (
        <ConfirmationsTable {...props} />
      )}
      {(older || start) && (
        <Pager of="confirmations" text="The latest come first" newer={start} newerLabel="To the latest" older={older} />
      )}
      <Buttons>
        <ButtonLink href="/referrals/new">Begin a referral</ButtonLink>
        <ButtonLink href="/referrals/confirmations/print" kind="outline">
          To print
        </ButtonLink>
      </Buttons>
    </>
  )
}

/** The numbers alone, for paper too. */
export function ConfirmationsTable(props: Pick<ConfirmationsProps, 'confirmations' | 'zone'>) {
  const { confirmations, zone } = props
  return (
    <Table
      caption="Your submitted referrals"
      rows={confirmations}
      columns={[
        { head: 'Confirmation number', short: true, cell: (one) => one.confirmation },
        { head: 'Submitted', cell: (one) => time(one.submittedAt, zone) },
        {
          head: 'Core system',
          cell: (one) =>
            one.deliveredAt === null ? (
              <Status feeling="waiting" word="Waiting to be taken" />
            ) : (
              <Status feeling="good" word="Taken" />
            ),
        },
      ]}
    />
  )
}
