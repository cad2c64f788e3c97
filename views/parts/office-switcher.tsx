import { Csrf } from './csrf.tsx'

/** An office of the person's, by membership; `closed` says in a word or two why it can't be worked in now. */
export type OfficeChoice = { id: string; name: string; current: boolean; closed?: string | undefined }

/** For which office one works, and the way to another when there are several. */
export function OfficeSwitcher(props: { offices: OfficeChoice[]; csrf: string | undefined }) {
  return (
    <form class="switcher" method="post" action="/session/office">
      <Csrf token={props.csrf} />
      <label class="usa-sr-only" for="membership">
        Working for
      </label>{' '}
      <select id="membership" name="membership">
        {props.offices.map((office) => (
          <option value={office.id} selected={office.current}>
            {office.closed ? `${office.name} (${office.closed})` : office.name}
          </option>
        ))}
      </select>
      <button type="submit">Switch</button>
    </form>
  )
}
