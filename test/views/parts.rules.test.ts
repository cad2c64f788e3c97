import { describe, expect, test } from 'vitest'
import { Checkboxes, Radios } from '../../views/parts/choice.tsx'
import { ErrorSummary } from '../../views/parts/error-summary.tsx'
import { Facts } from '../../views/parts/facts.tsx'
import { Field } from '../../views/parts/field.tsx'
import { Form } from '../../views/parts/form.tsx'
import { PurposeNotice } from '../../views/parts/purpose-notice.tsx'
import { Table } from '../../views/parts/table.tsx'
import { Textarea } from '../../views/parts/textarea.tsx'
import { Problem } from '../../views/problem/problem-page.tsx'

describe('a field', () => {
  test('keeps what was typed, and ties its hint and error to the control', () => {
    const html = String(Field({ name: 'email', label: 'E-mail', hint: 'Yours', error: 'Enter it.', value: 'a"b' }))
    expect(html).toContain('<label class="usa-label" for="field-email">E-mail</label>')
    expect(html).toContain('aria-describedby="field-email-hint field-email-error" aria-invalid="true"')
    expect(html).toContain('id="field-email-error"><span class="usa-sr-only">Error: </span>Enter it.</p>')
    expect(html).toContain('value="a&quot;b"')
  })

  test('without hint and error describes nothing', () => {
    expect(String(Field({ name: 'email', label: 'E-mail' }))).not.toContain('aria-')
  })

  test('never sends a password back', () => {
    expect(String(Field({ name: 'password', label: 'P', type: 'password', value: 'secret' }))).not.toContain('secret')
  })

  test('says when it is optional', () => {
    expect(String(Field({ name: 'a', label: 'A' }))).toContain(' required')
    const html = String(Field({ name: 'a', label: 'A', optional: true }))
    expect(html).not.toContain(' required')
    expect(html).toContain('(optional)')
  })
})

describe('the error summary', () => {
  test('is nothing when all is well', () => {
    expect(ErrorSummary({ errors: { email: undefined } })).toBeNull()
  })

  test('takes the focus and links to each field', () => {
    const html = String(ErrorSummary({ errors: { email: 'Enter it.', form: 'Try again.' } }))
    expect(html).toContain('tabindex="-1" autofocus')
    expect(html).toContain('<a href="#field-email">Enter it.</a>')
    expect(html).toContain('<li>Try again.</li>')
  })

  test('its link lands on the first of several boxes', () => {
    const choices = [
      { value: 'a', label: 'A' },
      { value: 'b', label: 'B' },
    ]
    const radios = String(Radios({ name: 'kind', label: 'Kind', choices, value: 'b' }))
    expect(radios).toContain('id="field-kind" value="a"/>')
    expect(radios).toContain('id="field-kind-2" value="b" checked')
    expect(String(Checkboxes({ name: 'kind', label: 'Kind', choices, values: ['a'] }))).toContain('value="a" checked')
  })
})

test('a form carries its token, and names a region only when it has one', () => {
  const plain = String(Form({ action: '/x', csrf: 'token' }))
  expect(plain).toContain('<input type="hidden" name="csrf" value="token"/>')
  expect(plain).not.toContain('hx-')
  const quick = String(Form({ action: '/x', csrf: 'token', region: 'list' }))
  expect(quick).toContain('hx-post="/x" hx-target="#list" hx-disable="find button"')
})

test('a text of several lines keeps what was typed, its first line break too', () => {
  const html = String(Textarea({ name: 'note', label: 'Note', value: '\n<b>&\n', error: 'Shorter.' }))
  // A browser drops the one line break that follows the tag.
  expect(html).toContain('>\n\n&lt;b&gt;&amp;\n</textarea>')
  expect(html).toContain('aria-describedby="field-note-error" aria-invalid="true"')
})

test('a table repeats its headings for narrow screens, and reads a missing value out', () => {
  const columns = [
    { head: 'Claim', cell: (row: { paid: string | null }) => (row.paid ? 'one' : 'two') },
    { head: 'Paid', cell: (row: { paid: string | null }) => row.paid, numeric: true },
  ]
  const html = String(Table({ caption: 'Claims', columns, rows: [{ paid: '$1.00' }, { paid: null }] }))
  expect(html).toContain('<th scope="row">one</th><td data-label="Paid" class="number">$1.00</td>')
  expect(html).toContain('<span aria-hidden="true">—</span> <span class="usa-sr-only">not known</span>')
})

test('a fact of zero is a fact', () => {
  expect(String(Facts({ facts: [{ label: 'Units', value: 0 }] }))).toContain('<dd>0</dd>')
})

test('II.D the notice names payment and health care operations, and what not to do', () => {
  const words = String(PurposeNotice()).replaceAll(/\s+/g, ' ')
  for (const word of ['payment and health care operations', 'download', 'print', 'copy', 'screenshot', 'forward']) {
    expect(words).toContain(word)
  }
})

test('a problem says what to do, and the reference to tell', () => {
  const html = String(
    Problem({
      status: 500,
      sentence: 'Nothing was changed.',
      whatToDo: ['Try again.'],
      referenceId: 'req_1',
    }),
  )
  expect(html).toContain('<li>Try again.</li>')
  expect(html).toContain('<code>req_1</code>')
})
