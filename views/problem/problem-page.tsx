type ProblemProps = {
  status: number
  /** What happened, in one plain sentence. */
  sentence: string
  /** What the person can do now, each a sentence. */
  whatToDo: string[]
  /** The name under which the plan finds it again. */
  referenceId?: string | undefined
}

/** What a problem says, as a page's content or as the fragment that htmx puts in place. */
export function Problem(props: ProblemProps) {
  const { sentence, whatToDo, referenceId, status } = props
  return (
    <section class="card problem" tabindex={-1} autofocus>
      <p class="lead">{sentence}</p>
      <h2>What you can do</h2>
      <ul>
        {whatToDo.map((step) => (
          <li>{step}</li>
        ))}
      </ul>
      <p class="as-of">
        {referenceId ? (
          <>
            Tell us this reference when you call: <code>{referenceId}</code>
          </>
        ) : (
          `Code ${status}`
        )}
      </p>
    </section>
  )
}
