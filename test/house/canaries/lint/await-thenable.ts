const count = (): number => 1

export async function wait(): Promise<number> {
  const now = await count()
  return now
}
