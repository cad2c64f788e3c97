import { raw } from 'hono/html'
import { ButtonLink } from '../parts/button.tsx'

/** Another tab kept the session alive: the way back, and the same question again when its time is over (no scripts). */
export function StillOpen(props: { secondsLeft: number; back: string }) {
  return (
    <>
      <noscript>
        {raw(`<meta http-equiv="refresh" content="${Math.max(1, props.secondsLeft)};url=/session/closed">`)}
      </noscript>
      <p class="lead">You are still signed in, because you were active in another window.</p>
      <ButtonLink href={props.back}>Go back to where you were</ButtonLink>
    </>
  )
}
