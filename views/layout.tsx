import type { Child } from 'hono/jsx'
import { raw } from 'hono/html'
import { telephone } from './format.ts'
import { Banner, type BannerProps } from './parts/banner.tsx'
import { ClosingDialog } from './parts/closing-dialog.tsx'
import { Csrf } from './parts/csrf.tsx'
import { type OfficeChoice, OfficeSwitcher } from './parts/office-switcher.tsx'
import { type PrintMark, PrintSheet } from './parts/print-sheet.tsx'

/** The plan as it introduces itself; the telephone is in E.164 form. */
export type Plan = { name: string; telephone: string }

/** A place in the navigation. */
export type NavItem = { href: string; label: string; current?: boolean | undefined }

/** Who is signed in. With more than one of `offices` a switcher shows; else `office` stands there. */
export type Person = {
  name: string
  email: string
  office?: string | undefined
  offices?: OfficeChoice[] | undefined
  nav: NavItem[]
}

/** How long the session lasts if nothing more is done, and how long before its end to ask. */
export type SessionTime = { secondsLeft: number; warnSeconds: number }

export type LayoutProps = {
  /** The page's one `h1`, and its title. */
  title: string
  /** Something is wrong on the page: its title begins with "Error: ". */
  error?: boolean | undefined
  csrf?: string | undefined
  plan: Plan
  user?: Person | undefined
  session?: SessionTime | undefined
  /** What the last change did. */
  banner?: BannerProps | undefined
  /** The page above this one. */
  back?: { href: string; label: string } | undefined
  /** What the page needs of scripts besides those of every page: addresses of our own. */
  scripts?: readonly string[] | undefined
  /** Where the page goes on to at once, by itself: no script is needed for it. */
  goesOnTo?: string | undefined
  /** Makes a page for paper; any other page of a signed-in person prints only how to print. */
  print?: PrintMark | undefined
  children?: Child
}

/** The frame of every page. */
export function Layout(props: LayoutProps) {
  const { title, error, csrf, plan, user, session, goesOnTo, print, scripts = [] } = props
  return (
    <>
      {raw('<!doctype html>')}
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <title>{`${error ? 'Error: ' : ''}${title} · ${plan.name}`}</title>
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <meta name="htmx-config" content="includeIndicatorCSS:false, history:false, defaultSwap:outerHTML" />
          <link rel="stylesheet" href="/gatehouse.css" />
          <link rel="icon" href="/icon.svg" type="image/svg+xml" />
          <script src="/htmx.js" defer />
          <script src="/gatehouse.js" defer />
          {scripts.map((src) => (
            <script src={src} defer />
          ))}
          {goesOnTo && <meta http-equiv="refresh" content={`0;url=${goesOnTo}`} />}
          {session && (
            <noscript>
              <meta http-equiv="refresh" content={`${session.secondsLeft};url=/session/closed`} />
            </noscript>
          )}
        </head>
        <body
          class={print ? 'paper' : user ? 'signed-in' : 'open'}
          data-seconds-left={session?.secondsLeft}
          data-warn-seconds={session?.warnSeconds}
        >
          <a class="usa-skipnav" href="#main">
            Skip to the page’s content
          </a>
          <header class="top">
            <div class="brand">
              <a class="plan" href={user ? '/home' : '/sign-in'}>
                {plan.name} <span>Provider Portal</span>
              </a>
            </div>
            {user && <WhoAmI user={user} csrf={csrf} />}
          </header>
          {user && <Navigation items={user.nav} />}
          <main id="main" tabindex={-1}>
            {print ? (
              <PrintSheet mark={print}>
                <Content {...props} />
              </PrintSheet>
            ) : (
              <Content {...props} />
            )}
          </main>
          <footer class="bottom">
            <p>
              <a href="/help">Help</a>, or call {plan.name}:{' '}
              <a href={`tel:${plan.telephone}`}>{telephone(plan.telephone)}</a>. <a href="/privacy">Privacy</a>
            </p>
          </footer>
          {user && !print && <p class="print-refusal">Use the page’s Print button, so that the purpose is recorded.</p>}
          {session && <ClosingDialog csrf={csrf} warnSeconds={session.warnSeconds} />}
        </body>
      </html>
    </>
  )
}

function Content(props: LayoutProps) {
  const { title, banner, back, children } = props
  return (
    <>
      {back && (
        <a class="back" href={back.href}>
          {back.label}
        </a>
      )}
      {banner && <Banner {...banner} />}
      <h1>{title}</h1>
      {children}
    </>
  )
}

function WhoAmI(props: { user: Person; csrf: string | undefined }) {
  const { user, csrf } = props
  const several = user.offices && user.offices.length > 1
  return (
    <div class="who">
      {several ? (
        <OfficeSwitcher offices={user.offices ?? []} csrf={csrf} />
      ) : (
        user.office && <p class="office">{user.office}</p>
      )}
      <p class="person">
        <span class="usa-sr-only">Signed in as </span>
        <a href="/profile">{user.name}</a> <small>{user.email}</small>
      </p>
      <form method="post" action="/sign-out">
        <Csrf token={csrf} />
        <button type="submit">Sign out</button>
      </form>
    </div>
  )
}

// Always in sight where there is room; behind "Menu" on a telephone, which needs no script.
function Navigation(props: { items: NavItem[] }) {
  return (
    <nav class="places" aria-label="Main">
      <details>
        <summary>Menu</summary>
        <ul>
          {props.items.map((item) => (
            <li>
              <a href={item.href} aria-current={item.current ? 'page' : undefined}>
                {item.label}
              </a>
            </li>
          ))}
        </ul>
      </details>
    </nav>
  )
}
