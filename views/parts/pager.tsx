type PagerProps = {
  /** What is listed, such as 'Claims', to tell this pager from another. */
  of: string
  /** How many there are and which these are: 'Claims 1 to 25 of 140'. */
  text: string
  newer?: string | undefined
  older?: string | undefined
  /** The words of the two links where 'Newer' and 'Older' don't fit. */
  newerLabel?: string | undefined
  olderLabel?: string | undefined
}

/** The way through a long list, a page at a time. */
export function Pager(props: PagerProps) {
  const { of, text, newer, older, newerLabel = 'Newer', olderLabel = 'Older' } = props
  return (
    <nav class="pager" aria-label={`Pages of ${of}`}>
      <p>{text}</p>
      {newer && (
        <a class="usa-button usa-button--outline" href={newer} rel="prev">
          {newerLabel}
        </a>
      )}
      {older && (
        <a class="usa-button usa-button--outline" href={older} rel="next">
          {olderLabel}
        </a>
      )}
    </nav>
  )
}
