import { time } from '../../format.ts'
import { Card } from '../../parts/card.tsx'
import { type DraftListed, hasMember } from './new-page.tsx'
import { personName } from './words.ts'

/** The referrals that this person began last in this office; nothing where there are none. */
export function DraftsToResume({ drafts, zone }: { drafts: readonly DraftListed[]; zone: string }) {
  if (drafts.length === 0) return null
  return (
    <Card heading="Referrals you began">
      <ul class="plain">
        {drafts.map((draft) => (
          <li>
            <a href={`/referrals/drafts/${draft.id}/review`}>
              {hasMember(draft)
                ? `Resume the referral for ${personName(draft)}`
                : 'Resume the referral without a member'}
            </a>
            <br />
            <small>Last changed {time(draft.changedAt, zone)}</small>
          </li>
        ))}
      </ul>
      <p>
        <a href="/referrals/new">All your drafts</a>
      </p>
    </Card>
  )
}
