import { encodeQR } from 'qr'

/** Modules left blank around the code: as many as readers want (ISO/IEC 18004, 9.1). */
const QUIET = 4

/** A QR code, black on white whatever the page's colours: cameras read it so. `title` and `desc` are read out in its place. */
export function QrCode(props: { id: string; text: string; title: string; desc: string }) {
  const { id, text, title, desc } = props
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: QUIET })
  return (
    <svg
      class="qr-code"
      viewBox={`0 0 ${rows.length} ${rows.length}`}
      role="img"
      aria-labelledby={`${id}-title ${id}-desc`}
      shape-rendering="crispEdges"
    >
      <title id={`${id}-title`}>{title}</title>
      <desc id={`${id}-desc`}>{desc}</desc>
      <path fill="#fff" d={`M0 0h${rows.length}v${rows.length}H0z`} />
      <path fill="#000" d={pathOf(rows)} />
    </svg>
  )
}

/** Each run of dark modules in a row as one bar. */
function pathOf(rows: readonly (readonly boolean[])[]): string {
  const bars: string[] = []
  for (const [y, row] of rows.entries()) {
    for (let x = 0; x < row.length; x += 1) {
      if (!row[x]) continue
      const start = x
      while (row[x + 1]) x += 1
      const width = x - start + 1
      bars.push(`M${start} ${y}h${width}v1h-${width}z`)
    }
  }
  return bars.join('')
}
