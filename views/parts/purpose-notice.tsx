/** What every page about a member says about the use of what it shows (II.D). */
export function PurposeNotice() {
  return (
    <aside class="notice" aria-label="Use of this information">
      <p>
        <strong>Confidential.</strong> Use what you see here for payment and health care operations of your office, and
        for nothing else. Don’t download, print, copy, screenshot or forward it for any other use or to anyone who has
        no need of it.
      </p>
    </aside>
  )
}
