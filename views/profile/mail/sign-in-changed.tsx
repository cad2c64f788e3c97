import type { MailFrame, MailWords } from '../../mail/letter.ts'

/** A change of the ways by which somebody signs in, as the mail to the owner says it. */
const words = {
  'passkey-added': [
    'A passkey was added',
    'a passkey was just added to your provider portal account. It signs in as you.',
  ],
  'passkey-removed': [
    'A passkey was removed',
    'a passkey of your provider portal account was just removed. It no longer works.',
  ],
  'passkey-renamed': [
    'A passkey has a new name',
    'a passkey of your provider portal account was just given another name. It works as before.',
  ],
  'passkey-copied': [
    'A passkey was refused',
    'a passkey of your provider portal account was just refused, since it looks as if there were a copy of it. Remove it under “Sign-in and security”, and add a new one.',
  ],
  'app-added': [
    'An authenticator app was added',
    'an authenticator app was just added to your provider portal account. Its codes count as yours.',
  ],
  'app-removed': [
    'An authenticator app was removed',
    'an authenticator app of your provider portal account was just removed. Its codes no longer work.',
  ],
  'recovery-codes-made': [
    'New recovery codes were made',
    'new recovery codes of your provider portal account were just made. Those before no longer work.',
  ],
  'recovery-code-used': [
    'A recovery code was used',
    'one of your recovery codes was just used for your provider portal account. It does not work again.',
  ],
  'second-factors-removed': [
    'Passkeys, apps and recovery codes were removed',
    'all passkeys, authenticator apps and recovery codes of your provider portal account were just removed by us, as somebody asked on the telephone. Your devices are forgotten, and you are signed out.',
  ],
  'device-revoked': [
    'A device was forgotten',
    'a device was just taken off those that your provider portal account knows. A code is asked on it again.',
  ],
  'sessions-ended': [
    'Open sessions were ended',
    'other open sessions of your provider portal account were just ended, by you or by somebody signed in as you.',
  ],
  'identity-linked': [
    'Another way to sign in was connected',
    'your organization’s own sign-in was just connected to your provider portal account. It signs in as you.',
  ],
  'identity-unlinked': [
    'A way to sign in was disconnected',
    'your organization’s own sign-in was just disconnected from your provider portal account.',
  ],
} as const

export function signInChangedMail(props: MailFrame & { what: keyof typeof words }): MailWords {
  const { plan, telephone, firstName, origin, what } = props
  const [subject, sentence] = words[what]
  return {
    subject: `${subject}: your ${plan} portal account`,
    body: [
      `${firstName},`,
      sentence,
      `This wasn’t me: choose a new password now, and call us at ${telephone}.`,
      { label: 'Choose a new password', href: `${origin}/forgot-password` },
    ],
  }
}
