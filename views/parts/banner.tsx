import type { Child } from 'hono/jsx'

/** What happened, or what to know: a line, and more below it where there is more to say. */
export type BannerProps = {
  kind: 'success' | 'info' | 'warning' | 'error'
  heading: string
  children?: Child
  /** The answer to what was just done: takes the focus. */
  focus?: boolean | undefined
}

/** Says what a change did, or what needs attention. */
export function Banner(props: BannerProps) {
  const { kind, heading, children, focus } = props
  const urgent = kind === 'error' || kind === 'warning'
  return (
    <div
      class={`alert alert-${kind}`}
      role={urgent ? 'alert' : 'status'}
      tabindex={focus ? -1 : undefined}
      autofocus={focus}
    >
      <div class="alert-body">
        <p class="alert-heading">{heading}</p>
        {children && <div class="alert-text">{children}</div>}
      </div>
    </div>
  )
}
