import type { Department } from '../../src/accounts/account.ts'
import type { AccountKind, AccountState, ExportPurpose } from '../../src/staff/accounts/account-search.ts'
import { day } from '../format.ts'
import { Button, Buttons } from '../parts/button.tsx'
import { Radios, Select } from '../parts/choice.tsx'
import { Empty } from '../parts/empty.tsx'
import { ErrorSummary, type FieldErrors } from '../parts/error-summary.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { Hidden } from '../parts/hidden.tsx'
import { Pager } from '../parts/pager.tsx'
import { Status } from '../parts/status.tsx'
import { Table } from '../parts/table.tsx'
import { kindWords, placeOf, purposeWords, stateWords } from './words.ts'

type AccountInList = {
  id: string
  email: string
  firstName: string
  lastName: string
  department: Department | null
  office: string | null
  closedFor: 'unverified' | 'disabled' | null
  offices: number
  lastUsedOn: string | null
  states: AccountState[]
}

export type AccountsPageProps = {
  csrf: string
  typed: { name: string; email: string; office: string; state: string; kind: string }
  errors?: FieldErrors | undefined
  states: readonly AccountState[]
  kinds: readonly AccountKind[]
  purposes: readonly ExportPurpose[]
  /** null: the search could not be read, so nothing was looked up. */
  accounts: AccountInList[] | null
  text?: string
  start?: string | undefined
  older?: string | undefined
}

/** Accounts of offices and of the plan, a page at a time, narrowed by what is known of one. */
export function AccountsPage(props: AccountsPageProps) {
  const { csrf, typed, errors = {}, states, kinds, purposes, accounts, text = '', start, older } = props
  const narrowed = Object.values(typed).some((value) => value !== '')
  return (
    <>
      <ErrorSummary errors={errors} />
      <details class="search" open>
        <summary>Find an account</summary>
        <Form action="/staff/accounts" csrf={csrf} filters>
          <Field
            name="name"
            label="Name"
            hint="First or last name, or how they begin"
            value={typed.name}
            error={errors.name}
            optional
            autocomplete="off"
          />
          <Field
            name="email"
            label="E-mail address"
            hint="Whole, or how it begins"
            value={typed.email}
            error={errors.email}
            optional
            autocomplete="off"
            inputmode="email"
          />
          <Field
            name="office"
            label="Office"
            hint="A word of its name, or its NPI or tax id"
            value={typed.office}
            error={errors.office}
            optional
            autocomplete="off"
          />
          <Select
            name="state"
            label="State"
            value={typed.state}
            error={errors.state}
            optional
            empty="Any"
            choices={states.map((value) => ({ value, label: stateWords[value].word }))}
          />
          <Select
            name="kind"
            label="People of"
            value={typed.kind}
            error={errors.kind}
            optional
            empty="Both"
            choices={kinds.map((value) => ({ value, label: kindWords[value] }))}
          />
          <Buttons>
            <Button>Find</Button>
            {narrowed && <a href="/staff/accounts">Show all</a>}
          </Buttons>
        </Form>
      </details>
      {accounts?.length === 0 && (
        <Empty heading="No account fits">
          <p>
            Loosen the search: a few letters of the name are enough. Somebody who waits for approval has no account yet:{' '}
            <a href="/staff/requests">look at the requests</a>.
          </p>
        </Empty>
      )}
      {accounts && accounts.length > 0 && (
        <>
          <Table
            caption="Accounts by name"
            captionHidden
            rows={accounts}
            columns={[
              {
                head: 'Name',
                cell: (one) => (
                  <a href={`/staff/accounts/${one.id}`}>{[one.lastName, one.firstName].filter(Boolean).join(', ')}</a>
                ),
              },
              { head: 'E-mail', long: true, cell: (one) => one.email },
              { head: 'Of', cell: (one) => placeOf(one) },
              { head: 'Last used', short: true, cell: (one) => day(one.lastUsedOn) },
              { head: 'State', cell: (one) => <States states={one.states} /> },
            ]}
          />
          <Pager
            of="accounts"
            text={text}
            newer={start}
            newerLabel="Back to the first"
            older={older}
            olderLabel="Next"
          />
          <details class="search" open={errors.purpose !== undefined}>
            <summary>Save as a file</summary>
            <Form action="/staff/accounts/export" csrf={csrf}>
              <Hidden fields={typed} />
              <Radios
                name="purpose"
                label="What the file is for"
                hint="All accounts found, for a spreadsheet. The purpose is kept in the log with your name."
                choices={purposes.map((value) => ({ value, label: purposeWords[value] }))}
                error={errors.purpose}
              />
              <Buttons>
                <Button kind="outline">Save</Button>
              </Buttons>
            </Form>
          </details>
        </>
      )}
    </>
  )
}

/** What an account is, in a word for each, one under the other where there is no room. */
export function States({ states }: { states: readonly AccountState[] }) {
  return (
    <span>
      {states.map((state) => (
        <>
          <Status {...stateWords[state]} />{' '}
        </>
      ))}
    </span>
  )
}
