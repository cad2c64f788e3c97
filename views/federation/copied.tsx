/** What is to be copied elsewhere, each under what it is for. */
export function Copied(props: { texts: readonly { label: string; text: string }[] }) {
  return (
    <dl class="copied">
      {props.texts.map(({ label, text }) => (
        <div>
          <dt>{label}</dt>
          <dd>
            <code>{text}</code>
          </dd>
        </div>
      ))}
    </dl>
  )
}
