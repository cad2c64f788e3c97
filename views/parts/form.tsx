import type { Child } from 'hono/jsx'
import { Csrf } from './csrf.tsx'

type FormProps = {
  action: string
  csrf: string | undefined
  /** The id of the region that the answer replaces; without it the form answers with a whole page. */
  region?: string | undefined
  /** The form takes files. */
  files?: boolean | undefined
  /** A search or filter: its fields stand side by side, its errors above them. */
  filters?: boolean | undefined
  id?: string | undefined
  /** With scripts every change is sent at once, and the answer replaces the region of that id; sending the form stays as it is. */
  keptIn?: string | undefined
  children?: Child
}

/**
 * A form that posts. The server judges every field, and says so beside it (WCAG 3.3.1),
 * hence `novalidate`: a browser's own bubbles vanish and are in the browser's words.
 */
export function Form(props: FormProps) {
  const { action, csrf, region, files, filters, id, keptIn, children } = props
  const encoding = files ? 'multipart/form-data' : undefined
  const swap = region && {
    'hx-post': action,
    'hx-target': `#${region}`,
    'hx-disable': 'find button',
    'hx-encoding': encoding,
  }
  const keep = keptIn && { 'hx-post': action, 'hx-trigger': 'change', 'hx-target': `#${keptIn}` }
  return (
    <form
      class={filters ? 'form filters' : 'form'}
      id={id}
      method="post"
      action={action}
      enctype={encoding}
      novalidate
      {...swap}
      {...keep}
    >
      <Csrf token={csrf} />
      {children}
    </form>
  )
}
