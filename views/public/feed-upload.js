// Sends files of the feed in parts: of any size, with progress, and again from where it stopped.
// Without it the form sends one file by itself. Nothing is kept in the browser's storage: which parts are there the server knows.
'use strict'
{
  const form = document.getElementById('feed-upload')
  const shown = document.getElementById('feed-progress')
  const text = document.getElementById('feed-progress-text')
  const bar = document.getElementById('feed-progress-bar')
  // As src/feed/parts has it; a little less, for the form around it.
  const LARGEST = 7 * 1024 * 1024
  const KEPT_OF_CUT_LINE = 64 * 1024
  const LINE_END = 10
  const TRIES = 4
  const CONFLICT = 409

  class Stopped extends Error {}

  const say = (words) => (text.textContent = words)
  const number = (count) => new Intl.NumberFormat('en').format(count)
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

  /** A name for these files: whoever chooses them again goes on with the same import. */
  async function nameOf(files) {
    const edges = await Promise.all(
      files.flatMap((file) => [
        new Blob([`${file.name} ${file.size} ${file.lastModified}`]).arrayBuffer(),
        file.slice(0, 65536).arrayBuffer(),
        file.slice(-65536).arrayBuffer(),
      ]),
    )
    const hash = await crypto.subtle.digest('SHA-256', await new Blob(edges).arrayBuffer())
    return [...new Uint8Array(hash).slice(0, 12)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  }

  /** Asks until there is an answer; an answer that isn't ours means that the session has closed. */
  async function ask(url, body) {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await fetch(url, {
        method: body ? 'POST' : 'GET',
        body,
        cache: 'no-store',
        redirect: 'manual',
        headers: { Accept: 'application/json' },
      }).catch(() => null)
      if (answer?.type === 'opaqueredirect' || answer?.status === 401) {
        throw new Stopped(
          'Your session has closed. Sign in again, choose the same files and press “Send”: it goes on from here.',
        )
      }
      if (answer && answer.status < 500 && answer.status !== 429) return answer
      if (attempt === TRIES) throw new Stopped('The portal can’t be reached. Press “Send” to go on from here.')
      await pause(attempt * 1000)
    }
  }

  /** The import to go on with: the one that was cut off, or a new one after those that are completed. */
  async function openImport(files) {
    const name = await nameOf(files)
    for (let run = 1; ; run += 1) {
      const importId = `upl-${name}-${run}`
      const answer = await ask(`/staff/feed/${importId}/parts`)
      if (answer.status === 404) return { importId, there: new Set() }
      if (!answer.ok) throw new Stopped('Imports can’t be sent now. Reload the page.')
      const { completed, parts } = await answer.json()
      if (!completed) return { importId, there: new Set(parts.map(([file, part]) => `${file}/${part}`)) }
    }
  }

  /** The parts of a file, split at line ends; of a line larger than a part its beginning alone. */
  async function* partsOf(file, onRead) {
    let stream = file.stream().pipeThrough(
      new TransformStream({
        transform(chunk, controller) {
          onRead(chunk.length)
          controller.enqueue(chunk)
        },
      }),
    )
    if (/\.gz$/i.test(file.name)) stream = stream.pipeThrough(new DecompressionStream('gzip'))
    const reader = stream.getReader()
    let pieces = []
    let length = 0
    let part = 0
    let firstLine = 1
    let beginning = null
    const cut = (body, isCutLine) => {
      const made = { part: (part += 1), firstLine, body, isCutLine }
      firstLine += isCutLine ? 1 : body.reduce((ends, byte) => ends + (byte === LINE_END ? 1 : 0), 0)
      return made
    }
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      pieces.push(value)
      length += value.length
      while (length > LARGEST || (beginning && length > 0)) {
        let held = joined(pieces, length)
        const end = beginning ? held.indexOf(LINE_END) : held.lastIndexOf(LINE_END, LARGEST - 1)
        if (beginning) {
          held = end < 0 ? new Uint8Array() : held.slice(end + 1)
          if (end >= 0) {
            yield cut(beginning, true)
            beginning = null
          }
        } else if (end < 0) beginning = held.slice(0, KEPT_OF_CUT_LINE)
        else {
          yield cut(held.slice(0, end + 1), false)
          held = held.slice(end + 1)
        }
        pieces = [held]
        length = held.length
      }
    }
    if (beginning) yield cut(beginning, true)
    if (length > 0) yield cut(joined(pieces, length), false)
  }

  function joined(pieces, length) {
    const whole = new Uint8Array(length)
    let at = 0
    for (const piece of pieces) {
      whole.set(piece, at)
      at += piece.length
    }
    return whole
  }

  /** III.M.4: files of Organizations come first, then by their names. */
  function inOrder(files) {
    const rank = ({ name }) => (/(^|[^a-z])organization([^a-z]|$)/i.test(name) ? 0 : 1)
    return [...files].sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1))
  }

  async function send(files, whole, csrf) {
    const total = { read: 0, stored: 0, rejected: 0 }
    const all = files.reduce((sum, file) => sum + file.size, 0)
    let read = 0
    const { importId, there } = await openImport(files)
    let parts = there.size
    if (parts > 0) say('Going on where it stopped')
    for (const file of inOrder(files)) {
      const name = file.name.replace(/[^A-Za-z0-9._-]/g, '_').slice(0, 200)
      const onRead = (bytes) => {
        read += bytes
        bar.value = Math.floor((read / all) * 1000)
      }
      for await (const { part, firstLine, body, isCutLine } of partsOf(file, onRead)) {
        if (there.has(`${name}/${part}`)) continue
        const fields = new FormData()
        const typed = { csrf, importId, file: name, part, firstLine, isCutLine: isCutLine ? 1 : 0, whole }
        for (const [field, value] of Object.entries(typed)) fields.append(field, String(value))
        fields.append('scan', new Blob([body]), name)
        const answer = await ask('/staff/feed/parts', fields)
        if (answer.status === CONFLICT) {
          throw new Stopped('A part was refused: the file is not the one that was begun. Reload the page.')
        }
        if (!answer.ok) throw new Stopped('A part was refused. Reload the page, and choose the files again.')
        parts += 1
        for (const counts of Object.values((await answer.json()).counts)) {
          for (const key of Object.keys(total)) total[key] += counts[key]
        }
        say(`${number(total.read)} lines read, ${number(total.stored)} stored, ${number(total.rejected)} rejected`)
      }
    }
    if (parts === 0) throw new Stopped('There is nothing in these files.')
    say('Everything is sent. Counting what came of it')
    const end = document.createElement('form')
    end.method = 'post'
    end.action = `/staff/feed/${importId}/completion`
    const token = document.createElement('input')
    token.type = 'hidden'
    token.name = 'csrf'
    token.value = csrf
    end.append(token)
    document.body.append(end)
    end.submit()
  }

  if (form && typeof DecompressionStream === 'function') {
    const field = form.querySelector('input[type=file]')
    field.multiple = true
    form.addEventListener('submit', (event) => {
      const files = [...field.files]
      // Nothing chosen, or nothing in it: the server says so.
      if (files.every((file) => file.size === 0)) return
      event.preventDefault()
      const button = form.querySelector('button')
      button.disabled = true
      shown.hidden = false
      text.classList.remove('usa-error-message')
      bar.value = 0
      say('Looking what is there already')
      const { csrf, whole } = form.elements
      send(files, whole.checked ? 'on' : '', csrf.value).catch((failure) => {
        button.disabled = false
        form.removeAttribute('aria-busy')
        text.classList.add('usa-error-message')
        const isPacked = failure instanceof TypeError
        say(
          failure instanceof Stopped
            ? failure.message
            : isPacked
              ? 'A packed file is damaged. What came before the damage is stored; send the whole file again.'
              : 'Something went wrong. Press “Send” to go on from here.',
        )
      })
    })
  }
}
