import type { Child } from 'hono/jsx'
import { Value } from './value.tsx'

/** A name and its value; a value that isn't known shows a dash. */
export type Fact = { label: string; value: Child }

/** Facts about one thing, side by side where there is room. */
export function Facts(props: { facts: Fact[] }) {
  return (
    <dl class="facts">
      {props.facts.map((fact) => (
        <div class={isLong(fact.value) ? 'long' : undefined}>
          <dt>{fact.label}</dt>
          <dd>
            <Value>{fact.value}</Value>
          </dd>
        </div>
      ))}
    </dl>
  )
}

// On a telephone a long value, such as an e-mail address, takes the whole line rather than break in the middle of a word.
function isLong(value: Child): boolean {
  return typeof value === 'string' && value.length > 18
}
