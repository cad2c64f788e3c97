import { describe, expect, test } from 'vitest'
import { Layout, type LayoutProps } from '../../views/layout.tsx'

const plan = { name: 'Harbor Valley Health Plan', telephone: '+17145550100' }
const user = {
  name: 'Rosa Delgado',
  email: 'rosa@bayside.example',
  office: 'Bayside Family Medicine',
  nav: [
    { href: '/home', label: 'Home' },
    { href: '/claims', label: 'Claims', current: true },
  ],
}
const signedIn = { plan, user, csrf: 'token', session: { secondsLeft: 900, warnSeconds: 120 } }

function page(props: Partial<LayoutProps>): string {
  return String(Layout({ title: 'Claims', plan, ...props }))
}

describe('every page', () => {
  test('begins with the doctype and says its language', () => {
    expect(page({})).toMatch(/^<!doctype html><html lang="en">/)
  })

  test('has one h1, a skip link to its content, and the way to help', () => {
    const html = page(signedIn)
    expect(html.match(/<h1/g)).toHaveLength(1)
    expect(html).toContain('class="usa-skipnav" href="#main"')
    expect(html).toContain('<main id="main"')
    expect(html).toContain('<a href="tel:+17145550100">(714) 555-0100</a>')
  })

  test('says in its title when something is wrong', () => {
    expect(page({})).toContain('<title>Claims · Harbor Valley Health Plan</title>')
    expect(page({ error: true })).toContain('<title>Error: Claims · Harbor Valley Health Plan</title>')
  })

  test('has nothing inline, which the content security policy would refuse', () => {
    const html = page({ ...signedIn, banner: { kind: 'success', heading: 'Done' } })
    expect(html).not.toMatch(/ style=| on\w+=|<style|<script(?! src="\/)|javascript:/)
  })

  test('T25 what it is given comes out escaped', () => {
    const tag = '<img src=x onerror=alert(1)>"'
    const html = page({
      ...signedIn,
      title: tag,
      csrf: tag,
      banner: { kind: 'info', heading: tag, children: tag },
      back: { href: tag, label: tag },
      user: { name: tag, email: tag, office: tag, nav: [{ href: tag, label: tag }] },
      print: { user: tag, time: tag, purpose: tag },
    })
    expect(html).not.toContain('<img')
    expect(html).not.toContain('onerror=alert(1)>"')
  })
})

describe('a page of someone signed in', () => {
  test('says who and where one is, for which office, and signs out with the token', () => {
    const html = page(signedIn)
    expect(html).toContain('Rosa Delgado')
    expect(html).toContain('<p class="office">Bayside Family Medicine</p>')
    expect(html).toContain('<a href="/claims" aria-current="page">Claims</a>')
    expect(html).toContain('<a href="/home">Home</a>')
    expect(html).toContain(
      '<form method="post" action="/sign-out"><input type="hidden" name="csrf" value="token"/><button type="submit">',
    )
  })

  test('switches between offices when there are several, and says which is closed', () => {
    const offices = [
      { id: 'mem_1', name: 'Bayside', current: false },
      { id: 'mem_2', name: 'Canyon', current: true, closed: 'suspended' },
    ]
    const html = page({ ...signedIn, user: { ...user, offices } })
    expect(html).toContain('action="/session/office"')
    expect(html).toContain('<select id="membership" name="membership"><option value="mem_1">Bayside</option>')
    expect(html).toContain('<option value="mem_2" selected="">Canyon (suspended)</option>')
    expect(html).not.toContain('class="office"')
    expect(page({ ...signedIn, user: { ...user, offices: offices.slice(0, 1) } })).not.toContain('/session/office')
  })

  test('III.E.2 without scripts it turns to the closed notice by itself', () => {
    const refresh = '<noscript><meta http-equiv="refresh" content="900;url=/session/closed"/></noscript>'
    expect(page(signedIn)).toContain(refresh)
    expect(page({})).not.toContain('http-equiv')
  })

  test('III.E.2 with scripts it warns two minutes before, with a way to stay', () => {
    const html = page(signedIn)
    expect(html).toContain('data-seconds-left="900" data-warn-seconds="120"')
    expect(html).toContain('<dialog id="closing" role="alertdialog"')
    expect(html).toContain('data-warning="You’ll be signed out in two minutes"')
    expect(html).toMatch(/action="\/session\/extension"><input type="hidden" name="csrf" value="token"/)
    expect(page({})).not.toContain('<dialog')
  })

  test('II.E prints how to print, and a sheet for paper bears user, time and purpose twice', () => {
    expect(page(signedIn)).toContain('class="print-refusal"')
    const html = page({ ...signedIn, print: { user: 'rosa@bayside.example', time: '3:15 PM PST', purpose: 'Payment' } })
    expect(html).not.toContain('print-refusal')
    expect(html).toContain('Printed by rosa@bayside.example, 3:15 PM PST. Purpose: Payment.')
    expect(html).toContain('<p>rosa@bayside.example · 3:15 PM PST · Payment</p>')
  })
})
