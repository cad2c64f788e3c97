export function lose(queue: Queue): void {
  void queue.send({})
}
