/** The hourly run behind an address: the whole of it, its continuations too, and what each invocation asked of the database. */
import { consume, hourly } from '../src/schedule.ts'

export { AccountGuard, AddressGuard } from '../src/index.ts'

/** What the whole run asked: statements of each invocation, rows read in all. */
export type Asked = { statements: number[]; rowsRead: number }

export default {
  async fetch(_request: Request, env: Env): Promise<Response> {
    const asked: Asked = { statements: [], rowsRead: 0 }
    const tickets: unknown[] = []
    const batch = async (statements: D1PreparedStatement[]) => {
      asked.statements[asked.statements.length - 1]! += statements.length
      const results = await env.DB.batch(statements)
      asked.rowsRead += results.reduce((sum, { meta }) => sum + meta.rows_read, 0)
      return results
    }
    const bindings = {
      ...env,
      DB: { prepare: (sql: string) => env.DB.prepare(sql), batch },
      MAIL: { sendBatch: async () => undefined },
      JOBS: { send: async (ticket: unknown) => tickets.push(ticket) },
    } as unknown as Env
    asked.statements.push(0)
    await hourly(bindings)
    while (tickets.length > 0) {
      asked.statements.push(0)
      const message = { body: tickets.shift(), ack: () => undefined }
      await consume({ queue: 'gatehouse-jobs', messages: [message] } as never, bindings)
    }
    return Response.json(asked)
  },
}
