/** Which forms are kept that came after their session had closed, or before a fresh second factor (III.E.2). */

/** What only its owner should know is asked for anew, never kept. */
const secrets = /^(password|current|code|clientSecret|answer.*)$/

/** Forms of the session itself, of the ways in, and of the second factor: nothing of them is worth sending again. */
const ways = /^\/(sign|session|confirm|kept|forgot-password)/

/** Whether the form bears a secret. */
export function bearsSecret(form: URLSearchParams): boolean {
  return [...form.keys()].some((name) => secrets.test(name))
}

/** Whether the form to that path is kept. */
export function isWorthKeeping(path: string, form: URLSearchParams): boolean {
  return !ways.test(path) && !bearsSecret(form)
}
