import { Agent, request } from 'node:http'
import { bodies, type Kind, paths } from './bodies'
import type { CloudState } from './cloud'

let requests = 0

/** A shop's server that sends requests over kept connections; throws the answer of one that made nothing. */
export function storefrontOf({ api, storefront }: CloudState, concurrency: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency })
  return {
    make: (kind: Kind) =>
      new Promise<void>((made, failed) => {
        const n = ++requests
        const body = JSON.stringify(bodies[kind](n))
        const headers = {
          authorization: `Bearer ${storefront}`,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'idempotency-key': `bench-${process.pid}-${n}`,
        }
        const outgoing = request(`${api}${paths[kind]}`, { agent, method: 'POST', headers }, answer => {
          const chunks: Buffer[] = []
          answer.on('data', chunk => chunks.push(chunk))
          answer.on('end', () => {
            if (answer.statusCode === 201) made()
            else failed(new Error(`${kind} ${n} answered ${answer.statusCode}: ${Buffer.concat(chunks)}`))
          })
        })
        outgoing.on('error', failed)
        outgoing.end(body)
      }),
    close: () => agent.destroy(),
  }
}
