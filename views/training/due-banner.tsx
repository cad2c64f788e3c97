import { day } from '../format.ts'
import { Banner } from '../parts/banner.tsx'

/** The yearly training is due by that day (III.J.1). */
export function DueBanner(props: { on: string }) {
  return (
    <Banner kind="info" heading={`Your yearly training is due by ${day(props.on)}.`}>
      <p>
        <a href="/training">Take it now</a>: it takes about fifteen minutes. After that day it comes before anything
        else.
      </p>
    </Banner>
  )
}
