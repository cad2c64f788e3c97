import { day, telephone, time, tin } from '../format.ts'
import { InvitationsTable, type InvitationInList } from '../invitations/invitations-table.tsx'
import { Banner } from '../parts/banner.tsx'
import { PostButton } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { Empty } from '../parts/empty.tsx'
import { ErrorSummary, type FieldErrors } from '../parts/error-summary.tsx'
import { Facts } from '../parts/facts.tsx'
import { Table } from '../parts/table.tsx'
import { ContactForm, type ContactFormProps, InviteForm, type InviteFormProps, ReinstateForm } from './office-forms.tsx'
import { OfficeStatus } from './offices-table.tsx'

export type OfficePageProps = {
  csrf: string
  office: {
    id: string
    name: string
    npi: string | null
    tin: string | null
    telephone: string | null
    street: string | null
    city: string | null
    state: string | null
    zip: string | null
    accessOn: string | null
    suspendedAt: number | null
    terminatedOn: string | null
    isReinstated: 0 | 1
    managerName: string | null
    managerTitle: string | null
    managerEmail: string | null
    managerTelephone: string | null
    people: number
  }
  loas: readonly { name: string; email: string; since: number }[]
  invitations: readonly InvitationInList[]
  agreements: readonly { id: string; version: number; signedAt: number; signedName: string; decidedAt: number }[]
  contacts: readonly { at: number; by: string; person: string; notes: string; applicant: string | null }[]
  contact: Pick<ContactFormProps, 'typed' | 'errors' | 'applicants'>
  invite: Pick<InviteFormProps, 'typed' | 'errors'>
  reinstate: { typed: string; error?: string | undefined }
  errors: FieldErrors
  now: number
  zone: string
}

/** One office, for the Enterprise Administrators. */
export function OfficePage(props: OfficePageProps) {
  const { csrf, office, loas, invitations, agreements, contacts, contact, invite, reinstate, errors, now, zone } = props
  const address = `/staff/offices/${office.id}`
  const isOpen = office.accessOn !== null && office.terminatedOn === null
  return (
    <>
      <ErrorSummary errors={errors} />
      {office.isReinstated === 1 && (
        <>
          <Banner kind="warning" heading="Reinstated by the core system: set a new date of access">
            <p>
              It was terminated on {day(office.terminatedOn)}. With the new date all access of before ends for good: its
              people register again, LOAs first.
            </p>
          </Banner>
          <ReinstateForm action={`${address}/reinstatement`} csrf={csrf} {...reinstate} />
        </>
      )}
      {isOpen && loas.length === 0 && (
        <Banner kind="warning" heading="Nobody decides for this office">
          <p>Call the office manager: they name the Local Office Administrator. Record the call below.</p>
        </Banner>
      )}
      <Facts
        facts={[
          { label: 'Access', value: <OfficeStatus office={office} /> },
          { label: 'Date of access', value: day(office.accessOn) },
          { label: 'People', value: office.people },
          { label: 'Tax id', value: tin(office.tin) },
          { label: 'NPI', value: office.npi },
          { label: 'Address', value: addressOf(office) },
          { label: 'Telephone', value: telephone(office.telephone) },
          { label: 'Office manager', value: [office.managerName, office.managerTitle].filter(Boolean).join(', ') },
          { label: 'Manager’s e-mail', value: office.managerEmail },
          { label: 'Manager’s telephone', value: telephone(office.managerTelephone) },
        ]}
      />
      <PostButton action="/staff/accounts" csrf={csrf} fields={{ office: office.npi ?? office.name }}>
        See its people
      </PostButton>
      <Card heading="Local Office Administrators">
        {loas.length === 0 ? (
          <Empty heading="None">
            <p>Somebody invited becomes one once they have registered and you have approved them.</p>
          </Empty>
        ) : (
          <Table
            caption="Local Office Administrators"
            captionHidden
            rows={loas}
            columns={[
              { head: 'Name', cell: (one) => one.name },
              { head: 'E-mail', long: true, cell: (one) => one.email },
              { head: 'Since', short: true, cell: (one) => time(one.since, zone) },
            ]}
          />
        )}
        {invitations.length > 0 && (
          <>
            <h3>Invited</h3>
            <InvitationsTable csrf={csrf} base={address} invitations={invitations} now={now} zone={zone} />
          </>
        )}
        {isOpen && <InviteForm action={`${address}/invitations`} csrf={csrf} {...invite} />}
      </Card>
      <Card heading="Talks with the office manager">
        {contacts.length === 0 ? (
          <Empty heading="None recorded">
            <p>Whom you spoke to and what was said stands here, for everybody who takes over.</p>
          </Empty>
        ) : (
          <Table
            caption="Talks with the office manager, the newest first"
            captionHidden
            rows={contacts}
            columns={[
              { head: 'When', cell: (one) => time(one.at, zone) },
              { head: 'With', cell: (one) => one.person },
              { head: 'By', cell: (one) => one.by },
              { head: 'Notes', cell: (one) => one.notes },
              { head: 'Employment confirmed of', cell: (one) => one.applicant },
            ]}
          />
        )}
        <ContactForm action={`${address}/contacts`} csrf={csrf} mayName={isOpen} {...contact} />
      </Card>
      <Card heading="Access Agreement">
        {agreements.length === 0 ? (
          <Empty heading="None signed through the portal">
            <p>It stands here once a request of the office was accepted.</p>
          </Empty>
        ) : (
          <ul>
            {agreements.map((one) => (
              <li>
                <a href={`/staff/office-requests/${one.id}`}>Version {one.version}</a>, signed by {one.signedName},{' '}
                {time(one.signedAt, zone)}, accepted {time(one.decidedAt, zone)}
              </li>
            ))}
          </ul>
        )}
      </Card>
    </>
  )
}

function addressOf({ street, city, state, zip }: OfficePageProps['office']): string {
  return [street, city, [state, zip].filter(Boolean).join(' ')].filter(Boolean).join(', ')
}
