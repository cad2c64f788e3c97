export function same(one: string, other: string): boolean {
  return one == other
}
