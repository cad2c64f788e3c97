export function one(count: number): number {
  var twice = count * 2
  twice += 1
  return twice
}
