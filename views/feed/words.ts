/** By which door an import came. */
export const doorWords: Readonly<Record<string, string>> = {
  command: 'Sent by the core system',
  upload: 'Sent by staff',
  pull: 'Fetched from the core system’s server',
}

/** What an import waits for that isn't completed, by its door. */
export const openWords: Readonly<Record<string, string>> = {
  command: 'The core system has not said yet that everything came. What is stored is shown already.',
  upload:
    'Something of it is still missing. Send the same files again: it goes on where it stopped. What is stored is shown already.',
  pull: 'It is being fetched. What is stored is shown already.',
}

/** Why a line could not be used, by the beginning of its reason. */
const reasons: Readonly<Record<string, string>> = {
  'not-utf-8': 'is not written in UTF-8',
  'not-json': 'is no JSON, or was cut off',
  'not-a-resource': 'is no FHIR resource',
  'no-id': 'has no id',
  'bad-id': 'has an id that FHIR doesn’t allow',
  'too-deep': 'is nested too deep',
  'too-large': 'is too large',
}

/** The reason of a rejected line in words; the element stands in it, never what was in the element. */
export function reasonWords(reason: string): string {
  const element = /^wrong-type:([\w.]{1,64})$/.exec(reason)?.[1]
  return element ? `has another type than FHIR says at “${element}”` : (reasons[reason] ?? 'can’t be used')
}

type Trouble = { what: string; todo: string }

/** Why fetching failed, and what to look after. */
const troubles: Readonly<Record<string, Trouble>> = {
  unreachable: {
    what: 'The server could not be reached',
    todo: 'See whether it runs, and whether it can be reached from the internet.',
  },
  'no-token': {
    what: 'The server did not let the portal in',
    todo: 'See whether it knows the portal’s id and public key.',
  },
  refused: {
    what: 'The server refused what it was asked for',
    todo: 'See in its log which request it refused, and whether the portal may export there.',
  },
  busy: { what: 'The server was too busy', todo: 'See whether it can be asked at a quieter hour.' },
  expired: {
    what: 'The export was never ready, or gone before it was fetched',
    todo: 'See on the server whether its export ran, and how long it keeps the files.',
  },
  'server-failed': { what: 'The server failed', todo: 'See in its log what went wrong.' },
  'wrong-answer': {
    what: 'The server answered with something else than an export',
    todo: 'See whether the address that is configured is the one of its Bulk Data export.',
  },
  'half-sent': {
    what: 'A file broke off',
    todo: 'See whether something between the server and the portal cuts long answers off.',
  },
  changed: {
    what: 'A file changed while it was fetched',
    todo: 'Have the server leave the files of an export as they are.',
  },
}

/** What went wrong with fetching, and what to look after. */
export function troubleWords(error: string): Trouble {
  return troubles[error] ?? { what: 'Something went wrong', todo: 'See in the server’s log what it was asked.' }
}

/** How an export that is fetched stands. */
export const pullWords: Readonly<Record<string, { word: string; feeling: 'good' | 'waiting' | 'bad' }>> = {
  asking: { word: 'Asking', feeling: 'waiting' },
  waiting: { word: 'Being prepared there', feeling: 'waiting' },
  taking: { word: 'Being fetched', feeling: 'waiting' },
  done: { word: 'Fetched', feeling: 'good' },
  failed: { word: 'Failed', feeling: 'bad' },
}
