/** What the form says that names an administrator. */
export type NamingTyped = { colleague: string; place: string }

/** Reads whom and in whose place; the colleague is one of `offered`, by the membership's public id. */
export function readNaming(
  form: URLSearchParams,
  offered: readonly { id: string }[],
): { typed: NamingTyped; handsOver: boolean } | { typed: NamingTyped; errors: Record<string, string> } {
  const typed = { colleague: form.get('colleague') ?? '', place: form.get('place') ?? '' }
  const errors: Record<string, string> = {}
  if (!offered.some(({ id }) => id === typed.colleague)) errors.colleague = 'Choose one of your colleagues.'
  if (typed.place !== 'beside' && typed.place !== 'instead') errors.place = 'Choose one of the two.'
  return Object.keys(errors).length > 0 ? { typed, errors } : { typed, handsOver: typed.place === 'instead' }
}
