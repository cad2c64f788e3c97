import { Csrf } from './csrf.tsx'

/**
 * Asks before a quiet session closes (III.E.2, WCAG 2.2.1); `gatehouse.js` opens it when the time has come
 * and puts the warning in its heading: a text browser shows closed dialogs too, and would warn from the first minute.
 */
export function ClosingDialog(props: { csrf: string | undefined; warnSeconds: number }) {
  const minutes = Math.round(props.warnSeconds / 60)
  const span = minutes === 1 ? 'one minute' : minutes === 2 ? 'two minutes' : `${minutes} minutes`
  return (
    <dialog id="closing" role="alertdialog" aria-labelledby="closing-title" aria-describedby="closing-text">
      <h2 id="closing-title" data-warning={`You’ll be signed out in ${span}`}>
        Your session
      </h2>
      <p id="closing-text">Stay signed in to go on where you are.</p>
      <div class="buttons">
        <form method="post" action="/session/extension">
          <Csrf token={props.csrf} />
          <button type="submit" class="usa-button" autofocus>
            Stay signed in
          </button>
        </form>
        <form method="post" action="/sign-out">
          <Csrf token={props.csrf} />
          <button type="submit" class="usa-button usa-button--outline">
            Sign out
          </button>
        </form>
      </div>
    </dialog>
  )
}
