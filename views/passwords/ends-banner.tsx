import { day } from '../format.ts'
import { Banner } from '../parts/banner.tsx'

/** The password ends soon (III.D.5): on that day, after so many days. */
export function EndsBanner(props: { ends: { on: string; left: number } | null }) {
  const { ends } = props
  if (!ends) return null
  const when = ends.left === 1 ? 'tomorrow' : `in ${ends.left} days`
  return (
    <Banner kind="info" heading={`Your password ends ${when}, on ${day(ends.on)}.`}>
      <p>
        <a href="/password">Choose a new one</a> whenever it suits you. From that day on it comes before anything else.
      </p>
    </Banner>
  )
}
