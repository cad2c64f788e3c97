import type { Child } from 'hono/jsx'

/** A part of a page that stands by itself, under a heading. */
export function Card(props: { heading?: string | undefined; id?: string | undefined; children?: Child }) {
  const { heading, id, children } = props
  return (
    <section class="card" id={id}>
      {heading && <h2>{heading}</h2>}
      {children}
    </section>
  )
}
