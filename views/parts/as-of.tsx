/** How fresh a record of the core system is, and where it came from: 'As of Nov 22, 2026, 3:15 PM PST · core system'. */
export function AsOf(props: { time: string; source: string }) {
  return (
    <p class="as-of">
      As of {props.time} · {props.source}
    </p>
  )
}
