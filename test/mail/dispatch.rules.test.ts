import { expect, it } from 'vitest'
import { dispatch, type Posting } from '../../src/mail/outbox.ts'

const postings = (count: number) => Array.from({ length: count }, (_, n) => ({ id: `msg_${n}` }) as unknown as Posting)

/** A queue as the platform has it: more than 100 messages at once are refused. */
function aQueue() {
  const sent: string[][] = []
  const sendBatch = (messages: { body: { id: string } }[]) => {
    if (messages.length === 0 || messages.length > 100) return Promise.reject(new Error('refused'))
    sent.push(messages.map(({ body }) => body.id))
    return Promise.resolve()
  }
  return { sent, queue: { sendBatch } as unknown as Queue }
}

it.each([
  [0, []],
  [1, [1]],
  [100, [100]],
  [101, [100, 1]],
  [250, [100, 100, 50]],
])('III.D.5 III.J.1 %i messages of one run all reach the queue, each once', async (count, sizes) => {
  const { sent, queue } = aQueue()
  await dispatch(queue, postings(count))
  expect(sent.map((batch) => batch.length)).toEqual(sizes)
  expect(sent.flat()).toEqual(postings(count).map(({ id }) => id))
})
