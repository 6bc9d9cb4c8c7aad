import type { Context, SQSEvent } from 'aws-lambda'
import * as z from 'zod'
import { handler as reference } from '../../functions/reference/handler'
import { principalFrom } from '../../shared/entry/principal'
import { batchHandler, queueHandler } from '../../shared/entry/queue'
import { scheduleHandler } from '../../shared/entry/schedule'
import { streamHandler } from '../../shared/entry/stream'
import { later, monday } from '../support/builders'

const context = {} as Context
const record = (messageId: string, body: unknown, attempt = 1) => ({
  ...{ messageId, body: typeof body === 'string' ? body : JSON.stringify(body) },
  attributes: {
    ApproximateReceiveCount: String(attempt),
    ApproximateFirstReceiveTimestamp: String(Date.parse(monday)),
  },
})
const batch = (...records: object[]) => ({ Records: records }) as unknown as SQSEvent

describe('a batch from a queue', () => {
  const seen: string[] = []
  const handler = queueHandler(
    z.object({ n: z.int() }),
    () => ({}),
    async (_, { message, now, messageId, attempt }) => {
      seen.push(`${messageId} ${message.n} ${attempt} ${now}`)
      if (message.n === 13) throw new Error('unlucky')
      return undefined
    },
  )
  beforeEach(() => seen.splice(0))

  test('is worked through in order, and only what failed comes again', async () => {
    const answer = await handler(batch(record('a', { n: 1 }), record('b', { n: 13 }), record('c', { n: 3 }, 2)))
    expect(seen).toEqual([`a 1 1 ${monday}`, `b 13 1 ${monday}`, `c 3 2 ${monday}`])
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'b' }] })
  })

  test('with what is no message of ours fails for that message alone', async () => {
    const answer = await handler(batch(record('a', 'not JSON'), record('b', { m: 1 }), record('c', { n: 1 })))
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'a' }, { itemIdentifier: 'b' }] })
  })

  test('that fails altogether says so of each message, and forgets it by the next batch', async () => {
    expect(await handler(batch(record('a', { n: 13 })))).toEqual({
      batchItemFailures: [{ itemIdentifier: 'a' }],
    })
    expect(await handler(batch(record('b', { n: 1 })))).toEqual({ batchItemFailures: [] })
  })
})

describe('a batch from a FIFO queue', () => {
  const done: number[] = []
  const handler = queueHandler(
    z.object({ n: z.number() }),
    () => ({}),
    async (_, { message }) => {
      if (message.n === 13) throw new Error('no')
      done.push(message.n)
      return undefined
    },
  )
  const inGroup = (group: string, id: string, body: unknown) => {
    const plain = record(id, body)
    return { ...plain, attributes: { ...plain.attributes, MessageGroupId: group } }
  }
  const failed = (...ids: string[]) => ({ batchItemFailures: ids.map(itemIdentifier => ({ itemIdentifier })) })

  test('stops in the group in which one failed, and goes on in the others', async () => {
    const answer = await handler(
      batch(
        ...[inGroup('x', 'a', { n: 1 }), inGroup('x', 'b', { n: 13 }), inGroup('y', 'c', { n: 2 })],
        inGroup('x', 'd', { n: 3 }),
      ),
    )
    expect([answer, done.splice(0)]).toEqual([failed('b', 'd'), [1, 2]])
  })

  test('does what stands before a message that cannot be read', async () => {
    const answer = await handler(
      batch(inGroup('x', 'a', { n: 1 }), inGroup('x', 'b', 'not JSON'), inGroup('x', 'c', { n: 2 })),
    )
    expect([answer, done.splice(0)]).toEqual([failed('b', 'c'), [1]])
  })
})

describe('a batch that is looked at whole', () => {
  const handler = batchHandler(
    z.object({ n: z.int() }),
    () => ({}),
    async (_, deliveries) => {
      const sum = deliveries.reduce((total, { message }) => total + message.n, 0)
      if (sum > 20) throw new Error('too much')
      return async ({ message }) => {
        if (message.n === 13) throw new Error('unlucky')
        return { share: message.n / sum }
      }
    },
  )

  test('is still worked through message by message', async () => {
    const answer = await handler(batch(record('a', { n: 1 }), record('b', { n: 13 }), record('c', 'not JSON')))
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'c' }, { itemIdentifier: 'b' }] })
  })

  test('comes again whole when that look fails', async () => {
    await expect(handler(batch(record('a', { n: 21 })))).rejects.toThrow('too much')
  })
})

describe('the empty event of a deploy', () => {
  const must = () => {
    throw new Error('nothing is to happen')
  }
  test('does nothing and is answered by every kind of entry', async () => {
    const handlers = [
      () => queueHandler(z.object({}), must, must)({}),
      () => streamHandler(must, must)({}),
      () => scheduleHandler(must, must)({}),
      () => reference({}, context),
    ]
    for (const handler of handlers) expect(await handler()).toEqual({ ok: true })
  })
})

test('a schedule runs at the instant that it names', async () => {
  const handler = scheduleHandler(
    () => ({}),
    async (_, at, until) => ({ at, until }),
  )
  expect(await handler({ at: '2026-03-09T01:00:00Z' })).toEqual({ at: monday, until: monday })
  const ahead = { at: monday, until: later(monday, { days: 1 }) }
  expect(await handler(ahead)).toEqual(ahead)
  await expect(handler({ at: 'now' })).rejects.toThrow()
  await expect(handler({ at: monday, until: 'for ever' })).rejects.toThrow()
})

describe('a token', () => {
  const clients = { staff: 's', storefront: 'f' }
  const claims = { sub: 'u-1', client_id: 's', 'cognito:groups': '[agent finance]' }

  test('of staff gives the roles of its groups', () => {
    expect(principalFrom(claims, undefined, clients)).toEqual({ kind: 'staff', id: 'u-1', roles: ['agent', 'finance'] })
  })

  test('of staff gives no role by a group that is none, nor by naming a customer', () => {
    const odd = { ...claims, 'cognito:groups': '[system customer admins]' }
    expect(principalFrom(odd, 'c-1', clients)).toEqual({ kind: 'staff', id: 'u-1', roles: [] })
  })

  test('of a storefront acts for the customer it names, and never as staff', () => {
    const storefront = { sub: 'f', client_id: 'f', 'cognito:groups': '[agent]' }
    expect(principalFrom(storefront, 'c-1', clients)).toEqual({ kind: 'storefront', id: 'f', customerId: 'c-1' })
  })

  test.each([
    ['none', undefined],
    ['of another client', { ...claims, client_id: 'x' }],
    ['of nobody', { client_id: 's' }],
    ['for identity, not access', { sub: 'u-1', aud: 's' }],
  ])('%s is refused', (_, odd) => {
    expect(() => principalFrom(odd, undefined, clients)).toThrow(expect.objectContaining({ kind: 'unauthenticated' }))
  })
})

describe('the API page', () => {
  const open = async (path: string) => {
    const event = {
      ...{
        version: '2.0',
        headers: {},
        requestContext: { requestId: 'r', timeEpoch: 0, http: { method: 'GET', path } },
      },
    }
    return (await reference(event as never, context)) as {
      statusCode: number
      headers: Record<string, string>
      body: string
    }
  }

  test('shows the whole contract, and fetches nothing from elsewhere', async () => {
    const page = await open('/')
    expect(page).toMatchObject({ statusCode: 200, headers: { 'content-type': 'text/html; charset=utf-8' } })
    expect(page.body).toContain('placeOrder')
    expect(page.body.replaceAll('http://www.w3.org', '')).not.toMatch(/(src|href)="https?:|@import|url\(/)
    expect(page.headers['content-security-policy']).toContain("default-src 'none'")
  })

  test('has a script that is one', async () => {
    const { body } = await open('/')
    const script = body.match(/<script>([\s\S]*)<\/script>/)?.[1] ?? ''
    expect(() => new Function(script)).not.toThrow()
  })

  test('has the contract beside it for machines', async () => {
    const document = await open('/openapi.json')
    expect(JSON.parse(document.body)).toMatchObject({ openapi: '3.1.1' })
  })
})
