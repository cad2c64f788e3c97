import type { Child } from 'hono/jsx'
import { time } from '../format.ts'
import { purposeWords } from './purpose-choice.tsx'

/** Who prints, when, and for which purpose, ready to read (II.E). */
export type PrintMark = { user: string; time: string; purpose: string }

/** The mark of what this person takes now. */
export function markOf(
  by: { name: string; email: string },
  now: Date,
  zone: string,
  purpose: keyof typeof purposeWords,
): PrintMark {
  return { user: `${by.name} (${by.email})`, time: time(now.getTime(), zone), purpose: purposeWords[purpose] }
}

/**
 * A sheet that bears user, time and purpose on each printed page: the heading of the outer table
 * repeats on every page, and so does the mark behind the text, which stays when the margins are cut.
 */
export function PrintSheet(props: { mark: PrintMark; children?: Child }) {
  const { mark } = props
  const line = `${mark.user} · ${mark.time} · ${mark.purpose}`
  return (
    <>
      <p class="buttons">
        <button type="button" class="usa-button" data-print hidden>
          Print
        </button>
        <noscript>Print this page with your browser’s own command.</noscript>
      </p>
      <table class="sheet" role="presentation">
        <thead>
          <tr>
            <td>
              <p class="sheet-mark">
                Printed by {mark.user}, {mark.time}. Purpose: {mark.purpose}. Confidential.
              </p>
            </td>
          </tr>
        </thead>
        <tbody>
          <tr>
            <td>{props.children}</td>
          </tr>
        </tbody>
      </table>
      <div class="watermark" aria-hidden="true">
        {Array.from({ length: 6 }, () => (
          <p>{line}</p>
        ))}
      </div>
    </>
  )
}
