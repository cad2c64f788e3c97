import { Banner } from '../parts/banner.tsx'
import { Card } from '../parts/card.tsx'
import { AgreementSheet, type AgreementSheetProps } from './agreement-sheet.tsx'

type SentPageProps = AgreementSheetProps & { number: string; telephone: string }

/** What was sent, what happens next, and the office's own copy to print (III.A.1.a). */
export function SentPage(props: SentPageProps) {
  const { number, telephone, ...sheet } = props
  return (
    <>
      <Banner kind="success" focus heading={`We have your request. Its number is ${number}`}>
        <p>A copy of the agreement is on its way to {sheet.request.managerEmail}.</p>
      </Banner>
      <Card heading="What happens next">
        <ol>
          <li>We compare the request with our records. This usually takes a few working days.</li>
          <li>The office manager gets an e-mail with our decision and the day the access begins.</li>
          <li>
            The people named as Local Office Administrator get an invitation to register. After that everybody else of
            the office can.
          </li>
        </ol>
        <p>Questions? Call us at {telephone} and tell us the number. You can print this page.</p>
      </Card>
      <Card heading="What you signed">
        <AgreementSheet {...sheet} />
      </Card>
    </>
  )
}
