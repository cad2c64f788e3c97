/** Ids of every kind, for the tests made from the route table (T15): those that may be seen, those that may not, and by whom. */
import { env } from 'cloudflare:workers'
import { newId } from '../../src/ids.ts'
import { idOf } from '../support/accounts.ts'
import { aCoreOffice, aRequest as anOfficeRequest } from '../support/core-offices.ts'
import { aCheck } from '../support/eligibility.ts'
import { setUpProvider } from '../support/identity-provider.ts'
import { anOffice, aPerson, today } from '../support/people.ts'
import { aClaim, aMember, aReferral, aRestrictedList } from '../support/tagged-records.ts'
import { aMemberOf, anEa, aRequest } from '../support/requests.ts'
import type { Route } from '../support/routes.ts'
import { signedIn } from '../support/session.ts'
import { withApp } from '../support/typed-codes.ts'
import { idsOfDrafts } from './draft-ids.ts'
import { type Ids, strange } from './strange-ids.ts'

const UNKNOWN = '0'.repeat(24)
type Person = { account: number; guard: string; email: string }

/** Nobody lacks the right to these. */
const everybodys = ['/kept', '/training', '/profile']

/** The route's address for the id; for several, a blank stands between them, and the last counts for what is left. */
export function fill({ path }: Route, id: string): string {
  const ids = id.split(' ')
  return path.replaceAll(/:\w+/g, () => (ids.length > 1 ? ids.shift()! : ids[0]!))
}

/** Whether somebody may lack the right to the route. */
export const isRightful = ({ path }: Route) => !everybodys.some((start) => path.startsWith(start))

/** For what the factor has to be fresh: the own pages want one given for them (III.F.1.c.iii). */
export const wants = ({ path }: Route) => (path.startsWith('/profile') ? 'step-up' : 'sign-in')

/** A clerk, somebody without roles, and the ids by the beginnings of paths, of which the longest counts. */
export async function everyId() {
  await aRestrictedList()
  const office = await anOffice()
  const other = await anOffice('Other Office')
  const person = await aPerson({
    email: 'clerk@office.example',
    offices: [office],
    roles: ['eligibility', 'claims', 'view-referrals'],
  })
  const roleless = await aPerson({ email: 'new@office.example', offices: [office], roles: [] })
  const member = await aMember()
  const claim = (of: number | null, shown = true) =>
    aClaim({ office: of, member: member.row, shown }).then(({ id }) => id)
  const referral = (of: number | null, shown = true) =>
    aReferral({ office: of, member: member.row, shown }).then(({ id }) => id)
  const ids: Record<string, Ids> = {
    '/members': { shown: [member.id], hidden: [`mem_${UNKNOWN}`, ...strange] },
    '/claims': {
      shown: [await claim(office)],
      hidden: [`clm_${UNKNOWN}`, await claim(other), await claim(office, false), await claim(other, false), await claim(null), member.id, ...strange],
    },
    '/referrals': {
      shown: [await referral(office)],
      hidden: [`ref_${UNKNOWN}`, await referral(other), await referral(office, false), await referral(other, false), await referral(null), member.id, ...strange],
    },
    '/eligibility-checks': {
      shown: [await aCheck(person, office)],
      hidden: [`elc_${UNKNOWN}`, await aCheck(person, other), member.id, ...strange],
    },
    '/kept': {
      shown: [await aKeptForm(person)],
      hidden: [`frm_${UNKNOWN}`, await aKeptForm(roleless), ...strange],
    },
    ...(await idsOfDrafts(office, other, roleless, await referral(office))),
    ...(await idsOfFactors(office)),
    '/training': { shown: ['1'], hidden: ['0', '99', ...strange] },
    ...(await idsOfTexts()),
    ...(await idsOfOffices()),
    ...(await idsOfRequests(office, other)),
    ...(await idsOfVerifications(other)),
    ...(await idsOfVerification(other)),
    ...(await idsOfStaff(person)),
    ...(await idsOfAccounts(office)),
    ...(await idsOfReports(office)),
    ...(await idsOfProviders()),
    ...(await idsOfVersions()),
    ...(await idsOfImports()),
  } // prettier-ignore
  const idsOf = ({ path }: Route): Ids | undefined => {
    const fitting = Object.entries(ids).filter(([start]) => path.startsWith(start))
    return fitting.toSorted(([one], [an]) => an.length - one.length)[0]?.[1]
  }
  return { person, roleless, ids, idsOf }
}

/** The texts that staff maintain, each with a draft. */
async function idsOfTexts(): Promise<Record<string, Ids>> {
  const who = await aPerson({ email: 'privacy@plan.example', department: 'privacy' })
  await env.DB.prepare(
    `INSERT INTO document (public_id, kind, version, title, body, made_at)
     SELECT 'doc_' || kind, kind, 2, title, body, 1 FROM document WHERE kind IN ('user-agreement', 'training')`,
  ).run()
  const published = (kind: string) =>
    env.DB.prepare('SELECT public_id AS id FROM document WHERE kind = ? AND version = 1').bind(kind).first<string>('id')
  const [agreement, training] = [(await published('user-agreement'))!, (await published('training'))!]
  return {
    '/staff/agreements/versions/': { who, shown: [agreement], hidden: [`doc_${UNKNOWN}`, training, 'doc_user-agreement', ...strange] },
    '/staff/agreements/:kind': { who, shown: ['user-agreement'], hidden: ['training', agreement, ...strange] },
    '/staff/training/versions/': { who, shown: [training], hidden: [`doc_${UNKNOWN}`, agreement, 'doc_training', ...strange] },
    '/staff/training/:kind': { who, shown: ['training'], hidden: ['user-agreement', training, ...strange] },
  }
} // prettier-ignore

/** A person of the staff, as an Enterprise Administrator sees them. */
async function idsOfStaff(person: Person): Promise<Record<string, Ids>> {
  const publicId = ({ account }: { account: number }) =>
    env.DB.prepare('SELECT public_id AS id FROM account WHERE id = ?').bind(account).first<string>('id')
  const staff = (await publicId(await aPerson({ email: 'silas@plan.example', department: 'information-security' })))!
  return { '/staff/people/': { who: await anEa(), shown: [staff], hidden: [`acc_${UNKNOWN}`, (await publicId(person))!, ...strange] } }
} // prettier-ignore

/** An office, and its request on paper with a scan. */
async function idsOfOffices(): Promise<Record<string, Ids>> {
  const who = await aPerson({ email: 'ea@plan.example', department: 'e-business' })
  const { id } = await aCoreOffice()
  const { id: request } = await anOfficeRequest(await aCoreOffice())
  await env.DOCUMENTS.put('agreements/scan', '%PDF-')
  await env.DB.prepare(
    "UPDATE office_request SET scan_key = 'agreements/scan', scan_type = 'application/pdf', scan_result = 'clean'",
  ).run()
  return {
    '/staff/offices/': { who, shown: [id], hidden: [`off_${UNKNOWN}`, request, ...strange] },
    '/staff/people/invitations/': { who, shown: [], hidden: [`inv_${UNKNOWN}`, ...strange] },
    '/staff/deliveries/': {
      who: await anEa({ department: 'information-services' }),
      shown: [],
      hidden: ['999999', ...strange],
    },
    '/staff/mail/': { who, shown: [], hidden: [`msg_${UNKNOWN}`, ...strange] },
    '/staff/office-requests/': { who, shown: [request], hidden: [`orq_${UNKNOWN}`, id, ...strange] },
  }
}

/** A verification of an office, for the plan. */
async function idsOfVerifications(of: number): Promise<Record<string, Ids>> {
  const id = `ver_${'1'.repeat(24)}`
  await env.DB.prepare("INSERT INTO verification (public_id, office_id, due_on, opened_at) VALUES (?, ?, '2026-01-01', 1)").bind(id, of).run()
  const office = await env.DB.prepare('SELECT public_id AS id FROM office WHERE id = ?').bind(of).first<string>('id')
  const those = { shown: [id], hidden: [`ver_${UNKNOWN}`, office!, ...strange] }
  // Only provider relations completes one for an office (III.H.4).
  const who = await anEa({ department: 'provider-relations' })
  return {
    '/staff/verifications/': { who: await anEa(), ...those },
    '/staff/verifications/:id/cards': { who, ...those },
    '/staff/verifications/:id/completion': { who, ...those },
  }
} // prettier-ignore

/** A form that came after its session had closed. */
async function aKeptForm(of: { guard: string }): Promise<string> {
  const browser = await signedIn(of)
  const csrf = await browser.token('/home')
  await env.DB.prepare('UPDATE session SET ended_at = 1 WHERE ended_at IS NULL').run()
  const answer = await browser.post('/members', { csrf })
  return /frm_[a-z0-9]+/.exec(answer.headers.get('Location') ?? '')?.[0] ?? ''
}
/** Requests for access, and users, of the office and of another. */
async function idsOfRequests(own: number, other: number): Promise<Record<string, Ids>> {
  const who = await aPerson({ email: 'loa@office.example', offices: [own], isLoa: true, roles: [] })
  await aPerson({ email: 'loa@other.example', offices: [other], isLoa: true, roles: [] })
  const [waiting, elsewhere, forLoa] = [await aRequest(own), await aRequest(other), await aRequest(own, { wantsLoa: true })]
  const [user, stranger] = [await aMemberOf(own), await aMemberOf(other)]
  return {
    '/office/requests/': { who, shown: [waiting.id], hidden: [`req_${UNKNOWN}`, elsewhere.id, forLoa.id, user.membership.id, ...strange] },
    '/office/users/': { who, shown: [user.membership.id], hidden: [`mbs_${UNKNOWN}`, stranger.membership.id, waiting.id, ...strange] },
    '/staff/requests/': { who: await anEa(), shown: [waiting.id, elsewhere.id, forLoa.id], hidden: [`req_${UNKNOWN}`, user.membership.id, ...strange] },
  }
} // prettier-ignore

/** Accounts and memberships, as the Enterprise Administrators see them. */
async function idsOfAccounts(own: number): Promise<Record<string, Ids>> {
  const who = await anEa()
  const user = await aMemberOf(own)
  const account = await idOf(user.account)
  return {
    '/staff/accounts/': { who, shown: [account], hidden: [`acc_${UNKNOWN}`, user.membership.id, ...strange] },
    '/staff/accounts/memberships/': { who, shown: [user.membership.id], hidden: [`mbs_${UNKNOWN}`, account, ...strange] },
  }
} // prettier-ignore

/** Users of an office whose verification is due. */
async function idsOfVerification(other: number): Promise<Record<string, Ids>> {
  const due = await anOffice('Due Office', { verifyDueOn: today() })
  const who = await aPerson({ email: 'loa@due.example', offices: [due], isLoa: true, roles: [] })
  const [user, stranger] = [await aMemberOf(due), await aMemberOf(other)]
  // The form of roles leads to the verification until that is opened.
  await (await signedIn(who)).get('/office/verification')
  return {
    '/office/verification/': { who, shown: [user.membership.id], hidden: [`mbs_${UNKNOWN}`, stranger.membership.id, 'ver_x', ...strange] },
  }
} // prettier-ignore

/** A report of late revocation, and a revocation that was in time. */
async function idsOfReports(own: number): Promise<Record<string, Ids>> {
  const { membership, account } = await aMemberOf(own)
  const kept = async (isLate: boolean) =>
    (await env.DB.prepare(
      `INSERT INTO revocation (public_id, membership_id, account_id, office_id, kind, changed_on, revoked_on, at, is_late, decide_by)
       VALUES (?, ?, ?, ?, 'ended', '2026-01-01', '2026-02-01', 1, ?, ?) RETURNING public_id AS id`,
    ).bind(newId('revocation'), membership.row, account, own, isLate ? 1 : 0, isLate ? '2026-02-08' : null).first<string>('id'))!
  const [late, inTime] = [await kept(true), await kept(false)]
  return {
    '/staff/late-revocations/': { who: await anEa(), shown: [late], hidden: [`rvk_${UNKNOWN}`, inTime, membership.id, ...strange] },
  }
} // prettier-ignore

/** Somebody's own passkey and authenticator app, and another's. */
async function idsOfFactors(own: number): Promise<Record<string, Ids>> {
  const who = await aPerson({ email: 'owner@office.example', offices: [own] })
  const other = await aPerson({ email: 'stranger@office.example', offices: [own] })
  const aPasskey = async ({ account }: { account: number }) =>
    (await env.DB.prepare(
      `INSERT INTO passkey (public_id, account_id, name, credential_id, public_key, counter, transports, is_synced, added_at)
       VALUES (?1, ?2, 'Key', ?1, '', 0, '[]', 0, 1) RETURNING public_id AS id`,
    ).bind(newId('passkey'), account).first<string>('id'))!
  const [app, passkey] = [(await withApp(who)).app, await aPasskey(who)]
  return {
    '/profile/security/apps/': { who, shown: [app], hidden: [`app_${UNKNOWN}`, (await withApp(other)).app, passkey, ...strange] },
    '/profile/security/passkeys/': { who, shown: [passkey], hidden: [`pky_${UNKNOWN}`, await aPasskey(other), app, ...strange] },
  }
} // prettier-ignore

/** An identity provider, for whoever sets them up. */
async function idsOfProviders(): Promise<Record<string, Ids>> {
  const who = await aPerson({ email: 'is@plan.example', department: 'information-services' })
  const { id } = await setUpProvider({ issuer: 'https://ids.example', clientId: 'ids', secret: 'a client secret of the tests' })
  return { '/staff/identity-providers/': { who, shown: [id], hidden: [`idp_${UNKNOWN}`, `acc_${UNKNOWN}`, ...strange] } }
} // prettier-ignore

/** A version of the restricted list; only privacy sees which records it hid. */
async function idsOfVersions(): Promise<Record<string, Ids>> {
  const who = await aPerson({ email: 'petra@plan.example', department: 'privacy' })
  return { '/staff/restricted-codes/versions/': { who, shown: ['1'], hidden: ['0', '99', '-1', '1.0', '01', ...strange] } }
} // prettier-ignore

/** An import, for whoever sees to the feed; the portal's own is none. */
async function idsOfImports(): Promise<Record<string, Ids>> {
  const who = await aPerson({ email: 'feed@plan.example', department: 'information-services' })
  const insert = env.DB.prepare('INSERT INTO feed_import (id, started_at) VALUES (?, 1) ON CONFLICT DO NOTHING')
  await env.DB.batch([insert.bind('imp-seen-here'), insert.bind('portal-submissions')])
  const hidden = ['imp-nowhere', 'portal-submissions', `acc_${UNKNOWN}`, ...strange]
  return { '/staff/feed/': { who, shown: ['imp-seen-here'], hidden } }
}
