/** DOOR 1: every URL prefix, the feature behind it, and the gate it stands behind. `open` is for anyone. */
import { agreement } from './agreements/routes.tsx'
import { officeAdministrators } from './approval/administrators/routes.tsx'
import { officeRequests, staffRequests } from './approval/routes.tsx'
import { officeUsers } from './approval/users/routes.tsx'
import { rolesVerified } from './approval/users/verified/routes.tsx'
import { audit } from './audit/routes.tsx'
import { claims } from './claims/routes.tsx'
import { documents } from './documents/routes.tsx'
import { eligibilityChecks } from './eligibility-checks/routes.tsx'
import { identityProvider } from './federation/providers/one/routes.tsx'
import { identityProviders } from './federation/providers/routes.tsx'
import { providerTrial } from './federation/providers/trial/routes.tsx'
import { feed } from './feed/routes.tsx'
import { signals } from './federation/signals/routes.tsx'
import { logout, signedOut } from './federation/logout/routes.tsx'
import { health } from './health/routes.tsx'
import { help } from './help/routes.tsx'
import { home } from './home/routes.tsx'
import type { Mount } from './http/app.tsx'
import { kept } from './kept-forms/routes.tsx'
import { invitation } from './invitations/routes.tsx'
import { mail } from './mail/routes.tsx'
import { members } from './members/routes.tsx'
import { planOffices } from './onboarding/offices/routes.tsx'
import { requestsOfOffices } from './onboarding/requests/routes.tsx'
import { officeAccess } from './onboarding/routes.tsx'
import { forgottenCodes } from './passwords/forgotten/codes/routes.tsx'
import { forgottenPasskey } from './passwords/forgotten/passkey/routes.tsx'
import { forgotten } from './passwords/forgotten/routes.tsx'
import { check, password } from './passwords/routes.tsx'
import { setUp } from './passwords/set-up/routes.tsx'
import { privacy } from './privacy/routes.tsx'
import { activity } from './profile/activity/routes.tsx'
import { mobile } from './profile/mobile/routes.tsx'
import { offices } from './profile/offices/routes.tsx'
import { ownQuestions } from './profile/security/questions/routes.tsx'
import { profile } from './profile/routes.tsx'
import { ownAuthenticatorApps } from './profile/security/apps/routes.tsx'
import { ownRecoveryCodes } from './profile/security/recovery/routes.tsx'
import { security } from './profile/security/routes.tsx'
import { confirmCodes } from './second-factor/codes/routes.tsx'
import { passkeys } from './profile/security/passkeys/routes.tsx'
import { confirmPasskey } from './second-factor/passkeys/routes.tsx'
import { confirm } from './second-factor/routes.tsx'
import { listDraft } from './restricted-info/draft/routes.tsx'
import { hiddenRecords } from './restricted-info/hidden/routes.tsx'
import { listReviews } from './restricted-info/reviews/routes.tsx'
import { restrictedCodes } from './restricted-info/routes.tsx'
import { listVersions } from './restricted-info/versions/routes.tsx'
import { deliveries } from './referrals/delivery/routes.tsx'
import { referrals } from './referrals/routes.tsx'
import { draftFiles, referralFiles } from './referrals/attachments/routes.tsx'
import { confirmations } from './referrals/confirmations/routes.tsx'
import { discarded, newReferral } from './referrals/drafts/routes.tsx'
import { referralDrafts } from './referrals/drafts/steps/routes.tsx'
import { registration } from './registration/routes.tsx'
import { registrationSteps } from './registration/steps/routes.tsx'
import { registrationTexts } from './registration/texts/routes.tsx'
import { jobRuns } from './runs/routes.tsx'
import { scim } from './scim/routes.tsx'
import { session, signOut } from './sessions/routes.tsx'
import { passkeySignIn } from './sign-in/passkey/routes.tsx'
import { signIn } from './sign-in/routes.tsx'
import { signInCodes } from './sign-in/second-factor/codes/routes.tsx'
import { signInPasskey } from './sign-in/second-factor/passkey/routes.tsx'
import { organization, withoutPassword } from './sign-in/organization/routes.tsx'
import { withProvider } from './sign-in/with/routes.tsx'
import { signInFactor } from './sign-in/second-factor/routes.tsx'
import { person } from './staff/people/person/routes.tsx'
import { accountDeeds } from './staff/accounts/deeds/routes.tsx'
import { membershipsOfAccounts } from './staff/accounts/memberships/routes.tsx'
import { accounts } from './staff/accounts/routes.tsx'
import { people } from './staff/people/routes.tsx'
import { policy } from './staff/policy/routes.tsx'
import { staff } from './staff/routes.tsx'
import { lateRevocations } from './termination/reports/routes.tsx'
import { leaving } from './termination/routes.tsx'
import { training } from './training/routes.tsx'
import { verification } from './verification/routes.tsx'
import { enforcement } from './verification/enforcement/routes.tsx'
import { planVerification } from './verification/plan/one/routes.tsx'
import { planVerifications } from './verification/plan/routes.tsx'

export const mounts: readonly Mount[] = [
  { prefix: '/sign-in', gate: 'open', routes: withoutPassword },
  { prefix: '/sign-in', gate: 'open', routes: signIn },
  { prefix: '/sign-in/organization', gate: 'open', routes: organization },
  { prefix: '/sign-in/with', gate: 'open', routes: withProvider },
  { prefix: '/sign-in/second-factor', gate: 'open', routes: signInFactor },
  { prefix: '/sign-in/second-factor', gate: 'open', routes: signInCodes },
  { prefix: '/sign-in/signed-out', gate: 'open', routes: signedOut },
  { prefix: '/sign-in/with', gate: 'open', routes: logout },
  { prefix: '/forgot-password', gate: 'open', routes: forgotten },
  { prefix: '/forgot-password', gate: 'open', routes: forgottenCodes },
  { prefix: '/sign-in/second-factor/passkey', gate: 'open', routes: signInPasskey },
  { prefix: '/sign-in/passkey', gate: 'open', routes: passkeySignIn },
  { prefix: '/forgot-password/passkey', gate: 'open', routes: forgottenPasskey },
  { prefix: '/password/set-up', gate: 'open', routes: setUp },
  { prefix: '/password/check', gate: 'open', routes: check },
  { prefix: '/register', gate: 'open', routes: registration },
  { prefix: '/register', gate: 'open', routes: registrationSteps },
  { prefix: '/register', gate: 'open', routes: registrationTexts },
  { prefix: '/invitation', gate: 'open', routes: invitation },
  { prefix: '/help', gate: 'open', routes: help },
  { prefix: '/privacy', gate: 'open', routes: privacy },
  { prefix: '/office-access', gate: 'open', routes: officeAccess },
  { prefix: '/healthz', gate: 'open', routes: health },
  { prefix: '/feed', gate: 'bearer', routes: feed },
  { prefix: '/scim/v2/:provider', gate: 'bearer', routes: scim },
  { prefix: '/signals', gate: 'bearer', routes: signals },
  { prefix: '/session', gate: 'signed-in', routes: session },
  { prefix: '/sign-out', gate: 'signed-in', routes: signOut },
  { prefix: '/agreement', gate: 'signed-in', routes: agreement },
  { prefix: '/training', gate: 'signed-in', routes: training },
  { prefix: '/confirm', gate: 'signed-in', routes: confirm },
  { prefix: '/confirm', gate: 'signed-in', routes: confirmCodes },
  { prefix: '/confirm/passkey', gate: 'signed-in', routes: confirmPasskey },
  { prefix: '/password', gate: 'signed-in', routes: password },
  { prefix: '/kept', gate: 'signed-in', routes: kept },
  { prefix: '/home', gate: 'signed-in', routes: home },
  { prefix: '/profile', gate: 'signed-in', routes: profile },
  { prefix: '/profile/mobile', gate: 'signed-in', routes: mobile },
  { prefix: '/profile/security', gate: 'signed-in', routes: security },
  { prefix: '/profile/security/questions', gate: 'signed-in', routes: ownQuestions },
  { prefix: '/profile/security/apps', gate: 'signed-in', routes: ownAuthenticatorApps },
  { prefix: '/profile/security/recovery-codes', gate: 'signed-in', routes: ownRecoveryCodes },
  { prefix: '/profile/security/passkeys', gate: 'signed-in', routes: passkeys },
  { prefix: '/profile/activity', gate: 'signed-in', routes: activity },
  { prefix: '/profile/offices', gate: 'signed-in', routes: offices },
  { prefix: '/members', gate: 'signed-in', routes: members },
  { prefix: '/eligibility-checks', gate: 'signed-in', routes: eligibilityChecks },
  { prefix: '/claims', gate: 'signed-in', routes: claims },
  { prefix: '/referrals/new', gate: 'signed-in', routes: newReferral },
  { prefix: '/referrals/drafts', gate: 'signed-in', routes: discarded },
  { prefix: '/referrals/drafts', gate: 'signed-in', routes: referralDrafts },
  { prefix: '/referrals/drafts', gate: 'signed-in', routes: draftFiles },
  { prefix: '/referrals/confirmations', gate: 'signed-in', routes: confirmations },
  { prefix: '/referrals', gate: 'signed-in', routes: referralFiles },
  // Last of those under this prefix: its `/:id` takes whatever is left.
  { prefix: '/referrals', gate: 'signed-in', routes: referrals },
  { prefix: '/staff', gate: 'staff', routes: staff },
  { prefix: '/staff/offices', gate: 'staff', routes: planOffices },
  { prefix: '/staff/office-requests', gate: 'staff', routes: requestsOfOffices },
  { prefix: '/staff/accounts', gate: 'staff', routes: accounts },
  { prefix: '/staff/accounts', gate: 'staff', routes: accountDeeds },
  { prefix: '/staff/accounts/memberships', gate: 'staff', routes: membershipsOfAccounts },
  { prefix: '/staff/people', gate: 'staff', routes: people },
  { prefix: '/staff/verifications', gate: 'staff', routes: planVerifications },
  { prefix: '/staff/verifications', gate: 'staff', routes: planVerification },
  { prefix: '/staff/enforcement', gate: 'staff', routes: enforcement },
  { prefix: '/staff/people', gate: 'staff', routes: person },
  { prefix: '/staff/policy', gate: 'staff', routes: policy },
  { prefix: '/staff/identity-providers', gate: 'staff', routes: identityProviders },
  { prefix: '/staff/identity-providers', gate: 'staff', routes: identityProvider },
  { prefix: '/staff/identity-providers', gate: 'staff', routes: providerTrial },
  { prefix: '/office/requests', gate: 'signed-in', routes: officeRequests },
  { prefix: '/office/users', gate: 'signed-in', routes: officeUsers },
  { prefix: '/office/users', gate: 'signed-in', routes: leaving },
  { prefix: '/office/verification', gate: 'signed-in', routes: verification },
  { prefix: '/office/verification', gate: 'signed-in', routes: rolesVerified },
  { prefix: '/office/administrators', gate: 'signed-in', routes: officeAdministrators },
  { prefix: '/staff/requests', gate: 'staff', routes: staffRequests },
  { prefix: '/staff/late-revocations', gate: 'staff', routes: lateRevocations },
  { prefix: '/staff/audit', gate: 'staff', routes: audit },
  { prefix: '/staff/mail', gate: 'staff', routes: mail },
  { prefix: '/staff/jobs', gate: 'staff', routes: jobRuns },
  { prefix: '/staff/restricted-codes', gate: 'staff', routes: restrictedCodes },
  { prefix: '/staff/restricted-codes/draft', gate: 'staff', routes: listDraft },
  { prefix: '/staff/restricted-codes/versions', gate: 'staff', routes: listVersions },
  { prefix: '/staff/restricted-codes/reviews', gate: 'staff', routes: listReviews },
  { prefix: '/staff/hidden-records', gate: 'staff', routes: hiddenRecords },
  { prefix: '/staff/deliveries', gate: 'staff', routes: deliveries },
  { prefix: '/staff/agreements', gate: 'staff', routes: documents },
  { prefix: '/staff/training', gate: 'staff', routes: documents },
]
