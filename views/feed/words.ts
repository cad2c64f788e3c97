/** By which door an import came. */
export const doorWords: Readonly<Record<string, string>> = {
  command: 'Sent by the core system or the command',
  upload: 'Sent from this page',
  pull: 'Fetched from the core system’s server',
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

/** How an export that is fetched stands. */
export const pullWords: Readonly<Record<string, { word: string; feeling: 'good' | 'waiting' | 'bad' }>> = {
  asking: { word: 'Asking', feeling: 'waiting' },
  waiting: { word: 'Being prepared there', feeling: 'waiting' },
  taking: { word: 'Being fetched', feeling: 'waiting' },
  done: { word: 'Fetched', feeling: 'good' },
  failed: { word: 'Failed', feeling: 'bad' },
}
