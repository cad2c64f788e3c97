const places = [
  { href: '/profile', label: 'Your information' },
  { href: '/profile/security', label: 'Sign-in and security' },
  { href: '/profile/activity', label: 'Your activity' },
  { href: '/profile/offices', label: 'Your offices' },
] as const

/** The way between the pages about oneself. */
export function ProfilePlaces(props: { here: (typeof places)[number]['href'] }) {
  return (
    <nav class="subplaces" aria-label="Your profile">
      <ul>
        {places.map(({ href, label }) => (
          <li>
            <a href={href} aria-current={href === props.here ? 'page' : undefined}>
              {label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
