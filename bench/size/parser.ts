/** The peer of the import: the same lines taken in and read, and nothing stored. */
import { linesOf, readLine } from '../../src/feed/rules.ts'

export default {
  async fetch(request: Request): Promise<Response> {
    let records = 0
    for (const line of linesOf(new Uint8Array(await request.arrayBuffer()))) {
      if (readLine(line)?.kind === 'record') records += 1
    }
    return Response.json({ records })
  },
}
