import type { Context } from 'aws-lambda'
import { routes as attachments } from '../../functions/attachments/handler'
import { routes as rules } from '../../functions/classification/rules-handler'
import { routes as customers } from '../../functions/customers/handler'
import { routes as figures } from '../../functions/figures/handler'
import { routes as intake } from '../../functions/intake/handler'
import { routes as links } from '../../functions/links/handler'
import { problemPage } from '../../functions/links/link-page'
import { routes as orders } from '../../functions/orders/handler'
import { routes as roster } from '../../functions/roster/handler'
import { routes as tickets } from '../../functions/tickets/handler'
import { routes as webhooks } from '../../functions/webhooks/handler'
import type { Role } from '../../shared/domain/case'
import { httpHandler } from '../../shared/entry/http'
import type { Route } from '../../shared/entry/route'
import type { House } from './ports'

export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every kind
  readonly body: any
}

interface Options {
  readonly headers?: Readonly<Record<string, string>>
  readonly at?: string
  /** As it is on the wire, in place of JSON. */
  readonly raw?: string
  /** Bytes that are no text, as API Gateway hands them over. */
  readonly base64?: Buffer
}

let requests = 0

const routes = [
  ...intake,
  ...tickets,
  ...orders,
  ...customers,
  ...attachments,
  ...webhooks,
  ...figures,
  ...roster,
  ...rules,
] as readonly Route<House>[]

/** Everything that the house can be asked, but the reference. */
export const allRoutes: readonly Route<House>[] = [...routes, ...(links as readonly Route<House>[])]

/** The HTTP functions over one house, called with the events that API Gateway makes. */
export function apiOf(house: House) {
  const wiring = {
    needs: () => house,
    clients: () => ({ staff: 'staff-client', storefront: 'storefront-client' }),
    senders: () => house.senders,
  }
  const answers = httpHandler(routes, wiring)
  const pages = httpHandler(links, { ...wiring, links: () => house, problemPage })

  async function send(
    claims: object | undefined,
    method: string,
    url: string,
    body: unknown,
    options: Options,
  ): Promise<Reply> {
    const { pathname, searchParams } = new URL(url, 'https://api.test')
    const answer = (await (pathname.startsWith('/v1/links/') ? pages : answers)(
      {
        ...{ version: '2.0', rawPath: pathname, isBase64Encoded: false },
        headers: { 'content-type': 'application/json', ...options.headers },
        queryStringParameters: Object.fromEntries(searchParams),
        requestContext: {
          requestId: `request-${++requests}`,
          timeEpoch: Date.parse(options.at ?? '2026-03-09T01:00:00.000Z'),
          http: { method, path: pathname },
          ...(claims && { authorizer: { jwt: { claims, scopes: null } } }),
        },
        ...(method === 'POST' && { body: options.raw ?? JSON.stringify(body) }),
        ...(options.base64 && { body: options.base64.toString('base64'), isBase64Encoded: true }),
      } as never,
      {} as Context,
    )) as { statusCode: number; headers: Record<string, string>; body?: string }
    return {
      status: answer.statusCode,
      headers: answer.headers,
      body: answer.body && /json/.test(answer.headers['content-type'] ?? '') ? JSON.parse(answer.body) : answer.body,
    }
  }

  const caller = (claims: object | undefined, own: Readonly<Record<string, string>> = {}) => ({
    get: (url: string, options: Options = {}) =>
      send(claims, 'GET', url, undefined, { ...options, headers: { ...own, ...options.headers } }),
    post: (url: string, body: unknown = {}, options: Options = {}) =>
      send(claims, 'POST', url, body, { ...options, headers: { ...own, ...options.headers } }),
  })

  return {
    staff: (...groups: Role[]) =>
      caller({ sub: `${groups[0]}-1`, client_id: 'staff-client', 'cognito:groups': `[${groups.join(' ')}]` }),
    storefront: (customerId?: string) =>
      caller(
        { sub: 'storefront-client', client_id: 'storefront-client' },
        customerId ? { 'kefu-customer': customerId } : {},
      ),
    nobody: caller(undefined),
    bearing: (claims: object) => caller(claims),
  }
}
export type Api = ReturnType<typeof apiOf>

let keys = 0
export const newKey = () => ({ 'idempotency-key': `test-key-${String(++keys).padStart(4, '0')}` })

export const anOrder = (fields: object = {}) => ({
  customer: { accountId: 'shop-1', name: '示例顾客', email: 'customer@example.com' },
  delivery: { consignee: '示例顾客', phone: '+86 138 0000 0027', address: '上海市徐汇区示例路 8 号' },
  paymentMethod: 'transfer',
  lines: [{ productNumber: 'P-1001', quantity: 2, unitPrice: 12900 }],
  total: { amount: 25800, currency: 'CNY' },
  ...fields,
})

export const aRequest = (fields: object = {}) => ({
  channel: 'website',
  customer: { accountId: 'shop-1', email: 'customer@example.com' },
  description: '我的快递三天没有更新了，请帮忙查一下。',
  ...fields,
})
