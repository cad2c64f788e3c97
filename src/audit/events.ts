/** Every event that can be recorded (III.L). A new kind of event starts here. */

/** What a person or the system did. */
export const eventNames = [
  // III.L.1: ways in and out
  'sign_in.failed',
  'sign_in.password_accepted',
  'sign_in.refused',
  'account.locked',
  'account.unlocked',
  'passcode.sent',
  'passcode.accepted',
  'passcode.refused',
  'second_factor.locked',
  'second_factor.given',
  'questions.answered',
  'questions.refused',
  'questions.set',
  'password.set',
  'password.changed',
  'password.reset',
  'password.reset_asked',
  'password.reset_refused',
  'password.link_sent',
  'password.warned',
  'password.breach_unchecked',
  'form.kept',
  'form.sent_late',
  'form.discarded',
  'session.opened',
  'session.closed',
  'device.known',
  'device.revoked',
  // Other second factors, and other ways in
  'passkey.added',
  'passkey.renamed',
  'passkey.removed',
  'passkey.accepted',
  'passkey.refused',
  'passkey.put_off',
  'app.added',
  'app.removed',
  'app.accepted',
  'app.refused',
  'recovery_codes.made',
  'recovery_codes.removed',
  'recovery_code.accepted',
  'recovery_code.refused',
  'federation.begun',
  'federation.answered',
  'federation.refused',
  'federation.signed_out',
  'identity.linked',
  'identity.unlinked',
  'identity_provider.changed',
  'identity_provider.tried',
  'directory.refused',
  'directory.listed',
  'directory.changed',
  'signal.received',
  'signal.refused',
  'seals.renewed',
  // III.A: the way to an account
  'invitation.made',
  'invitation.revoked',
  'registration.begun',
  'registration.refused',
  'registration.changed',
  'registration.sent',
  'registration.forgotten',
  // III.L.2: pages
  'page.viewed',
  'member.searched',
  'member.viewed',
  'claim.listed',
  'claim.viewed',
  'claim.printed',
  'claim.exported',
  'member.printed',
  'referral.listed',
  'referral.viewed',
  'referral.printed',
  'referral.exported',
  'eligibility.viewed',
  'eligibility.exported',
  'audit.searched',
  'record.not_found',
  'page.withheld',
  // III.L.3: changes to a user record
  'account.created',
  'account.changed',
  'account.exported',
  'membership.created',
  'membership.changed',
  'roles.changed',
  // III.L.4: who may see the log
  'capability.given',
  'capability.reviewed',
  'capability.taken',
  'office.switched',
  'agreement.accepted',
  'training.section_passed',
  'training.attested',
  'training.prompted',
  'dormancy.warned',
  // III.B: requests for access
  'request.sent',
  'request.withdrawn',
  'request.approved',
  'request.denied',
  'request.reminded',
  'request.alerted',
  // III.H: verification of users
  'verification.opened',
  'verification.prompted',
  'verification.prompt_received',
  'verification.reminded',
  'verification.alarmed',
  'verification.decided',
  'verification.overdue',
  'verification.completed',
  'enforcement.exported',
  // III.M.3: late revocations
  'revocation.reported',
  'revocation.decided',
  'revocation.printed',
  'revocation.exported',
  // III.B.6.d: submitting referrals
  'referral.draft_kept',
  'referral.draft_discarded',
  'referral.file_added',
  'referral.file_removed',
  'referral.file_opened',
  'referral.submitted',
  'referral.delivered',
  'referral.delivery_failed',
  'referral.redelivered',
  'referral.told',
  // A whole day's eligibility
  'eligibility.asked',
  'eligibility.answered',
  'eligibility.discarded',
  // the plan's records
  'office_request.received',
  'office_request.accepted',
  'office_request.rejected',
  'office_request.scan_opened',
  'upload.refused',
  'office.contacted',
  'office.suspended',
  'office.reinstated',
  'office.access_granted',
  'office.changed',
  'feed.part_stored',
  'feed.completed',
  'document.changed',
  'document.published',
  'document.reviewed',
  'feed.pull_begun',
  'feed.pull_ended',
  'feed.shrunk',
  'feed.alarmed',
  'feed.office_reported',
  'feed.token_refused',
  'codes.loaded',
  'restricted_list.drafted',
  'restricted_list.tried',
  'restricted_list.sent',
  'restricted_list.published',
  'restricted_list.reviewed',
  'restricted_list.reminded',
  'restricted_list.exported',
  'hidden_record.explained',
  'records.judged',
  'mail.sent',
  'mail.failed',
  'mail.requeued',
  'mail.discarded',
  'job.ran',
] as const
export type EventName = (typeof eventNames)[number]

/** One row of the log: internal ids only, never PHI, names, codes or secrets. */
export type AuditEvent = {
  name: EventName
  /** Milliseconds UTC. */
  at: number
  account?: number | null
  office?: number | null
  member?: number | null
  /** The account whose record was changed. */
  subject?: number | null
  session?: number | null
  page?: string | null
  record?: string | null
  ip?: string | null
  device?: string | null
  clause?: string | null
  request?: string | null
  /** The row that this one takes back: what it names was withheld. */
  ofSeq?: number | null
  detail?: Record<string, string | number | null> | null
}
