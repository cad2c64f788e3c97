/** Every development page leads to the others. */
export function Places() {
  return (
    <nav aria-label="Development">
      <p>
        Development only: <a href="/dev/mailbox">mailbox</a>, <a href="/dev/people">people</a>,{' '}
        <a href="/dev/clock">clock</a>, <a href="/sign-in">sign-in</a>
      </p>
    </nav>
  )
}
