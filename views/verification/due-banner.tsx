import { Banner } from '../parts/banner.tsx'
import { type CourseShown, courseWords } from './words.ts'

/** To an office's administrators: its users are to be verified, and until when (III.H.1). */
export function DueBanner({ course }: { course: CourseShown }) {
  return (
    <Banner kind="warning" heading="Your office’s users are to be verified">
      <p>
        {courseWords(course)} <a href="/office/verification#next">Verify them now</a>: it takes a tap for each.
      </p>
    </Banner>
  )
}
