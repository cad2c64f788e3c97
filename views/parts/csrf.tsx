/** The token every form carries; `Form` and `PostButton` bring it along. */
export function Csrf(props: { token: string | undefined }) {
  return <input type="hidden" name="csrf" value={props.token} />
}
