import { judgeAttachment } from '../../functions/attachments/judge-attachment'
import { settleFiles } from '../../functions/attachments/settle-files'
import { eicar } from '../../infra/local/services/guardduty'
import { type Api, apiOf, aRequest, newKey } from '../support/api'
import { type Engine, startEngine } from '../support/engine'
import { type House, openHouse } from '../support/ports'

let engine: Engine
let house: House
let api: Api
let customerId: string
beforeAll(async () => {
  engine = await startEngine()
})
afterAll(() => engine.stop())
beforeEach(async () => {
  house = await openHouse(engine)
  api = apiOf(house)
  customerId = (await api.storefront().post('/v1/tickets', aRequest(), { headers: newKey() })).body.customerId
})

const png = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex')
const file = (fields: object = {}) => ({ name: '照片.png', type: 'image/png', bytes: png.length, ...fields })
const path = () => `/v1/customers/${customerId}/attachments`
const bring = (
  fields: object = {},
  headers: Readonly<Record<string, string>> = newKey(),
  desk = api.storefront(customerId),
) => desk.post(path(), file(fields), { headers })
const read = (id: string, desk = api.storefront(customerId)) => desk.get(`${path()}/${id}`)

const now = '2026-03-09T01:05:00.000Z'
const judged = (id: string, result: string, tag = '1') =>
  judgeAttachment(house, { message: { key: `${customerId}/${id}`, tag, result }, now, messageId: 'm', attempt: 1 })
const brought = async (bytes: Buffer = png, fields: object = {}) => {
  const { id } = (await bring(fields)).body
  house.files.upload(`${customerId}/${id}`, bytes)
  return id as string
}

describe('an attachment is announced (F-29)', () => {
  test('and answered with a form for exactly this file, and how it stands', async () => {
    const { status, body } = await bring()
    expect([status, body]).toMatchObject([
      201,
      {
        ...{ name: '照片.png', type: 'image/png', bytes: png.length, by: 'customer', state: 'pending' },
        upload: {
          fields: {
            key: `${customerId}/${body.id}`,
            'Content-Type': 'image/png',
            bytes: String(png.length),
            seconds: '900',
          },
          expiresAt: '2026-03-09T01:15:00.000Z',
        },
      },
    ])
    expect((await read(body.id)).body).toEqual({ ...body, upload: undefined })
  })

  test('once by the same request, with another form; another request under its key is refused', async () => {
    const key = newKey()
    const first = await bring({}, key)
    expect((await bring({}, key)).body.id).toBe(first.body.id)
    expect((await bring({ bytes: 5 }, key)).status).toBe(422)
    await judged(first.body.id, 'THREATS_FOUND')
    const after = await bring({}, key)
    expect([after.status, after.body.state, after.body.upload]).toEqual([201, 'refused', undefined])
  })

  test.each<[string, object, string]>([
    ['one byte more than 10 MB', { bytes: 10 * 1024 * 1024 + 1 }, 'bytes'],
    ['no bytes', { bytes: 0 }, 'bytes'],
    ['a type that is not taken', { type: 'text/html', name: 'a.html' }, 'type'],
    ['a drawing that may hold a script', { type: 'image/svg+xml', name: 'a.svg' }, 'type'],
    ['a name that ends otherwise', { name: 'photo.png.exe' }, 'name'],
    ['a name with a path', { name: '../photo.png' }, 'name'],
    ['a name that is written backwards', { name: 'exe.\u202egnp.png' }, 'name'],
    ['a name of two lines', { name: 'a\n.png' }, 'name'],
    ['no name', { name: ' ' }, 'name'],
    ['an unknown field', { folder: 'x' }, 'folder'],
  ])('but not with %s, and then nothing is written', async (_, fields, field) => {
    const before = await house.everything()
    const { status, body } = await bring(fields)
    expect([status, [...new Set(body.errors.map((error: { path: string }) => error.path))]]).toEqual([400, [field]])
    expect(await house.everything()).toEqual(before)
  })

  test('for customers by themselves, by agents and supervisors for any customer there is, and by nobody else (R-CUS-09)', async () => {
    expect((await bring({}, newKey(), api.storefront('another'))).status).toBe(404)
    expect((await bring({}, newKey(), api.staff('finance'))).status).toBe(403)
    expect((await bring({}, newKey(), api.staff('agent'))).body).toMatchObject({ by: 'staff', state: 'pending' })
    const nowhere = await api.staff('agent').post('/v1/customers/nobody/attachments', file(), { headers: newKey() })
    expect(nowhere.status).toBe(404)
  })
})

describe('an attachment is judged', () => {
  test('clean, kept, and to be had as a download from elsewhere for some minutes', async () => {
    const id = await brought()
    expect(await judged(id, 'NO_THREATS_FOUND')).toEqual({ outcome: 'clean' })
    const { body } = await read(id)
    expect(body).toMatchObject({ state: 'clean', download: { expiresAt: '2026-03-09T01:05:00.000Z' } })
    expect(body.download.url).toMatch(/^https:\/\/files\.test\//)
    expect(house.files.kept.get(`${customerId}/${id}`)).toEqual(png)
  })

  test.each([
    ['THREATS_FOUND', Buffer.from(eicar()), 'threat'],
    ['UNSUPPORTED', png, 'not_checked'],
    ['ACCESS_DENIED', png, 'not_checked'],
    ['FAILED', png, 'not_checked'],
    ['NO_THREATS_FOUND', Buffer.from('MZ\x90\x00\x03\x00'), 'type'],
    ['NO_THREATS_FOUND', Buffer.from('<html><script>'), 'type'],
    ['NO_THREATS_FOUND', Buffer.from('%PDF-1.7\n'), 'type'],
    ['NO_THREATS_FOUND', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]), 'type'],
  ])('refused after %s, and nobody can have it', async (result, bytes, because) => {
    const id = await brought(bytes)
    expect(await judged(id, result)).toEqual({ outcome: 'refused', because })
    const { body } = await read(id)
    expect([body.state, body.because, body.download]).toEqual(['refused', because, undefined])
    expect(house.files.kept.size).toBe(0)
  })

  test.each([
    ['text/plain', 'a.txt', Buffer.from('快递单号 SF1040289377130\r\n'.repeat(200)), 'clean'],
    ['text/plain', 'a.txt', Buffer.from([0xc4, 0xe3, 0xba, 0xc3]), 'refused'],
    ['text/plain', 'a.txt', Buffer.from('a\x00b'), 'refused'],
    ['application/pdf', 'a.pdf', Buffer.from('%PDF-1.7\n'), 'clean'],
    ['image/gif', 'a.gif', Buffer.from('GIF89a\x01\x00\x01\x00'), 'clean'],
    ['image/webp', 'a.webp', Buffer.from('RIFF\x24\x00\x00\x00WEBPVP8 '), 'clean'],
    ['image/heic', 'a.heic', Buffer.from('\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic'), 'clean'],
    ['video/mp4', 'a.mp4', Buffer.from('\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom'), 'clean'],
    ['video/quicktime', 'a.mov', Buffer.from('\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00qt  '), 'clean'],
  ])('by its content: %s as %s', async (type, name, bytes, outcome) => {
    const id = await brought(bytes, { type, name, bytes: bytes.length })
    expect(await judged(id, 'NO_THREATS_FOUND')).toMatchObject({ outcome })
  })

  test('once: whatever comes later, again or in another order, changes nothing', async () => {
    const id = await brought()
    await judged(id, 'NO_THREATS_FOUND')
    const before = await house.everything()
    expect(await judged(id, 'THREATS_FOUND')).toEqual({ outcome: 'known' })
    expect(await judged(id, 'NO_THREATS_FOUND')).toEqual({ outcome: 'known' })
    expect(await house.everything()).toEqual(before)
  })

  test('by the version that the checker saw: what was put there since waits for its own word', async () => {
    const id = await brought()
    house.files.upload(`${customerId}/${id}`, Buffer.from(eicar()), '2')
    expect(await judged(id, 'NO_THREATS_FOUND', '1')).toEqual({ outcome: 'gone' })
    expect((await read(id)).body.state).toBe('pending')
    expect(await judged(id, 'THREATS_FOUND', '2')).toMatchObject({ outcome: 'refused' })
    expect(house.files.kept.size).toBe(0)
  })

  test('also when its judge died between the copy and the record', async () => {
    const id = await brought()
    const dying = { ...house, attachments: { ...house.attachments, judge: () => Promise.reject(new Error('killed')) } }
    const message = { key: `${customerId}/${id}`, tag: '1', result: 'NO_THREATS_FOUND' }
    await expect(judgeAttachment(dying, { message, now, messageId: 'm', attempt: 1 })).rejects.toThrow('killed')
    expect((await read(id)).body).toMatchObject({ state: 'pending' })
    expect(await judged(id, 'NO_THREATS_FOUND')).toEqual({ outcome: 'clean' })
  })

  test.each(['malware-protection-resource-validation-object', 'c/unknown'])(
    'never, if nobody announced it: %s',
    async key => {
      const message = { key, tag: '1', result: 'NO_THREATS_FOUND' }
      const outcome = await judgeAttachment(house, { message, now, messageId: 'm', attempt: 1 })
      expect(outcome).toEqual({ outcome: 'unknown' })
    },
  )
})

describe('an attachment is read', () => {
  test('by its customer and by staff who talk to customers, of whom it is recorded (R-CUS-09); by nobody else', async () => {
    const id = await brought()
    expect((await read(id, api.storefront('another'))).status).toBe(404)
    expect((await read(id, api.staff('warehouse'))).status).toBe(403)
    expect((await read(id, api.staff('agent'))).status).toBe(200)
    const { body } = await api.staff('supervisor').get(`/v1/customers/${customerId}/accesses`)
    expect(body.items).toMatchObject([{ what: 'attachment', operation: 'readAttachment', by: 'agent-1' }])
  })

  test('under the name of its own customer only', async () => {
    const id = await brought()
    const other = aRequest({ customer: { accountId: 'shop-2', email: 'other@example.com' } })
    const { body } = await api.storefront().post('/v1/tickets', other, { headers: newKey() })
    const theirs = `/v1/customers/${body.customerId}/attachments/${id}`
    expect((await api.storefront(body.customerId).get(theirs)).status).toBe(404)
    expect((await api.staff('agent').get(theirs)).status).toBe(404)
  })

  test('of staff, by the customer, only once it was sent to them', async () => {
    const { id } = (await bring({}, newKey(), api.staff('agent'))).body
    expect((await read(id)).status).toBe(404)
    expect((await read(id, api.staff('agent'))).status).toBe(200)
  })
})

describe('what no message took', () => {
  const item = async (id: string) =>
    (await engine.items(house.tables.customers)).find(({ SK }) => SK === `ATTACHMENT#${id}`)
  const forgotten = Date.parse('2026-03-16T01:00:00.000Z') / 1000

  test('is forgotten after seven days, also when it was judged, and until then kept for some days only', async () => {
    const [clean, refused] = [await brought(), await brought(Buffer.from('MZ'))]
    await judged(clean, 'NO_THREATS_FOUND')
    await judged(refused, 'NO_THREATS_FOUND')
    for (const id of [clean, refused]) expect(await item(id)).toMatchObject({ expiresAt: forgotten })
    expect(house.files.passing).toEqual(new Set([`${customerId}/${clean}`]))
  })

  test.each(['before', 'after'])('stays once it is part of a message, that came %s the checker’s word', async order => {
    const id = await brought()
    const ask = () =>
      api.storefront(customerId).post('/v1/tickets', aRequest({ attachments: [id] }), { headers: newKey() })
    const judge = () => judged(id, 'NO_THREATS_FOUND')
    const caseId = (await (order === 'before' ? ask() : judge().then(ask))).body.id
    const tidings = { message: { caseId, attached: [id] }, now, messageId: 'm', attempt: 1 }
    expect(await settleFiles(house, tidings)).toEqual({ staying: order === 'before' ? 0 : 1 })
    if (order === 'before') await judge()
    expect(await item(id)).not.toHaveProperty('expiresAt')
    expect(house.files.passing.size).toBe(0)
    expect((await read(id)).body.download).toBeDefined()
  })

  test('of a destroyed ticket goes from both rooms, however often it is told (T19, F-34)', async () => {
    const id = await brought()
    await judged(id, 'NO_THREATS_FOUND')
    const { body } = await api.storefront(customerId).post('/v1/tickets', aRequest(), { headers: newKey() })
    const tidings = { message: { caseId: body.id, destroyed: [id] }, now, messageId: 'm', attempt: 1 }
    for (let times = 0; times < 2; times++) expect(await settleFiles(house, tidings)).toEqual({ destroyed: 1 })
    expect([...house.files.kept.keys()]).toEqual([])
    expect(await house.files.beginning({ customerId, id }, '1')).toBe('gone')
  })
})

describe('a message brings attachments along', () => {
  const asked = (attachments: readonly string[], desk = api.storefront(customerId)) =>
    desk.post('/v1/tickets', aRequest({ attachments }), { headers: newKey() })
  const agent = () => api.staff('agent')
  const replied = async (attachments: readonly string[], headers: Readonly<Record<string, string>> = {}) => {
    const { id } = (await api.storefront().post('/v1/tickets', aRequest(), { headers: newKey() })).body
    await agent().post(`/v1/tickets/${id}/take`)
    return agent().post(`/v1/tickets/${id}/replies`, { text: '请看附件。', attachments }, { headers })
  }

  test('that history tells of by their ids, and the customer’s file by the message', async () => {
    const id = await brought()
    const { body } = await asked([id])
    const [line] = await house.cases.history(body.id)
    expect(line?.data.message).toMatchObject({ from: 'customer', attachments: [id] })
    const kept = await house.attachments.get(customerId, id)
    expect(kept?.state).toBe('pending')
    expect(line?.data.message).toMatchObject({ contentId: kept?.contentId })
    expect(await judged(id, 'NO_THREATS_FOUND')).toEqual({ outcome: 'clean' })
    expect(await house.attachments.get(customerId, id)).toMatchObject({ contentId: kept?.contentId, state: 'clean' })
  })

  test('once, however often the request comes', async () => {
    const [id, headers] = [await brought(), newKey()]
    const ask = () => api.storefront(customerId).post('/v1/tickets', aRequest({ attachments: [id] }), { headers })
    const first = await ask()
    expect((await ask()).body).toEqual(first.body)
  })

  test('of one’s own, whether one is a customer or a member of staff', async () => {
    const [theirs, ours] = [await brought(), (await bring({}, newKey(), agent())).body.id]
    const another = api.bearing({ sub: 'agent-2', client_id: 'staff-client', 'cognito:groups': '[agent]' })
    const { id: anothers } = (await bring({}, newKey(), another)).body
    expect((await asked([ours])).status).toBe(422)
    for (const id of [theirs, anothers]) expect((await replied([id])).status).toBe(422)
    expect((await replied([ours])).status).toBe(200)
    expect((await read(ours)).status).toBe(200)
  })

  test.each<[string, () => Promise<readonly string[]>, number]>([
    ['eleven', async () => Array.from({ length: 11 }, (_, n) => `a-${n}`), 400],
    ['one twice', async () => ['a', 'a'], 400],
    ['none, named as such', async () => [], 400],
    ['one that nobody announced', async () => ['unknown'], 422],
    [
      'one that was refused',
      async () => {
        const id = await brought()
        await judged(id, 'THREATS_FOUND')
        return [id]
      },
      422,
    ],
    [
      'one of another message',
      async () => {
        const id = await brought()
        await asked([id])
        return [id]
      },
      422,
    ],
  ])('but not %s, and then nothing is said at all', async (_, make, status) => {
    const ids = await make()
    const before = await house.everything()
    const answer = await asked(ids)
    expect(answer.status).toBe(status)
    expect(answer.body.errors[0].path).toMatch(/^attachments/)
    expect(await house.everything()).toEqual(before)
  })
})
