// Passkeys: fills in forms that a passkey answers, and sends them. Without it their pages offer the other ways.
'use strict'
{
  const { browserSupportsWebAuthn, browserSupportsWebAuthnAutofill, startAuthentication, startRegistration } =
    SimpleWebAuthnBrowser
  // A question is asked anew before it is too old to be answered.
  const EARLY_MS = 30_000

  async function optionsOf({ dataset }) {
    if (dataset.options) return JSON.parse(dataset.options)
    const answer = await fetch(dataset.optionsAt, { cache: 'no-store', headers: { Accept: 'application/json' } })
    return answer.json()
  }

  function send(form, credential) {
    form.elements.passkey.value = JSON.stringify(credential)
    form.setAttribute('aria-busy', 'true')
    form.submit()
  }

  // The words stand in attributes until they are true: text browsers show what is hidden.
  const tell = (form, word) => {
    const line = form.querySelector('[role="alert"]')
    line.textContent = line.dataset[word] ?? ''
    line.hidden = line.textContent === ''
  }

  // The browser offers passkeys in the field for the e-mail address, for as long as the page is there.
  async function offer(form) {
    if (document.hidden) {
      document.addEventListener('visibilitychange', () => offer(form), { once: true })
      return
    }
    const optionsJSON = await optionsOf(form)
    clearTimeout(form.timer)
    form.timer = setTimeout(() => offer(form), Math.max(EARLY_MS, optionsJSON.timeout - EARLY_MS))
    startAuthentication({ optionsJSON, useBrowserAutofill: true }).then(
      (credential) => send(form, credential),
      // Asked in another way meanwhile, or not wanted.
      () => {},
    )
  }

  async function ask(form, offers) {
    tell(form, '')
    clearTimeout(form.timer)
    try {
      const optionsJSON = await optionsOf(form)
      const start = form.dataset.passkey === 'create' ? startRegistration : startAuthentication
      send(form, await start({ optionsJSON }))
    } catch (failure) {
      tell(form, failure.code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED' ? 'known' : 'failed')
      if (offers) offer(form)
    }
  }

  async function prepare(form) {
    form.hidden = false
    const offers = form.dataset.offered !== undefined && (await browserSupportsWebAuthnAutofill())
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      ask(form, offers)
    })
    if (offers) offer(form)
  }

  if (browserSupportsWebAuthn()) {
    for (const words of document.querySelectorAll('[data-no-passkeys]')) words.hidden = true
    for (const form of document.querySelectorAll('form[data-passkey]')) prepare(form)
  }
}
