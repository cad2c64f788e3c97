export function parse(text: string): unknown {
  let read: unknown
  try {
    read = JSON.parse(text)
  } catch {}
  return read
}
