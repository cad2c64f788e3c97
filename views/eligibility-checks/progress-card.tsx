import { number } from '../format.ts'
import { Button } from '../parts/button.tsx'
import { Csrf } from '../parts/csrf.tsx'

/** How many rows are answered. With scripts it asks for the next ones by itself, again and again until none waits. */
export function ProgressCard(props: { csrf: string; id: string; answered: number; rows: number }) {
  const { csrf, id, answered, rows } = props
  const action = `/eligibility-checks/${id}/answers`
  const words = `${number(answered)} of ${number(rows)} answered`
  return (
    <div class="progress" id="progress">
      <p role="status">{words}</p>
      <progress max={rows} value={answered} aria-label={words} />
      <form
        method="post"
        action={action}
        hx-post={action}
        hx-trigger="load, submit"
        hx-target="#progress"
        hx-disable="find button"
      >
        <Csrf token={csrf} />
        <Button kind="outline">Answer the rest</Button>
      </form>
    </div>
  )
}
