export function anything(one: any): boolean {
  return one === undefined
}
