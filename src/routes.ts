/** DOOR 1: every URL prefix, the feature behind it, and the gate it stands behind. `open` is for anyone. */
import { agreement } from './agreements/routes.tsx'
import { audit } from './audit/routes.tsx'
import { claims } from './claims/routes.tsx'
import { documents } from './documents/routes.tsx'
import { feed } from './feed/routes.tsx'
import { health } from './health/routes.tsx'
import { help } from './help/routes.tsx'
import { home } from './home/routes.tsx'
import type { Mount } from './http/app.tsx'
import { invitation } from './invitations/routes.tsx'
import { mail } from './mail/routes.tsx'
import { members } from './members/routes.tsx'
import { offices } from './onboarding/offices/routes.tsx'
import { officeRequests } from './onboarding/requests/routes.tsx'
import { officeAccess } from './onboarding/routes.tsx'
import { privacy } from './privacy/routes.tsx'
import { confirm } from './second-factor/routes.tsx'
import { registration } from './registration/routes.tsx'
import { registrationSteps } from './registration/steps/routes.tsx'
import { registrationTexts } from './registration/texts/routes.tsx'
import { session, signOut } from './sessions/routes.tsx'
import { signIn } from './sign-in/routes.tsx'
import { people } from './staff/people/routes.tsx'
import { staff } from './staff/routes.tsx'
import { training } from './training/routes.tsx'

export const mounts: readonly Mount[] = [
  { prefix: '/sign-in', gate: 'open', routes: signIn },
  { prefix: '/register', gate: 'open', routes: registration },
  { prefix: '/register', gate: 'open', routes: registrationSteps },
  { prefix: '/register', gate: 'open', routes: registrationTexts },
  { prefix: '/invitation', gate: 'open', routes: invitation },
  { prefix: '/help', gate: 'open', routes: help },
  { prefix: '/privacy', gate: 'open', routes: privacy },
  { prefix: '/office-access', gate: 'open', routes: officeAccess },
  { prefix: '/healthz', gate: 'open', routes: health },
  { prefix: '/feed', gate: 'bearer', routes: feed },
  { prefix: '/session', gate: 'signed-in', routes: session },
  { prefix: '/sign-out', gate: 'signed-in', routes: signOut },
  { prefix: '/agreement', gate: 'signed-in', routes: agreement },
  { prefix: '/training', gate: 'signed-in', routes: training },
  { prefix: '/confirm', gate: 'signed-in', routes: confirm },
  { prefix: '/home', gate: 'signed-in', routes: home },
  { prefix: '/members', gate: 'signed-in', routes: members },
  { prefix: '/claims', gate: 'signed-in', routes: claims },
  { prefix: '/staff', gate: 'staff', routes: staff },
  { prefix: '/staff/offices', gate: 'staff', routes: offices },
  { prefix: '/staff/office-requests', gate: 'staff', routes: officeRequests },
  { prefix: '/staff/people', gate: 'staff', routes: people },
  { prefix: '/staff/audit', gate: 'staff', routes: audit },
  { prefix: '/staff/mail', gate: 'staff', routes: mail },
  { prefix: '/staff/agreements', gate: 'staff', routes: documents },
  { prefix: '/staff/training', gate: 'staff', routes: documents },
]
