import type { OwnEvent } from '../../src/profile/profile.ts'

type Detail = Record<string, string | number | null>

const fieldWords: Record<string, string> = {
  firstName: 'first name',
  lastName: 'last name',
  street: 'street',
  city: 'city',
  zip: 'ZIP code',
  telephone: 'telephone',
  jobTitle: 'job title',
  mobile: 'mobile number',
}

const closedWords: Record<string, string> = {
  idle: 'Session closed, since nothing was done in it',
  expired: 'Session closed at its longest time',
  'signed-out': 'Signed out',
  'signed-out-everywhere': 'Signed out everywhere',
  'ended-by-owner': 'Session ended from another one',
  password: 'Session closed by a new password',
  replaced: 'Session closed by signing in anew',
  suspended: 'Session closed: the account was suspended',
  disabled: 'Session closed: the account was disabled',
  terminated: 'Session closed: the account was ended',
  department: 'Session closed: you work for another department',
  revoked: 'Session closed: the access to the office was taken away',
  'office-suspended': 'Session closed: the office was suspended',
  'second-factors': 'Session closed: your passkeys, apps and recovery codes were removed',
  unlinked: 'Session closed: the sign-in it was opened through was disconnected',
  signal: 'Session closed: your organization’s own sign-in asked for it',
  'ended-by-plan': 'Session ended by the plan',
  'provider-changed': 'Session closed: your organization’s sign-in was changed or switched off here',
}

const sentences: Record<OwnEvent, string | ((detail: Detail) => string)> = {
  'sign_in.failed': ({ locked }) => (locked ? 'Sign-in refused: the account was locked' : 'Wrong password'),
  'sign_in.refused': 'Right password, but the account was closed',
  'account.locked': 'Account locked after wrong passwords',
  'account.unlocked': 'Account unlocked',
  'passcode.sent': ({ channel }) => `Code sent by ${channel === 'text' ? 'text message' : 'e-mail'}`,
  'passcode.accepted': 'Right code typed',
  'passcode.refused': 'Code refused',
  'second_factor.locked': 'Codes locked after wrong ones',
  'second_factor.given': 'Confirmed that it is you',
  'questions.answered': 'Security questions answered',
  'questions.refused': 'Wrong answers to the security questions',
  'questions.set': 'Security questions chosen',
  'app.added': 'Authenticator app added',
  'app.removed': 'Authenticator app removed',
  'app.accepted': 'Right code of an authenticator app typed',
  'app.refused': 'Code of an authenticator app refused',
  'recovery_codes.made': 'Recovery codes made',
  'recovery_code.accepted': 'Recovery code used',
  'recovery_code.refused': 'Recovery code refused',
  'password.set': 'Password set',
  'password.changed': 'Password changed',
  'password.reset': 'Password reset',
  'session.opened': 'Signed in',
  'session.closed': ({ why }) => closedWords[String(why)] ?? 'Session closed',
  'device.known': 'Device made known',
  'device.revoked': ({ why }) =>
    why === 'copied'
      ? 'Devices forgotten: one was seen in two places'
      : why === 'signal'
        ? 'Devices forgotten: your organization’s own sign-in asked for it'
        : 'Device forgotten',
  'identity.unlinked': 'Your organization’s own sign-in disconnected',
  'account.created': 'Account created',
  'account.changed': ({ fields, to }) =>
    typeof fields === 'string'
      ? `Changed: ${fields
          .split(' ')
          .map((field) => fieldWords[field] ?? field)
          .join(', ')}`
      : to
        ? `Account ${to}`
        : 'Account changed',
  'membership.created': 'Access to an office given',
  'membership.changed': 'Access to an office changed',
  'roles.changed': 'Roles changed',
  'capability.given': 'Capability given',
  'capability.reviewed': 'Capability reviewed',
  'capability.taken': 'Capability taken away',
  'office.switched': 'Worked for another office from here on',
}

/** An event of one's own account in plain words; `detail` is JSON. */
export function activityWords(event: OwnEvent, detail: string | null): string {
  const sentence = sentences[event]
  return typeof sentence === 'string' ? sentence : sentence(JSON.parse(detail ?? '{}') as Detail)
}
