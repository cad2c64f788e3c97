/**
 * A North American telephone number in E.164, such as '+17145550100', however it was typed (III.A.1.c.i); null if it
 * is none. Area code and exchange begin with 2 to 9, as the North American Numbering Plan has it; no extension.
 */
export function readTelephone(text: string): string | null {
  if (!/^[+\d\s().-]{1,40}$/.test(text.trim())) return null
  const [, number] = /^1?([2-9]\d{2}[2-9]\d{6})$/.exec(text.replaceAll(/\D/g, '')) ?? []
  return number ? `+1${number}` : null
}
