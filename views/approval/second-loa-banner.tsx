import { Banner } from '../parts/banner.tsx'

/** To the only administrator of an office: without a second one nobody decides while they are away. */
export function SecondLoaBanner() {
  return (
    <Banner kind="info" heading="You are the only administrator of your office">
      <p>
        Name a second one, so that somebody decides while you are away.{' '}
        <a href="/office/administrators">Name a second administrator</a>
      </p>
    </Banner>
  )
}
