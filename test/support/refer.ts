/** Writing a referral on a walk: every page of a draft with its searches, and its submission. */
import type { Walk } from './crawl.ts'

export type Wish = { memberNumber: string; diagnoses: string; services: string }
export type Written = { draft: string; review: string }
/** `answer`: what the form was answered, headers and all; `page`: where that led; `number`: its confirmation. */
export type Sent = { answer: string; page: string; number: string }

const value = (html: string, field: string) => new RegExp(`name="${field}" value="([^"]*)"`).exec(html)?.[1] ?? ''

/** Writes a referral up to its review, looking for providers and codes on the way. */
export async function written(
  steps: Walk,
  { memberNumber, diagnoses, services }: Wish,
  csrf: string,
): Promise<Written> {
  const begun = await steps.search('/referrals/new', {}, csrf)
  const draft = /\/referrals\/drafts\/rdr_[0-9a-z]{24}/.exec(begun)?.[0] ?? ''
  const type = async (step: string, fields: Record<string, string>) => {
    const html = await steps.get(`${draft}/${step}`)
    return steps.search(`${draft}/${step}`, fields, csrf, { state: value(html, 'state'), tab: value(html, 'tab') })
  }
  await type('member', { do: 'go-on', memberNumber })
  await type('providers', { do: 'find:provider', performerName: 'Nobody' })
  const found = await type('providers', { do: 'find:provider', performerName: 'Okafor' })
  const requester = /<option value="(\d+)"/.exec(found)?.[1] ?? ''
  const performer = /value="(dir_[0-9a-z]{24})"/.exec(found)?.[1] ?? ''
  await type('providers', { do: 'go-on', requester, performer })
  const codes = { diagnoses, services, units: '1', startsOn: '2026-11-01', endsOn: '2026-12-31', urgency: 'routine' }
  await type('codes', { ...codes, do: 'find:diagnosis', findDiagnosis: diagnoses.slice(0, 2) })
  await type('codes', { ...codes, do: 'find:service', findService: services.slice(0, 2) })
  await type('codes', { ...codes, do: 'go-on' })
  await type('notes', { do: 'go-on', notes: 'None.' })
  await steps.get(`${draft}/files`)
  await steps.get('/referrals/new')
  return { draft, review: await steps.get(`${draft}/review`) }
}

/** Submits it as its review shows it. */
export async function sent(steps: Walk, { draft, review }: Written, csrf: string): Promise<Sent> {
  const page = await steps.search(`${draft}/submission`, {}, csrf, { state: value(review, 'state') })
  const answer = steps.steps.findLast(({ asked }) => asked.startsWith('POST') && !asked.includes(' -> '))?.answer ?? ''
  return { answer, page, number: /confirmation number is (GH-[0-9A-Z]{10})/.exec(page)?.[1] ?? '' }
}
