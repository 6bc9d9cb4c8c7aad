import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AwsError } from './kernel'

/** One HTTP request, whether it came over a socket or from a journey in the same process. */
export interface HttpRequest {
  readonly method: string
  /** Path and query as the client wrote them. */
  readonly path: string
  /** Names in lower case; a repeated header is a list. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body?: string | Buffer
}

export interface HttpResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly body: string | Buffer
}

export interface Listening {
  readonly url: string
  close(): Promise<void>
}

/** Serves `handle` on 127.0.0.1 alone, since the local cloud trusts whoever reaches it; port 0 takes any free one.
 *  Reads at most `maxBody` bytes and one more, so that `handle` can see that a body is too large without storing it all.
 *  Throws one sentence when the port is taken. */
export async function listen(
  port: number,
  handle: (request: HttpRequest) => Promise<HttpResponse>,
  maxBody: number,
): Promise<Listening> {
  const server = createServer({ maxHeaderSize: 65_536 }, (incoming, outgoing) => {
    read(incoming, maxBody)
      .then(handle)
      .then(response => write(outgoing, response))
      .catch(error => write(outgoing, text(error instanceof AwsError ? error.status : 500, `${error}\n`)))
  })
  await bound(server, port)
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise(closed => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}

/** Whatever listens, as node:net does. */
interface Bindable {
  once(event: 'error', hear: (error: NodeJS.ErrnoException) => void): unknown
  listen(port: number, host: string, listening: () => void): unknown
}

/** Until it listens on 127.0.0.1. Throws one sentence when the port is taken. */
export const bound = (server: Bindable, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', error =>
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`Port ${port} on 127.0.0.1 is in use: stop the program that holds it, or choose another port.`)
          : error,
      ),
    )
    server.listen(port, '127.0.0.1', resolve)
  })

/** Throws one sentence when the port is taken. */
export async function assertFree(port: number): Promise<void> {
  const listening = await listen(port, async () => text(503, ''), 0)
  await listening.close()
}

export function text(status: number, body: string): HttpResponse {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body }
}

export function json(status: number, value: unknown, headers: HttpResponse['headers'] = {}): HttpResponse {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) }
}

export function header(request: HttpRequest, name: string): string | undefined {
  const value = request.headers[name]
  return typeof value === 'string' || value === undefined ? value : value.join(',')
}

async function read(incoming: IncomingMessage, maxBody: number): Promise<HttpRequest> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    if (size <= maxBody) chunks.push(chunk)
    size += chunk.length
  }
  const body = size === 0 ? {} : { body: Buffer.concat(chunks) }
  return { method: incoming.method ?? 'GET', path: incoming.url ?? '/', headers: incoming.headersDistinct, ...body }
}

function write(outgoing: ServerResponse, { status, headers, body }: HttpResponse): void {
  const length = status === 204 || status === 304 ? {} : { 'content-length': Buffer.byteLength(body) }
  outgoing.writeHead(status, { ...(headers as Record<string, string | string[]>), ...length })
  outgoing.end(body)
}
