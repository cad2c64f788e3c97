export function say(way: 'email' | 'text'): string {
  let said = ''
  switch (way) {
    case 'email':
      said = 'by e-mail'
      break
  }
  return said
}
