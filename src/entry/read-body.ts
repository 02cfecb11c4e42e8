import type { IncomingMessage } from 'node:http'
import { mostBytes } from './ingress/handler.ts'

/** The body of a request. Throws an Error when it is longer than Slack ever sends. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk)
    size += bytes.length
    if (size > mostBytes + 1) throw new Error('too large')
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}
