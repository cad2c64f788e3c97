/** What registration decides: which step comes next, what a complete person is, and who decides on the request. Pure. */

/**
 * III.B.1, III.B.2: who decides: the office's Local Office Administrators, or the plan: where there is none, where the
 * person is to be one, and in an office that came back until it has people again (III.N.1).
 */
export function routeOf(facts: { officeHasLoa: boolean; wantsLoa: boolean; reinstated: boolean }): 'loa' | 'plan' {
  return facts.officeHasLoa && !facts.wantsLoa && !facts.reinstated ? 'loa' : 'plan'
}
