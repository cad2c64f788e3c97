/**
 * A North American telephone number as typed, in E.164 (+18055550123); null if it is none. Area code and exchange begin
 * with 2 to 9 and are no service code (N11), as the North American Numbering Plan has it.
 */
export function readTelephone(typed: string): string | null {
  const digits = typed.trim().replace(/^\+1/, '1')
  if (!/^[\d().\s/-]+$/.test(digits)) return null
  const number = digits.replaceAll(/\D/g, '').replace(/^1(?=\d{10}$)/, '')
  return /^(?!.11)[2-9]\d\d(?!.11)[2-9]\d{6}$/.test(number) ? `+1${number}` : null
}
