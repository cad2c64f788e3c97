export async function tried(queue: Queue): Promise<unknown> {
  try {
    return queue.send({})
  } catch (failure) {
    return failure
  }
}
