// What scripts add to pages that work without them: the session's timer (III.E.2), printing, a sign of sending.
// Nothing is kept in the browser's storage.
'use strict'
{
  const { secondsLeft, warnSeconds } = document.body.dataset
  const dialog = document.getElementById('closing')
  const warnMs = Number(warnSeconds) * 1000
  let endsAt = 0
  let warned = false
  let timer = 0

  const veil = (drawn) => document.body.classList.toggle('veiled', drawn)

  // Waits for the warning, or for the end once warned; never less than a second, so that it can't spin.
  function wait() {
    clearTimeout(timer)
    const left = endsAt - Date.now()
    timer = setTimeout(look, Math.max(1000, warned ? left : left - warnMs))
  }

  function settle(answer) {
    if (answer.closed) return leave()
    endsAt = Date.now() + answer.secondsLeft * 1000
    const soon = answer.secondsLeft * 1000 <= warnMs
    veil(false)
    if (soon && !warned) warn()
    if (!soon && dialog.open) dialog.close()
    warned = soon
    wait()
  }

  function warn() {
    const heading = document.getElementById('closing-title')
    heading.textContent = heading.dataset.warning
    dialog.showModal()
  }

  // The page is emptied before it is left, so that nothing of it stays when the next page is slow or doesn't come.
  function leave() {
    veil(true)
    document.getElementById('main').replaceChildren()
    location.replace('/session/closed')
  }

  function ask(url, options) {
    const headers = { Accept: 'application/json' }
    const signal = AbortSignal.timeout?.(10_000)
    return fetch(url, { cache: 'no-store', headers, signal, ...options }).then((answer) => answer.json())
  }

  // Another tab may have kept the session alive, so the server is asked, which looks without touching.
  // Past the end nothing is shown meanwhile, and no answer counts as closed.
  function look() {
    if (Date.now() >= endsAt) veil(true)
    ask('/session/closed').then(settle, () => (Date.now() >= endsAt ? leave() : wait()))
  }

  if (secondsLeft && dialog) {
    settle({ closed: false, secondsLeft: Number(secondsLeft) })

    const stay = dialog.querySelector('form')
    stay.addEventListener('submit', (event) => {
      event.preventDefault()
      const body = new URLSearchParams(new FormData(stay))
      // Closed at once: near the absolute limit no answer can make more time, and the warning would stay in the way.
      dialog.close()
      ask(stay.action, { method: 'POST', body }).then(settle, () => stay.submit())
    })
    // Escape is a sign of life too.
    dialog.addEventListener('cancel', () => stay.requestSubmit())

    // Timers sleep with the computer: look again when the page is seen again.
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden && Date.now() >= endsAt - warnMs) look()
    })
  }

  addEventListener('pageshow', (event) => {
    for (const form of document.querySelectorAll('form[aria-busy]')) form.removeAttribute('aria-busy')
    if (!event.persisted || !secondsLeft) return
    // A page brought back by the Back button may belong to a session that is over.
    endsAt = 0
    look()
  })

  // htmx prevents the submit of the forms that it sends itself, and marks them on its own.
  document.addEventListener('submit', (event) => {
    if (!event.defaultPrevented) event.target.setAttribute('aria-busy', 'true')
  })

  for (const button of document.querySelectorAll('[data-shows]')) {
    const field = document.getElementById(button.dataset.shows)
    button.hidden = false
    button.addEventListener('click', () => {
      const shown = field.type === 'text'
      field.type = shown ? 'password' : 'text'
      button.textContent = shown ? 'Show the password' : 'Hide the password'
    })
    // Sent in sight, it would be kept among what was typed before.
    field.form.addEventListener('submit', () => {
      field.type = 'password'
    })
  }

  for (const button of document.querySelectorAll('[data-print]')) {
    button.hidden = false
    button.addEventListener('click', () => print())
  }
}
