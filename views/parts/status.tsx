/** How a state is felt; the word says what it is, colour and mark only underline it (WCAG 1.4.1). */
export type Feeling = 'good' | 'waiting' | 'bad' | 'neutral'

/** A state in a word or two: Active, Denied, In review. */
export function Status(props: { feeling: Feeling; word: string }) {
  return <span class={`status status-${props.feeling}`}>{props.word}</span>
}
