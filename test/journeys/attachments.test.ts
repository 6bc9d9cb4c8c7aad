import { AwsError } from '../../infra/local/kernel'
import { eicar } from '../../infra/local/services/guardduty'
import type { World } from '../../infra/local/world'
import { filesIn, png, posted } from '../support/attachments'
import { aCustomer, aKey, aTicketRequest, aWorld, type Shop, shopIn } from '../support/journey'

let world: World
let shop: Shop
beforeAll(async () => {
  world = await aWorld()
  shop = shopIn(world)
})
afterAll(() => world.stop())

async function aKnownCustomer() {
  const customer = aCustomer()
  const ticket = await shop.opened(aTicketRequest('?', { customer }))
  return {
    ticket,
    customer,
    own: { as: 'storefront', customer: ticket.customerId },
    ...filesIn(world, ticket.customerId),
  }
}
const codeOf = (text: string) => /<Code>(.*?)<\/Code>/.exec(text)?.[1]

describe('a customer brings a photo', () => {
  test('which waits before the checker, and is then had from another origin, as a download and in no other way', async () => {
    const { announce, read } = await aKnownCustomer()
    const { id, upload } = await announce()
    expect(upload.url.startsWith(world.objects)).toBe(true)
    expect((await posted(upload, png)).status).toBe(204)
    expect((await read(id, { as: 'agent', settle: false })).state).toBe('pending')
    await world.settle()
    const { state, download } = await read(id)
    expect([state, new URL(download.url).origin]).toEqual(['clean', world.objects])
    expect(world.objects).not.toBe(world.endpoint)
    const answer = await fetch(download.url)
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(png)
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename*=UTF-8''${encodeURIComponent('照片.png')}`,
    )
    expect(answer.headers.get('content-type')).toBe('image/png')
    await world.advance('PT6M')
    expect(codeOf(await (await fetch(download.url)).text())).toBe('AccessDenied')
  })

  test('which goes with a ticket and with an answer, and is seen in the conversation', async () => {
    const { ticket, customer, own, bring } = await aKnownCustomer()
    const id = await bring()
    const next = await shop.opened(aTicketRequest('包裹破了，照片在附件。', { customer, attachments: [id] }), own)
    const file = { name: '照片.png', type: 'image/png', bytes: png.length, by: 'customer', state: 'clean' }
    expect((await shop.seen(next)).messages).toMatchObject([{ attachments: [{ id, ...file }] }])

    const later = await bring()
    await world.post(`/v1/tickets/${next.id}/messages`, { ...own, body: { text: '还有一张。', attachments: [later] } })
    expect((await shop.seen(next)).messages.at(-1).attachments).toMatchObject([{ id: later, ...file }])

    const agent = { as: 'agent', subject: aKey() }
    const byAgent = await bring(Buffer.from('%PDF-1.7 ...'), { name: '说明.pdf', type: 'application/pdf' }, agent)
    expect((await filesIn(world, ticket.customerId).tried(byAgent, own)).status).toBe(404)
    await shop.tried(next, 'take', agent)
    const reply = await shop.tried(next, 'respond', { ...agent, body: { text: '请看说明。', attachments: [byAgent] } })
    expect(reply.status).toBe(200)
    const { body } = await shop.readBy(next, next.customerId)
    expect(body.messages.at(-1).attachments).toMatchObject([{ id: byAgent, by: 'staff', name: '说明.pdf' }])
    expect((await filesIn(world, ticket.customerId).read(byAgent)).download.url).toMatch(/^http/)
  })

  test('which stays because a message took it, and goes for good with its destroyed ticket (F-34)', async () => {
    const { customer, own, bring, read } = await aKnownCustomer()
    const [taken, left] = [await bring(), await bring()]
    const ticket = await shop.opened(aTicketRequest('照片在附件。', { customer, attachments: [taken] }), own)
    const bucket = 'kefu-simulation-attachments-000000000000'
    const kept = (id: string) => world.services.s3.object(bucket, `${ticket.customerId}/${id}`)?.object
    expect(kept(taken)).not.toHaveProperty('tags')
    expect(kept(left)).toMatchObject({ tags: { message: 'none' } })
    const { url } = (await read(taken)).download
    const queue = world.kernel.template
      .all('AWS::SQS::Queue')
      .find(({ properties }) => properties.QueueName === 'kefu-simulation-attachment-scans')!
    const tidings = JSON.stringify({ caseId: ticket.id, destroyed: [taken] })
    await world.services.sqs.send(queue.attributes.Arn!, tidings)
    await world.settle()
    expect([kept(taken), (await fetch(url)).status]).toEqual([undefined, 403])
    expect(world.deadLetters()).toEqual([])
  })

  test('whose name and content are in no head, no history, no queue and no log', async () => {
    const { bring, ticket } = await aKnownCustomer()
    await bring(png, { name: '王小明的收据.png' })
    expect(world.journal()).not.toContain('王小明')
    expect(JSON.stringify(await shop.seen(ticket))).not.toContain('王小明')
  })
})

describe('what is no photo never comes out of quarantine', () => {
  test.each([
    ['the test file of EICAR', Buffer.from(eicar()), { name: 'a.txt', type: 'text/plain' }, 'threat'],
    ['a photo with it inside', Buffer.concat([png, Buffer.from(eicar())]), {}, 'threat'],
    ['a program', Buffer.from('MZ\x90\x00\x03', 'latin1'), {}, 'type'],
    ['a page', Buffer.from('<html><script>alert(1)</script>'), {}, 'type'],
    ['a locked archive', Buffer.from([0x50, 0x4b, 3, 4, 20, 0, 1, 0, 0, 0]), {}, 'not_checked'],
  ])('%s', async (_, file, fields, because) => {
    const { bring, read, customer, own } = await aKnownCustomer()
    const id = await bring(file, fields)
    const view = await read(id)
    expect([view.state, view.because, view.download]).toEqual(['refused', because, undefined])
    const sent = await shop.asked('ticket', aTicketRequest('?', { customer, attachments: [id] }), own)
    expect(sent).toMatchObject({ status: 422, body: { errors: [{ path: 'attachments' }] } })
  })
})

describe('the form takes what was announced and nothing else', () => {
  test.each([
    ['one byte more', Buffer.concat([png, Buffer.from('x')]), {}, 'EntityTooLarge'],
    ['one byte less', png.subarray(1), {}, 'EntityTooSmall'],
    ['another type', png, { 'Content-Type': 'text/html' }, 'AccessDenied'],
    ['a place of another customer', png, { key: 'another/attachment' }, 'AccessDenied'],
    [
      'a policy of one’s own',
      png,
      { Policy: btoa(JSON.stringify({ expiration: '2099-01-01', conditions: [] })) },
      'SignatureDoesNotMatch',
    ],
  ])('not %s', async (_, file, more, code) => {
    const { announce, read } = await aKnownCustomer()
    const { id, upload } = await announce()
    expect(codeOf((await posted(upload, file, more)).text)).toBe(code)
    await world.settle()
    expect((await read(id)).state).toBe('pending')
  })

  test('not after a quarter of an hour; the same request gives another form for the same file', async () => {
    const { own, ticket, read } = await aKnownCustomer()
    const request = { ...own, idempotencyKey: aKey(), body: { name: 'a.png', type: 'image/png', bytes: png.length } }
    const path = `/v1/customers/${ticket.customerId}/attachments`
    const first = await world.post(path, request)
    await world.advance('PT16M')
    const { status, text } = await posted(first.upload, png)
    expect([status, codeOf(text)]).toEqual([403, 'AccessDenied'])
    expect(text).toContain('Policy expired')
    const second = await world.post(path, request)
    expect(second.id).toBe(first.id)
    expect((await posted(second.upload, png)).status).toBe(204)
    await world.settle()
    expect((await read(first.id)).state).toBe('clean')
  })

  test('and ten megabytes exactly, never a byte more', async () => {
    const { announce, bring, read } = await aKnownCustomer()
    const most = 10 * 1024 * 1024
    const id = await bring(Buffer.concat([png, Buffer.alloc(most - png.length, 'x')]))
    expect(await read(id)).toMatchObject({ state: 'clean', bytes: most })
    await expect(announce({}, undefined, most + 1)).rejects.toThrow(/answered 400.*bytes/)
  })
})

describe('a customer’s token', () => {
  test('reads nobody else’s attachment by any route, and sends none along', async () => {
    const [one, other] = [await aKnownCustomer(), await aKnownCustomer()]
    const id = await one.bring()
    const theirs = `/v1/customers/${one.ticket.customerId}/attachments`
    const paths = [`${theirs}/${id}`, `/v1/customers/${other.ticket.customerId}/attachments/${id}`]
    for (const path of paths) expect((await world.request('GET', path, other.own)).status).toBe(404)
    const body = { name: 'a.png', type: 'image/png', bytes: 1 }
    const brought = await world.request('POST', theirs, { ...other.own, idempotencyKey: aKey(), body })
    expect(brought.status).toBe(404)
    const request = aTicketRequest('?', { customer: other.customer, attachments: [id] })
    expect((await shop.asked('ticket', request, other.own)).status).toBe(422)
    expect((await one.read(id)).state).toBe('clean')
  })

  test('sends along at most ten, each of them once, and none that went with another message', async () => {
    const { bring, customer, own } = await aKnownCustomer()
    const ids: string[] = []
    for (let n = 0; n < 11; n++) ids.push(await bring())
    const asked = (attachments: readonly string[]) =>
      shop.asked('ticket', aTicketRequest('?', { customer, attachments }), own)
    expect((await asked(ids)).status).toBe(400)
    expect((await asked([ids[0]!, ids[0]!])).status).toBe(400)
    expect((await asked(ids.slice(0, 10))).status).toBe(201)
    expect((await asked(ids.slice(9))).status).toBe(422)
    expect((await asked(ids.slice(10))).status).toBe(201)
  })

  test('is not let in by the name of a file in the address of another', async () => {
    const [one, other] = [await aKnownCustomer(), await aKnownCustomer()]
    const [id, own] = [await one.bring(), await other.bring()]
    const { download } = await other.read(own)
    const swapped = download.url.replace(`${other.ticket.customerId}/${own}`, `${one.ticket.customerId}/${id}`)
    expect(codeOf(await (await fetch(swapped)).text())).toBe('SignatureDoesNotMatch')
  })
})

test('a judge that dies between the copy and the record does both again; scans may come twice and in any order', async () => {
  const unruly = await aWorld({ unruly: true, seed: 'attachments' })
  try {
    const there = shopIn(unruly)
    const { customerId } = await there.opened()
    const { bring, read } = filesIn(unruly, customerId)
    let deaths = 0
    const { iam } = unruly.kernel
    const { authorize } = iam
    iam.authorize = (caller, access) => {
      const records = caller.principal.includes('attachmentscans') && access.action === 'dynamodb:PutItem'
      if (records && deaths++ < 2) throw new AwsError('AccessDeniedException', 'killed by a test')
      authorize(caller, access)
    }
    const [clean, threat] = [await bring(), await bring(Buffer.from(eicar()), { name: 'a.txt', type: 'text/plain' })]
    await unruly.advance('PT15M')
    expect(deaths).toBeGreaterThan(2)
    expect([(await read(clean)).state, (await read(threat)).state]).toEqual(['clean', 'refused'])
    expect(unruly.deadLetters()).toEqual([])
  } finally {
    await unruly.stop()
  }
})
