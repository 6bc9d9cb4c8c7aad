import { Agent, request } from 'node:http'
import { bodies, type Kind, paths } from './bodies'
import type { CloudState } from './cloud'
import { wholeWay } from './pipeline'

let requests = 0

/** A shop's server and its staff, who send requests over kept connections; each throws what was answered in place of a success. */
export function shopOf({ api, tokens }: CloudState, concurrency: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency })

  const post = (path: string, as: string, content: object, more: Record<string, string> = {}) =>
    new Promise<{ readonly id: string }>((made, failed) => {
      const body = JSON.stringify(content)
      const headers = {
        authorization: `Bearer ${tokens[as]}`,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        ...more,
      }
      const outgoing = request(`${api}${path}`, { agent, method: 'POST', headers }, answer => {
        const chunks: Buffer[] = []
        answer.on('data', chunk => chunks.push(chunk))
        answer.on('end', () => {
          const text = Buffer.concat(chunks).toString()
          if ((answer.statusCode ?? 500) < 300) made(JSON.parse(text))
          else failed(new Error(`POST ${path} answered ${answer.statusCode}: ${text}`))
        })
      })
      outgoing.on('error', failed)
      outgoing.end(body)
    })

  const create = (kind: Kind, n: number) =>
    post(paths[kind], 'storefront', bodies[kind](n), { 'idempotency-key': `bench-${process.pid}-${n}` })

  return {
    async make(kind: Kind): Promise<void> {
      await create(kind, ++requests)
    },
    /** Opens a ticket, which an agent takes, for `reply` to have someone to reply to. */
    async takenTicket(): Promise<string> {
      const { id } = await create('ticket', ++requests)
      await post(`${paths.ticket}/${id}/take`, 'agent', {})
      return id
    },
    async reply(id: string): Promise<void> {
      await post(`${paths.ticket}/${id}/replies`, 'agent', { text: `您好，我们正在为您查询物流（${++requests}）。` })
    },
    async wholeOrder(): Promise<void> {
      const n = ++requests
      const { id } = await create('order', n)
      for (const [path, as, body] of wholeWay(n)) await post(`${paths.order}/${id}/${path}`, as, body)
    },
    close: () => agent.destroy(),
  }
}
