import { count, day } from '../format.ts'
import { Banner } from '../parts/banner.tsx'

/** Says before it is sent that an end comes late: the plan gets a report (III.M.3). Days as ISO texts; `allowed` in business days. */
export function LateBanner({ late, today, allowed }: { late: string; today: string; allowed: number }) {
  return (
    <Banner kind="warning" heading="The plan will get a report of this" focus>
      <p>
        {`You name ${day(late)}, and access ends today, ${day(today)}. That is more than ${count(allowed, 'business day')} later. `}
        The plan’s E-Business department gets a report of what was opened in between, as the policy asks. Send it if the
        day is right: access ends at once either way.
      </p>
    </Banner>
  )
}
