import { SecondLoaBanner } from '../approval/second-loa-banner.tsx'
import { type LoaShown, WhoIsLoa } from '../approval/who-is-loa.tsx'
import { count } from '../format.ts'
import { Banner } from '../parts/banner.tsx'
import { ButtonLink, Buttons } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { EndsBanner } from '../passwords/ends-banner.tsx'
import { PasskeyOffer } from '../profile/passkey-offer.tsx'
import { trainingDueWords } from '../training/words.ts'
import { DueBanner } from '../verification/due-banner.tsx'
import type { CourseShown } from '../verification/words.ts'
import { RecentMembers } from '../members/recent-members.tsx'
import type { FoundMember } from '../members/results.tsx'
import { MemberSearchForm } from '../members/search-form.tsx'
import { DraftsToResume } from '../referrals/drafts/drafts-to-resume.tsx'
import type { DraftListed } from '../referrals/drafts/new-page.tsx'

type HomeProps = {
  csrf: string
  members: boolean
  /** Members that were opened last; none without the right. */
  recent: readonly FoundMember[]
  claims: boolean
  referrals: { read: boolean; submit: boolean }
  /** Referrals that were begun, the latest; none without the right. */
  drafts: readonly DraftListed[]
  zone: string
  audit: boolean
  staff: boolean
  office?: string | undefined
  /** When the password ends, if that is soon. */
  ends: { on: string; left: number } | null
  /** The last day of the training, if that is soon. */
  trainingDue: string | null
  /** The verification that the office's administrators are due to make; null: none, or not theirs. */
  verification: CourseShown | null
  loas: readonly LoaShown[]
  plan: string
  /** Requests that wait for this person: as an administrator of the office, or of the plan; null: not theirs. */
  officeRequests: number | null
  planRequests: number | null
  isOnlyLoa: boolean
  /** Offers to add a passkey; null: not now. */
  passkeyOffer: { alone: boolean } | null
}

/** What this person can do here. */
export function Home(props: HomeProps) {
  const { csrf, members, claims, referrals, audit, staff, office, ends, trainingDue, verification, loas, plan } = props
  const { recent, drafts, zone, officeRequests, planRequests, isOnlyLoa, passkeyOffer } = props
  const nothing =
    !members && !claims && !referrals.read && !referrals.submit && !audit && !staff && officeRequests === null
  return (
    <>
      <EndsBanner ends={ends} />
      {trainingDue && (
        <Banner kind="info" heading={trainingDueWords(trainingDue)}>
          <p>
            <a href="/training">Begin the training</a> whenever it suits you: what you have done is kept.
          </p>
        </Banner>
      )}
      {verification && <DueBanner course={verification} />}
      {office && <p class="lead">You are working for {office}.</p>}
      {isOnlyLoa && <SecondLoaBanner />}
      {officeRequests !== null && <Requests waiting={officeRequests} href="/office/requests" />}
      {staff && (
        <Card heading="Queues">
          <p>What waits for the plan: offices, people, mail, texts to review.</p>
          <Buttons>
            <ButtonLink href="/staff">See the queues</ButtonLink>
          </Buttons>
        </Card>
      )}
      {planRequests !== null && <Requests waiting={planRequests} href="/staff/requests" />}
      {members && (
        <Card heading="Look up a member">
          <MemberSearchForm csrf={csrf} />
          <p>
            Many at once? <a href="/eligibility-checks">Check a whole list</a>.
          </p>
        </Card>
      )}
      <RecentMembers members={recent} />
      {claims && (
        <Card heading="Claims">
          <p>Find your office’s claims by number, member, provider, date or status.</p>
          <Buttons>
            <ButtonLink href="/claims">See claims</ButtonLink>
          </Buttons>
        </Card>
      )}
      {(referrals.read || referrals.submit) && (
        <Card heading="Referrals">
          {referrals.read && <p>See where your office’s referrals stand, and by when each is decided.</p>}
          <Buttons>
            {referrals.read && <ButtonLink href="/referrals">See referrals</ButtonLink>}
            {referrals.submit && (
              <ButtonLink href="/referrals/new" kind={referrals.read ? 'outline' : 'primary'}>
                New referral
              </ButtonLink>
            )}
          </Buttons>
        </Card>
      )}
      <DraftsToResume drafts={drafts} zone={zone} />
      {audit && (
        <Card heading="Audit log">
          <p>Who did what, when, and whose information they saw. Looking is itself recorded.</p>
          <Buttons>
            <ButtonLink href="/staff/audit">Search the audit log</ButtonLink>
          </Buttons>
        </Card>
      )}
      {nothing && (
        <Card heading="No role yet">
          <p>Your account has no role for this office. Ask your Local Office Administrator for what your job needs.</p>
        </Card>
      )}
      {office && <WhoIsLoa loas={loas} plan={plan} />}
      {passkeyOffer && <PasskeyOffer csrf={csrf} alone={passkeyOffer.alone} />}
    </>
  )
}

function Requests({ waiting, href }: { waiting: number; href: string }) {
  return (
    <Card heading="Requests for access">
      <p>{waiting === 0 ? 'Nobody waits.' : `Waiting: ${count(waiting, 'request')}`}</p>
      <Buttons>
        <ButtonLink href={href} kind={waiting === 0 ? 'outline' : 'primary'}>
          See requests
        </ButtonLink>
      </Buttons>
    </Card>
  )
}
