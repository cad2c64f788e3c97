/** The peer of the audited claims page: the same views with constant props. Nobody is asked, nothing is read or recorded. */
import { Hono } from 'hono'
import { ClaimsPage } from '../views/claims/claims-page.tsx'
import { Layout } from '../views/layout.tsx'

const csrf = 'x'.repeat(43)
const statuses = ['paid', 'denied', 'partly-paid', 'received']
const claims = Array.from({ length: 25 }, (_, n) => ({
  id: `clm_${String(n).padStart(24, '0')}`,
  number: `2026-${String(10_000 + n).padStart(8, '0')}`,
  status: statuses[n % 4]!,
  servicedFrom: '2026-06-18',
  billedCents: 10_000 + n * 997,
  paidCents: 8_000 + n * 799,
  lastName: `Example${1000 + n}`,
  firstName: 'Robin',
  providerName: `Provider ${100 + n}`,
  asOf: 1_790_000_000_000,
}))

export default new Hono().get('/claims', (c) =>
  c.html(
    <Layout
      title="Claims"
      csrf={csrf}
      plan={{ name: 'Harbor Valley Health Plan', telephone: '+17145550100' }}
      user={{
        name: 'Terry Tester',
        email: 'clerk@office.example',
        office: 'Office 1',
        offices: [],
        nav: [
          { href: '/home', label: 'Home' },
          { href: '/members', label: 'Eligibility' },
          { href: '/claims', label: 'Claims', current: true },
        ],
      }}
      session={{ secondsLeft: 900, warnSeconds: 120 }}
    >
      <ClaimsPage
        statuses={['received', 'paid', 'partly-paid', 'denied', 'cancelled']}
        csrf={csrf}
        typed={{ number: '', memberNumber: '', provider: '', from: '', to: '', status: '' }}
        zone="America/Los_Angeles"
        providers={[]}
        take={{ sealed: 'x'.repeat(220), cut: 1000, purposeMissing: false }}
        claims={claims}
        text="1 to 25 of more than 1,000 claims"
        older={`/claims?s=${'x'.repeat(220)}`}
      />
    </Layout>,
  ),
)
