export function afterwards(ids: string[], queue: Queue): void {
  ids.forEach(async (id) => {
    await queue.send({ id })
  })
}
