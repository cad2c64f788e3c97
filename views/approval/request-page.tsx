import { day, telephone, time } from '../format.ts'
import { Banner } from '../parts/banner.tsx'
import { Button, ButtonLink, Buttons } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { ErrorSummary, type FieldErrors } from '../parts/error-summary.tsx'
import { Facts } from '../parts/facts.tsx'
import { Form } from '../parts/form.tsx'
import { Textarea } from '../parts/textarea.tsx'
import { GrantFields, type ProviderChoice, type RoleChoice } from './grant-fields.tsx'

/** A request as its page shows it. */
export type RequestShown = {
  id: string
  firstName: string | null
  lastName: string | null
  email: string | null
  telephone: string | null
  jobTitle: string
  jobDescription: string
  office: string
  sentAt: number
  wantsLoa: number
  fromName: string | null
  decision: 'approved' | 'denied' | 'withdrawn' | null
  decidedOn: string | null
  decidedName: string | null
  reason: string | null
}

/** What only the plan's staff see: the office's manager, and who confirmed that the person works there. */
export type OfficeShown = {
  id: string
  hasLiveLoa: boolean
  needsContact: boolean
  managerName: string | null
  managerTitle: string | null
  managerEmail: string | null
  managerTelephone: string | null
  contacts: readonly { at: number; person: string; by: string }[]
}

export type RequestPageProps = {
  csrf: string
  /** The address of the list it is of. */
  base: string
  zone: string
  request: RequestShown
  /** null: roles stay as they are. */
  roles: readonly RoleChoice[] | null
  providers: readonly ProviderChoice[]
  attestation: string
  /** What the office's directory says of the person: a hint beside the choice, which ticks nothing. */
  directory?: { isActive: boolean; roles: readonly string[] } | undefined
  /** Whether it is the reader's to decide, and why it can't be approved as it stands. */
  open: boolean
  block?: string | undefined
  plan?: OfficeShown | undefined
  reason?: string | undefined
  errors?: FieldErrors | undefined
  /** Somebody decided it meanwhile. */
  late?: boolean | undefined
}

const decisionWords = { approved: 'Approved', denied: 'Denied', withdrawn: 'Withdrawn' }

/** One request: who asks and what their job is, then the decision. */
export function RequestPage(props: RequestPageProps) {
  const { request, base, csrf, zone, plan, errors = {}, late, open, block } = props
  return (
    <>
      {late && <Late request={request} />}
      <ErrorSummary errors={errors} />
      <Card heading="What they do">
        <p class="lead">{request.jobDescription}</p>
        <Facts
          facts={[
            { label: 'Job', value: request.jobTitle },
            { label: 'E-mail', value: request.email },
            { label: 'Telephone', value: telephone(request.telephone) },
            { label: 'Office', value: request.office },
            { label: 'Asked on', value: time(request.sentAt, zone) },
            ...(request.wantsLoa === 1
              ? [
                  {
                    label: 'To become',
                    value: request.fromName
                      ? `Local Office Administrator in place of ${request.fromName}`
                      : 'Local Office Administrator',
                  },
                ]
              : []),
          ]}
        />
      </Card>
      {plan && <OfficeCard plan={plan} zone={zone} />}
      {request.decision && (
        <Card heading={decisionWords[request.decision]}>
          <Facts
            facts={[
              { label: 'Decided on', value: day(request.decidedOn) },
              { label: 'By', value: request.decidedName },
              ...(request.reason ? [{ label: 'Reason', value: request.reason }] : []),
            ]}
          />
        </Card>
      )}
      {open && block && (
        <Card heading="Approve">
          <p>{block}</p>
        </Card>
      )}
      {open && !block && <Approval {...props} />}
      {open && (
        <Card heading="Deny">
          <Form action={`${base}/${request.id}/denial`} csrf={csrf}>
            <Textarea
              name="reason"
              label="Reason"
              hint="The person is told this, word for word, by e-mail."
              value={props.reason}
              error={errors.reason}
              rows={3}
            />
            <Buttons>
              <Button kind="danger">Deny the request</Button>
            </Buttons>
          </Form>
        </Card>
      )}
    </>
  )
}

function Approval(props: RequestPageProps) {
  const { request, base, csrf, roles, providers, attestation, errors = {} } = props
  const isLoa = request.wantsLoa === 1
  return (
    <Card heading="Approve">
      <Form action={`${base}/${request.id}/approval`} csrf={csrf}>
        {roles === null && <p>They become an administrator. The roles they have in the office stay as they are.</p>}
        {props.directory && <DirectoryHint {...props.directory} />}
        {roles && <p>{isLoa ? 'An administrator may do without any role.' : 'Tick only what the job above needs.'}</p>}
        <GrantFields roles={roles ?? []} providers={providers} attestation={attestation} errors={errors} />
        <Buttons>
          <Button>Approve the request</Button>
        </Buttons>
      </Form>
    </Card>
  )
}

function DirectoryHint({ isActive, roles }: { isActive: boolean; roles: readonly string[] }) {
  if (!isActive) return <p>Your directory says that this person is not active there any more.</p>
  if (roles.length === 0) return <p>Your directory knows this person, and suggests no role.</p>
  return <p>Your directory suggests: {roles.join(', ')}. Nothing is ticked by it: you decide.</p>
}

function OfficeCard({ plan, zone }: { plan: OfficeShown; zone: string }) {
  const confirmed = plan.contacts.length > 0
  return (
    <Card heading="The office">
      {!plan.hasLiveLoa && <p>This office has no Local Office Administrator, so its manager is asked.</p>}
      <Facts
        facts={[
          { label: 'Manager', value: [plan.managerName, plan.managerTitle].filter(Boolean).join(', ') },
          { label: 'E-mail', value: plan.managerEmail },
          { label: 'Telephone', value: telephone(plan.managerTelephone) },
          {
            label: 'Employment confirmed',
            value: confirmed
              ? plan.contacts.map((one) => `${one.person}, ${time(one.at, zone)}, noted by ${one.by}`).join('; ')
              : 'Not yet',
          },
        ]}
      />
      {plan.needsContact && !confirmed && (
        <>
          <p>
            Call the manager first, and note on the office’s page that this person works there. Then the request can be
            approved.
          </p>
          <Buttons>
            <ButtonLink href={`/staff/offices/${plan.id}`} kind="outline">
              The office’s page
            </ButtonLink>
          </Buttons>
        </>
      )}
    </Card>
  )
}

function Late({ request }: { request: RequestShown }) {
  const { decision, decidedName, decidedOn } = request
  return (
    <Banner
      kind="warning"
      focus
      heading={
        decision
          ? `${decidedName ?? 'Somebody'} was quicker: ${decisionWords[decision].toLowerCase()} on ${day(decidedOn)}`
          : 'It changed meanwhile'
      }
    >
      <p>Nothing of your decision was saved. Below is what stands now.</p>
    </Banner>
  )
}
