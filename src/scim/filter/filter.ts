/** A filter of RFC 7644 (section 3.4.2.2), read; and the path of a change (section 3.5.2). */

export const comparisons = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'] as const
export type Comparison = (typeof comparisons)[number]

/** An attribute: the schema where one is named, and its name with that of a part of it, as they were written. */
export type AttributePath = { urn: string | null; names: readonly string[] }

export type Filter =
  | { is: 'and' | 'or'; of: readonly Filter[] }
  | { is: 'not'; of: Filter }
  | { is: 'present'; path: AttributePath }
  | { is: 'compare'; by: Comparison; path: AttributePath; value: string | number | boolean | null }
  /** One value of a list that the whole filter inside holds for: `emails[type eq "work" and …]`. */
  | { is: 'some'; path: AttributePath; of: Filter }

/** `emails`, `name.givenName`, `emails[type eq "work"]`, `emails[type eq "work"].value`. */
export type ChangePath = { path: AttributePath; where: Filter | null; part: string | null }
