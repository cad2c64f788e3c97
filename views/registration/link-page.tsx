import { ButtonLink, Buttons } from '../parts/button.tsx'

/** A link that leads nowhere: too old, or not whole. */
export function LinkPage(props: { telephone: string }) {
  return (
    <>
      <p class="lead">It is too old, or not whole: sometimes a mail program breaks a long link in two.</p>
      <p>
        Open it from the e-mail once more, or copy all of it. If that doesn’t help, begin a new registration, or call us
        at {props.telephone}.
      </p>
      <Buttons>
        <ButtonLink href="/register">Register</ButtonLink>
      </Buttons>
    </>
  )
}
