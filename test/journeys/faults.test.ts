import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AwsError, type Input } from '../../infra/local/kernel'
import type { Fault, FaultRule } from '../../infra/local/lambda'
import type { World } from '../../infra/local/world'
import { aKey, anOrderRequest, aWorld, type Made, type Shop, shopIn, wholeWay } from '../support/journey'
import { aStory, type Ending, endings, keysOfMails, tell } from '../support/story'
import { staffed, ticketLives } from '../support/ticket-lives'

let world: World
let shop: Shop
beforeAll(async () => {
  world = await aWorld()
  shop = shopIn(world)
})
afterEach(() => world.faults(undefined))
afterAll(() => world.stop())

const instant = () => new Date(world.now()).toISOString()
/** Names a function as the template does: `orders` is `kefu-simulation-orders`. */
const called = (name: string) => `kefu-simulation-${name}`
/** The next calls of a function fail in these ways, and no call after them. */
const next = (name: string, ...faults: Fault[]): FaultRule => {
  const left = [...faults]
  return calledName => (calledName === called(name) ? left.shift() : undefined)
}

/** Courtesies wait for the morning (G-22): what is compared happens by day. */
async function byDay(): Promise<void> {
  const hour = new Date(world.now()).getUTCHours()
  if (hour >= 1 && hour < 9) return
  const day = instant().slice(0, 10)
  await world.advanceTo(new Date(Date.parse(`${day}T01:00:00Z`) + (hour < 1 ? 0 : 86_400_000)).toISOString())
}

/** One order that is delivered and one ticket that is resolved; hours pass, so that the clocks are looked at. */
async function told(title: string) {
  await byDay()
  const from = instant()
  const story = [...aStory(1, { kind: 'order', title }), ...aStory(2, { kind: 'ticket', title })]
  const cases = await tell(shop, story, from)
  await world.advance('PT4H')
  for (const { customerId } of cases) {
    const read = { as: 'agent' }
    const statuses = []
    while (statuses.length < 3 && statuses.at(-1) !== 200)
      statuses.push((await world.request('GET', `/v1/customers/${customerId}`, read)).status)
    expect(statuses.at(-1)).toBe(200)
  }
  world.faults(undefined)
  return endings(shop, story, cases)
}

describe('a house in which every function may fail', () => {
  let calm: readonly Ending[]
  beforeAll(async () => {
    calm = await told('calm')
  })

  const names = [
    ...[
      'intake',
      'tickets',
      'orders',
      'customers',
      'publication',
      'classification',
      'notifications',
      'mail-events',
      'dispatch',
    ],
    ...['workflow-starter', 'workflow-gate', 'workflow-releaser', 'sla-sweeper', 'sla-worker', 'figure-counter'],
  ]
  test.each(names)('ends its stories no otherwise when a call throws and the next loses its answer: %s', async name => {
    const errors = () => world.functions.uses.get(called(name))?.errors ?? 0
    const before = errors()
    world.faults(next(name, 'throw', 'timeout'))
    expect(await told(name)).toEqual(calm)
    expect(errors()).toBe(before + 2)
  })

  test('ends its stories no otherwise when every second call of every function throws, or loses its answer', async () => {
    const calls = new Map<string, number>()
    world.faults(name => {
      const call = calls.get(name) ?? 0
      calls.set(name, call + 1)
      return (['throw', undefined, 'timeout', undefined] as const)[call % 4]
    })
    expect(await told('every-second')).toEqual(calm)
  })

  test('leaves out no function that has a part in a story', () => {
    const daily = [called('workflow-reconciler')] // looks after what a story lost, once a day
    const met = [...world.functions.uses.keys()].filter(name => !daily.includes(name))
    expect(met.sort()).toEqual(names.map(called).sort())
  })

  test('brings whole lives of tickets to the same end, when whoever has a part in them throws and then loses an answer', async () => {
    await staffed(shop)
    const lived = async (title: string) => {
      await byDay()
      const story = ticketLives(6, title)
      const cases = await tell(shop, story, instant())
      await world.advance('PT1H')
      world.faults(undefined)
      return endings(shop, story, cases)
    }
    const undisturbed = await lived('calm-life')
    const hit = new Map<string, Fault[]>()
    const [calls, errors] = [new Set<string>(), (name: string) => world.functions.uses.get(name)?.errors ?? 0]
    const before = new Map([...world.functions.uses.keys()].map(name => [name, errors(name)]))
    world.faults(name => {
      calls.add(name)
      hit.set(name, hit.get(name) ?? ['throw', 'timeout'])
      return hit.get(name)?.shift()
    })
    expect(await lived('struck-life')).toEqual(undisturbed)
    const struck = [...calls].filter(name => errors(name) === (before.get(name) ?? 0) + 2)
    expect(struck).toEqual([...calls])
    expect(struck).toEqual(expect.arrayContaining(['links', 'attachments', 'attachment-scans', 'dispatch'].map(called)))
  })

  test('writes each notice once through all of that, and gives nothing up', () => {
    const keys = keysOfMails(shop)
    expect(keys).toHaveLength(new Set(keys).size)
    expect(world.deadLetters()).toEqual([])
  })

  test('tells a caller no more than that something is wrong, and the same key makes the case once', async () => {
    for (const fault of ['throw', 'timeout'] as const) {
      const [request, idempotencyKey] = [anOrderRequest(), aKey()]
      world.faults(next('orders', fault))
      const failed = await shop.asked('order', request, { idempotencyKey })
      expect(failed).toMatchObject({ status: 500, body: { message: 'Internal Server Error' } })
      const order = await shop.placed(request, { idempotencyKey })
      expect(shop.noticesOf(order).map(({ notice }) => notice)).toEqual(['N-08'])
    }
  })
})

describe('a mail of which nobody knows whether it was sent', () => {
  /** After SES has taken the next mail, its sender dies before it can write that down. */
  function dyingAfterSending() {
    const { iam } = world.kernel
    const authorize = iam.authorize
    let sent = false
    iam.authorize = (caller, access) => {
      if (sent && access.action === 'dynamodb:PutItem' && caller.principal.includes('notifications')) {
        iam.authorize = authorize
        throw new AwsError('AccessDeniedException', 'the sender has died')
      }
      sent ||= access.action === 'ses:SendRawEmail'
      authorize(caller, access)
    }
  }
  const noticesOf = (order: Made) => shop.noticesOf(order).map(({ notice }) => notice)

  test.each([
    ['N-08', []],
    ['N-11', ['approve', 'confirm_payment']],
  ] as const)('is confirmed by the event of SES, and does not come again: %s', async (notice, acts) => {
    const order = await shop.placed(undefined, { settle: false })
    await shop.did(order, ...acts.slice(0, -1))
    dyingAfterSending()
    await world.settle()
    await shop.did(order, ...acts.slice(-1))
    await world.advance('PT20M')
    expect(noticesOf(order).filter(each => each === notice)).toEqual([notice])
  })
})

describe('a classification that fails', () => {
  test('keeps nobody waiting: within a minute triage has the ticket, and what comes late still tells its team (R-DSP-06)', async () => {
    await byDay()
    world.faults(name => (name === called('classification') ? 'throw' : undefined))
    const ticket = await shop.opened()
    expect(await shop.stateOf(ticket)).toBe('received')
    await world.advance('PT1M')
    expect(await shop.seen(ticket)).toMatchObject({ state: 'classified', team: 'triage', priority: 'P2' })
    expect(await shop.list('ticket', 'team:triage')).toContain(ticket.number)
    world.faults(undefined)
    await world.advance('PT1M')
    expect(await shop.seen(ticket)).toMatchObject({ state: 'classified', team: 'logistics', priority: 'P3' })
    expect(await shop.historyOf(ticket)).toEqual(['TicketReceived', 'TicketTriaged', 'TicketClassified'])
    expect(shop.noticesOf(ticket).map(({ notice }) => notice)).toEqual(['N-01'])
  })
})

describe('time', () => {
  test('stands while a handler hangs, and goes on when it answers', async () => {
    world.faults(name => (name === called('notifications') ? 'hang' : undefined))
    const before = world.now()
    const order = await shop.placed(anOrderRequest(), { settle: false })
    const aDay = world.advance('P1D')
    await new Promise(resolve => setTimeout(resolve, 300))
    expect(world.now()).toBe(before)
    expect(shop.noticesOf(order)).toEqual([])
    world.faults(undefined)
    world.release()
    await aDay
    expect(shop.noticesOf(order)).toMatchObject([{ notice: 'N-08', at: new Date(before).toISOString() }])
    expect(world.now()).toBe(before + 86_400_000)
  })
})

describe('a message that nobody can handle', () => {
  /** In a FIFO queue each in a group of its own: it holds its group up, and must. */
  const sent = (queueArn: string, MessageBody: string) => {
    const { sqs } = world.services
    if (!queueArn.endsWith('.fifo')) return sqs.send(queueArn, MessageBody)
    const QueueUrl = world.kernel.template.find('AWS::SQS::Queue', queueArn)?.ref
    const [MessageGroupId, MessageDeduplicationId] = [String(MessageBody.length), MessageBody.replace(/\W/g, '-')]
    const input = { QueueUrl, MessageBody, MessageGroupId, MessageDeduplicationId }
    return sqs.api.operations.SendMessage?.run(input, { principal: 'a test' })
  }

  test('ends among the dead of its queue after as many attempts as that grants, and holds nothing else up', async () => {
    const queues = world.kernel.template
      .all('AWS::SQS::Queue')
      .filter(({ properties }) => properties.RedrivePolicy)
      .map(({ attributes, properties }) => `${attributes.Arn} ${properties.RedrivePolicy.maxReceiveCount}`)
    expect(queues).toHaveLength(9)
    const poison = ['no JSON', '{"another":"shape"}']
    const letters = queues.flatMap(queue => poison.map(body => `${queue} ${body}`)).sort()
    await byDay()
    for (const letter of letters) {
      const [queue = '', , ...body] = letter.split(' ')
      await sent(queue, body.join(' '))
    }
    const order = await shop.placed()
    await shop.did(order, ...wholeWay)
    expect(shop.gateOf(order)).toBe('SUCCEEDED')
    expect(shop.noticesOf(order)).toHaveLength(8)
    await world.advance('PT2H')
    const dead = world.deadLetters().map(({ diedIn, body, receives }) => `${diedIn} ${receives} ${body}`)
    expect(dead.sort()).toEqual(letters)
  })
})

describe('history that cannot be published', () => {
  test('is laid aside whole for people, and only that', async () => {
    let unlucky = ''
    world.faults((name, event) => {
      if (name !== called('publication')) return undefined
      const [first] = (event as Input).Records
      unlucky ||= first.dynamodb.Keys.PK.S
      return JSON.stringify(event).includes(unlucky) ? 'throw' : undefined
    })
    const bad = await shop.placed()
    expect(bad.id).toBe(unlucky)
    const good = await shop.placed()
    await world.advance('PT15M')
    expect(shop.noticesOf(good).map(({ notice }) => notice)).toEqual(['N-08'])
    expect(shop.noticesOf(bad)).toEqual([])
    const folder = join(world.kernel.folder, 's3')
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
      entry => entry.isFile() && entry.parentPath.includes('failed-batches'),
    )
    expect(files).toHaveLength(1)
    const { payload } = JSON.parse(readFileSync(join(files[0]?.parentPath ?? '', files[0]?.name ?? ''), 'utf8'))
    const { Records } = JSON.parse(payload)
    expect(Records.map((record: { dynamodb: { NewImage: object } }) => record.dynamodb.NewImage)).toMatchObject([
      { PK: { S: bad.id }, type: { S: 'OrderPlaced' } },
    ])
  })
})
