import { Layout, type LayoutProps } from '../layout.tsx'

type ProblemProps = Omit<LayoutProps, 'children' | 'error' | 'print'> & {
  status: number
  /** What happened, in one plain sentence. */
  sentence: string
  /** What the person can do now, each a sentence. */
  whatToDo: string[]
  /** The name under which the plan finds it again. */
  referenceId?: string | undefined
}

/** What a problem says, as a page's content or as the fragment that htmx puts in place. */
export function Problem(props: Pick<ProblemProps, 'sentence' | 'whatToDo' | 'referenceId' | 'status'>) {
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

/** A page for what can't be shown or done. */
export function ProblemPage(props: ProblemProps) {
  const { status, sentence, whatToDo, referenceId, ...frame } = props
  return (
    <Layout {...frame} error>
      <Problem status={status} sentence={sentence} whatToDo={whatToDo} referenceId={referenceId} />
    </Layout>
  )
}
