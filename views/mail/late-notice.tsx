import { Banner } from '../parts/banner.tsx'

/** Says that codes are late: mail goes out slowly or not at all at this moment. */
export function LateNotice(props: { telephone: string; minutes: number }) {
  const { telephone, minutes } = props
  return (
    <Banner kind="warning" heading="Codes are late right now.">
      <p>
        We are having trouble sending messages. A code that reaches you after its {minutes} minutes no longer works:
        send a new one later, or call us at {telephone}.
      </p>
    </Banner>
  )
}
