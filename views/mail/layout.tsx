import { raw } from 'hono/html'
import type { MailFrame, MailWords, Part } from './letter.ts'

/** The message as plain text: every reader can show it. */
export function textOf(words: MailWords, frame: MailFrame): string {
  return [...words.body.map(partText), signature(frame)].join('\n\n')
}

function partText(part: Part): string {
  if (typeof part === 'string') return part
  if ('code' in part) return part.code
  if ('list' in part) return part.list.map((item) => `- ${item}`).join('\n')
  return `${part.label}:\n${part.href}`
}

function signature({ plan, telephone }: MailFrame): string {
  return `${plan} Provider Portal, ${telephone}`
}

/**
 * Colours follow the reader's light or dark; without them, as in readers that drop styles, the order of plain
 * paragraphs says the same.
 */
const style = `
  :root { color-scheme: light dark; }
  body { margin: 0; padding: 24px 16px; background: #f0f0f0; color: #1b1b1b;
    font: 17px/1.5 Arial, Helvetica, sans-serif; }
  .sheet { max-width: 560px; margin: 0 auto; padding: 16px 24px; background: #fff; border-radius: 4px; }
  .plan { font-weight: bold; }
  .code { font-size: 34px; font-weight: bold; letter-spacing: 4px; }
  .address, .foot { font-size: 14px; color: #565c65; overflow-wrap: anywhere; }
  a { color: #0b5c6b; }
  @media (prefers-color-scheme: dark) {
    body { background: #1b1b1b; color: #f0f0f0; }
    .sheet { background: #2d2e2f; }
    .address, .foot { color: #c6cace; }
    a { color: #7fd4e4; }
  }
`

/** The message as HTML: nothing is loaded from anywhere, so that opening it tells nobody. */
export function htmlOf(words: MailWords, frame: MailFrame): string {
  const page: unknown = (
    <>
      {raw('<!doctype html>')}
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>{words.subject}</title>
          <style>{raw(style)}</style>
        </head>
        <body>
          <div class="sheet" role="article" aria-label={words.subject}>
            <p class="plan">{frame.plan} Provider Portal</p>
            {words.body.map((part) => (
              <PartHtml part={part} />
            ))}
            <p class="foot">{signature(frame)}</p>
          </div>
        </body>
      </html>
    </>
  )
  return String(page)
}

function PartHtml({ part }: { part: Part }) {
  if (typeof part === 'string') return <p>{part}</p>
  if ('code' in part) return <p class="code">{part.code}</p>
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
      <span class="address">{part.href}</span>
    </p>
  )
}
