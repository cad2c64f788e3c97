export function one(): number {
  let number = 1
  return number
}
