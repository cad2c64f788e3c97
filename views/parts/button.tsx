import type { Child } from 'hono/jsx'
import { Csrf } from './csrf.tsx'

/** How much a button stands out; `danger` takes something away. */
export type ButtonKind = 'primary' | 'outline' | 'danger' | 'plain'

const classes: Record<ButtonKind, string> = {
  primary: 'usa-button',
  outline: 'usa-button usa-button--outline',
  danger: 'usa-button usa-button--secondary',
  plain: 'usa-button usa-button--unstyled',
}

type ButtonProps = {
  kind?: ButtonKind | undefined
  /** Sent with the form when one form has several buttons. */
  name?: string | undefined
  value?: string | undefined
  /** Where this button sends the form, if elsewhere than the form says. */
  action?: string | undefined
  children?: Child
}

/** Sends the form it is in. The blank after it keeps two of them apart in a text browser. */
export function Button(props: ButtonProps) {
  const { kind = 'primary', name, value, action, children } = props
  return (
    <>
      <button
        type="submit"
        class={classes[kind]}
        name={name}
        value={value}
        formaction={action}
        formnovalidate={action === undefined ? undefined : true}
      >
        {children}
      </button>{' '}
    </>
  )
}

/** A link that looks like a button: it goes somewhere and changes nothing. */
export function ButtonLink(props: { href: string; kind?: ButtonKind | undefined; children?: Child }) {
  const { href, kind = 'primary', children } = props
  return (
    <>
      <a class={classes[kind]} href={href}>
        {children}
      </a>{' '}
    </>
  )
}

type PostButtonProps = {
  action: string
  csrf: string | undefined
  kind?: ButtonKind | undefined
  /** Hidden fields sent along. */
  fields?: Record<string, string> | undefined
  children?: Child
}

/** A form of a single button, for a change that needs no typing. */
export function PostButton(props: PostButtonProps) {
  const { action, csrf, kind = 'outline', fields = {}, children } = props
  return (
    <form method="post" action={action} class="post-button">
      <Csrf token={csrf} />
      {Object.entries(fields).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <Button kind={kind}>{children}</Button>
    </form>
  )
}

/** Buttons side by side, the first being the main one. */
export function Buttons(props: { children?: Child }) {
  return <div class="buttons">{props.children}</div>
}
