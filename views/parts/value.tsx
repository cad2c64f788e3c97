import type { Child } from 'hono/jsx'
import { UNKNOWN } from '../format.ts'

/** A value, or a dash that a screen reader reads as "not known". */
export function Value(props: { children?: Child }) {
  const { children } = props
  // Hono's fragment drops a bare 0.
  if (typeof children === 'number') return <>{String(children)}</>
  if (children != null && children !== '' && children !== UNKNOWN) return <>{children}</>
  return (
    <>
      <span aria-hidden="true">{UNKNOWN}</span> <span class="usa-sr-only">not known</span>
    </>
  )
}
