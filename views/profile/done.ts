import type { BannerProps } from '../parts/banner.tsx'

/** What the last change did, by the word in the address. */
const done: Record<string, string> = {
  saved: 'Your information is saved.',
  unchanged: 'Nothing was changed: it stands there already.',
  'mobile-set': 'Codes can go to your new mobile number from now on.',
  'mobile-removed': 'No mobile number is registered any more. Codes go to your e-mail address.',
  'device-revoked': 'The device is forgotten. At the next sign-in on it we send a code.',
  'devices-revoked': 'Every device is forgotten. At the next sign-in we send a code.',
  'session-ended': 'The session has ended.',
  'sessions-ended': 'Every other session has ended.',
  'identity-unlinked': 'That sign-in is disconnected. It opens your account no more.',
  'questions-set': 'Your security questions are saved.',
  'app-added': 'The authenticator app is added. Its codes count from now on.',
  'app-removed': 'The authenticator app is removed. Its codes no longer count.',
  'passkey-added': 'The passkey is added. From now on it signs you in.',
  'passkey-renamed': 'The passkey has its new name.',
  'passkey-removed': 'The passkey is removed. Delete it on your device too, so that it isn’t offered any more.',
  requested: 'Your request is sent. We write to you when it is decided.',
  withdrawn: 'Your request is withdrawn.',
}

/** The banner for such a word; none for any other. */
export function doneBanner(word: string | undefined): BannerProps | undefined {
  if (word === undefined || !Object.hasOwn(done, word)) return undefined
  return { kind: 'success', heading: done[word] ?? '', focus: true }
}
