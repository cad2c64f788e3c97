/** What those who decide see of a directory's word: hints, of their own office alone. */
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { Directory } from '../support/directory.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { anEa, anOfficeWithLoa, aRequest, freshlyIn, rowsOf } from '../support/requests.ts'
import { signedIn } from '../support/session.ts'
import { stopTheClock } from '../support/time.ts'

stopTheClock()
const HEADING = 'Announced by your directory, not registered yet'
const mappings = [
  { group: 'Portal Claims', role: 'claims' },
  { group: 'portal eligibility', role: 'eligibility' },
] as const

describe('the list of requests', () => {
  it('III.B.1 shows who is announced and hasn’t registered, with the roles suggested, to this office’s administrators alone', async () => {
    const { office, loa } = await anOfficeWithLoa()
    const stranger = await anOfficeWithLoa('Other')
    const directory = await Directory.of({ offices: [office], mappings: [...mappings] })
    const one = await directory.announce('isla', { name: { givenName: 'Isla', familyName: '<b>Marsh' } })
    await directory.group('PORTAL CLAIMS', one.id)
    await directory.group('Portal Eligibility', one.id)
    await directory.group('Everybody', one.id)
    const waits = await aRequest(office, { email: `waits@${directory.domain}` })
    await directory.announce('waits')
    await aPerson({ email: `known@${directory.domain}` })
    await directory.announce('known')
    await directory.announce('inactive', { active: false })
    const gone = await directory.announce('gone')
    await directory.ask('DELETE', `/Users/${gone.id}`)

    const list = async (who: { guard: string }) => (await (await signedIn(who)).get('/office/requests')).text()
    const html = await list(loa)
    const section = html.slice(html.indexOf(HEADING))
    expect(section).toContain('Isla &lt;b&gt;Marsh')
    expect(section).toContain(one.email)
    expect(section).toMatch(/Claims Viewer, Eligibility Viewer|Eligibility Viewer, Claims Viewer/)
    for (const email of [waits.email, 'known@', 'inactive@', 'gone@']) expect(section.split('</section>')[0]).not.toContain(email) // prettier-ignore
    for (const other of [await list(stranger.loa), await (await (await signedIn(await anEa())).get('/staff/requests')).text()]) {
      expect(other).not.toContain('Isla')
      expect(other).not.toContain(HEADING)
    } // prettier-ignore
    // Once they have registered, the request is an ordinary one and they are announced no more.
    await aRequest(office, { email: one.email })
    expect(await list(loa)).not.toContain(HEADING)
    await rowsOf('UPDATE identity_provider SET disabled_at = 1 WHERE id = ?', directory.row)
    expect(await list(loa)).not.toContain(HEADING)
  })

  it('III.B.1 of several offices the one that was named, or all of them while none was', async () => {
    const [one, two] = [await anOfficeWithLoa('Bayside'), await anOfficeWithLoa('Ridge')]
    const directory = await Directory.of({ offices: [one.office, two.office] })
    const extension = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
    const bay = await directory.announce('bay', { [extension]: { department: 'Bayside' } })
    const nobody = await directory.announce('nobody')
    const list = async (who: { guard: string }) => (await (await signedIn(who)).get('/office/requests')).text()
    const [first, second] = [await list(one.loa), await list(two.loa)]
    expect([first.includes(bay.email), second.includes(bay.email)]).toEqual([true, false])
    expect([first.includes(nobody.email), second.includes(nobody.email)]).toEqual([true, true])
  })
})

describe('the page of a request', () => {
  it('III.B.6 II.C says what the directory suggests, and ticks nothing; an approval without a tick gives nothing', async () => {
    const { office, loa } = await anOfficeWithLoa()
    const directory = await Directory.of({ offices: [office], mappings: [...mappings] })
    const request = await aRequest(office, { email: `asks@${directory.domain}` })
    const browser = await freshlyIn(loa)
    const page = async () => (await browser.get(`/office/requests/${request.id}`)).text()
    expect(await page()).not.toContain('Your directory')
    const { id } = await directory.announce('asks')
    expect(await page()).toContain('Your directory knows this person, and suggests no role.')
    const group = await directory.group('Portal Claims', id)
    const html = await page()
    expect(html).toContain('Your directory suggests: Claims Viewer.')
    expect(html).not.toContain('checked')
    const answer = await browser.post(`/office/requests/${request.id}/approval`, { attests: 'on' }, `/office/requests/${request.id}`) // prettier-ignore
    expect(answer.status).toBe(422)
    // A group of another provider's, of the same name, says nothing here; neither does one without a mapping.
    await directory.ask('DELETE', `/Groups/${group}`)
    const other = await Directory.of({ offices: [await anOffice()], mappings: [...mappings] })
    await rowsOf('UPDATE provider_domain SET provider_id = ? WHERE provider_id = ?', other.row, directory.row)
    const same = await other.ask('POST', '/Users', { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: request.email }) // prettier-ignore
    expect(same.status).toBe(201)
    await other.group('Portal Claims', same.body.id)
    expect(await page()).toContain('suggests no role')
    await env.DB.prepare('UPDATE scim_user SET active = 0 WHERE public_id = ?').bind(id).run()
    expect(await page()).toContain('not active there any more')
  })
})
