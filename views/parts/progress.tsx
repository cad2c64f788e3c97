import { count, number } from '../format.ts'

/** How far something long has come, in a bar and in words: '120 of 500 members'. */
export function Progress(props: {
  label: string
  done: number
  total: number
  one: string
  many?: string | undefined
}) {
  const { label, done, total, one, many } = props
  return (
    <div class="progress">
      <label>
        {label}
        <progress max={total} value={done} />
      </label>
      <p role="status">
        {number(done)} of {count(total, one, many)}
      </p>
    </div>
  )
}
