const now = 1

export function later(): number {
  const now = 2
  return now
}

export const first = now
