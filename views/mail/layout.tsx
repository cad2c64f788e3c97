import { raw } from 'hono/html'
import type { MailFrame, MailWords, Part } from './letter.ts'

/** The message as plain text: every reader can show it. */
export function textOf(words: MailWords): string {
  return words.body.map(partText).join('\n\n')
}

function partText(part: Part): string {
  if (typeof part === 'string') return part
  if ('code' in part) return part.code
  if ('list' in part) return part.list.map((item) => `- ${item}`).join('\n')
  return `${part.label}:\n${part.href}`
}

/** The message as HTML: nothing is loaded from anywhere, so that opening it tells nobody. */
export function htmlOf(words: MailWords, frame: MailFrame): string {
  const page: unknown = (
    <>
      {raw('<!doctype html>')}
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>{words.subject}</title>
        </head>
        <body bgcolor="#f0f0f0">
          <table role="presentation" width="100%" cellpadding="0" cellspacing="0">
            <tr>
              <td align="center">
                <table role="presentation" width="560" cellpadding="24" cellspacing="0" bgcolor="#ffffff">
                  <tr>
                    <td>
                      <font face="Arial, sans-serif" color="#1b1b1b">
                        <p>
                          <b>{frame.plan} Provider Portal</b>
                        </p>
                        {words.body.map((part) => (
                          <PartHtml part={part} />
                        ))}
                      </font>
                    </td>
                  </tr>
                </table>
              </td>
            </tr>
          </table>
        </body>
      </html>
    </>
  )
  return String(page)
}

function PartHtml({ part }: { part: Part }) {
  if (typeof part === 'string') return <p>{part}</p>
  if ('code' in part) {
    return (
      <p>
        <font size="6">
          <b>{part.code}</b>
        </font>
      </p>
    )
  }
  if ('list' in part) {
    return (
      <ul>
        {part.list.map((item) => (
          <li>{item}</li>
        ))}
      </ul>
    )
  }
  return (
    <p>
      <a href={part.href}>
        <b>{part.label}</b>
      </a>
      <br />
      <small>{part.href}</small>
    </p>
  )
}
