import type { Child } from 'hono/jsx'

/** Stands where a list would be: what isn't there, and what to do next. */
export function Empty(props: { heading: string; children?: Child }) {
  return (
    <div class="empty">
      <p class="empty-heading">{props.heading}</p>
      {props.children}
    </div>
  )
}
