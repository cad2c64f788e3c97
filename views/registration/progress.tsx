/** Where in the registration one is, and for whom it is: a link opened on another device shows whose it is. */
export function Progress(props: { step: number; of: number; email: string }) {
  const { step, of, email } = props
  return (
    <p>
      Step {step} of {of} of the registration of <strong>{email}</strong>. What you send is saved: the link in your
      e-mail leads back to where you were.
    </p>
  )
}

export type ProgressProps = Parameters<typeof Progress>[0]
