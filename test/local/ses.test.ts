import { existsSync, readFileSync } from 'node:fs'
import {
  ConfigurationSetDoesNotExistException,
  MessageRejected,
  SESClient,
  SendRawEmailCommand,
} from '@aws-sdk/client-ses'
import MailComposer from 'nodemailer/lib/mail-composer'
import type { Input } from '../../infra/local/kernel'
import { pathsOutside } from '../../infra/local/paths'
import type { ServiceEvent } from '../../infra/local/services/events'
import { createSes, type SendingLimits, sesTypes } from '../../infra/local/services/ses'
import type { Envelope } from '../../infra/local/services/ses-headers'
import { clientOf, serving } from './support/endpoint-world'
import { account, aResource, type FakeOptions, fakeKernel } from './support/fake-kernel'

const resources = [
  aResource(sesTypes, 'AWS::SES::EmailIdentity', 'Domain', { EmailIdentity: 'shop.example' }),
  aResource(sesTypes, 'AWS::SES::ConfigurationSet', 'Set', {
    ...{ Name: 'kefu', SuppressionOptions: { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] } },
  }),
  aResource(sesTypes, 'AWS::SES::ConfigurationSetEventDestination', 'Sent', {
    ConfigurationSetName: 'kefu',
    EventDestination: {
      Enabled: true,
      EventBridgeDestination: { EventBusArn: `arn:aws:events:${account.region}:${account.id}:event-bus/default` },
      MatchingEventTypes: ['send'],
    },
  }),
]
const sender = 'service@shop.example'

async function start(limits: SendingLimits = {}, options: FakeOptions = {}, kept: readonly string[] = []) {
  const kernel = fakeKernel({ resources, ...options })
  const told: ServiceEvent[] = []
  const taken: Envelope[] = []
  const own = {
    takes: (address: string) => address === `help@shop.example`,
    receive(envelope: Envelope) {
      taken.push(envelope)
      return 'an-id'
    },
  }
  const ses = createSes(kernel, { put: event => void told.push(event) }, own, limits)
  kernel.restore(kept)
  await ses.start?.()
  const send = async (input: Input = {}, raw: string | Buffer = aMail()): Promise<Input> => {
    const { authorize, run } = ses.api.operations.SendRawEmail!
    const whole = {
      Source: sender,
      Destinations: ['li@example.com'],
      RawMessage: { Data: Buffer.from(raw).toString('base64') },
      ConfigurationSetName: 'kefu',
      ...input,
    }
    authorize(whole)
    return run(whole, { principal: 'tester' })
  }
  return { kernel, ses, told, taken, send, seconds: (count: number) => kernel.advance(count * 1_000) }
}

const aMail = (fields: Record<string, string> = {}, body = 'Hello\r\n') => {
  const all = { From: `Shop <${sender}>`, To: 'li@example.com', Subject: 'Hello', ...fields }
  const head = Object.entries(all).filter(([, value]) => value !== '')
  return `${head.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`
}

/** The same, told of all that becomes of a mail. */
const hearing = [
  ...resources.slice(0, 2),
  aResource(sesTypes, 'AWS::SES::ConfigurationSetEventDestination', 'All', {
    ConfigurationSetName: 'kefu',
    EventDestination: {
      Enabled: true,
      EventBridgeDestination: { EventBusArn: `arn:aws:events:${account.region}:${account.id}:event-bus/default` },
      MatchingEventTypes: ['send', 'delivery', 'deliveryDelay', 'bounce', 'complaint', 'reject'],
    },
  }),
]

const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => 'accepted',
    ({ code, message }) => ({ code, message }),
  )

describe('an accepted mail', () => {
  test('comes in again where it is for an address of the shop itself, and is the shop’s own', async () => {
    const { send, taken, ses } = await start()
    await send({ Destinations: ['li@example.com', 'help@shop.example'] })
    expect(taken).toEqual([{ from: sender, to: ['help@shop.example'], authenticatedAs: sender }])
    expect(ses.mails()).toHaveLength(1)
  })

  test('is read as its recipient reads it', async () => {
    const { ses, send, kernel } = await start()
    const mail = {
      from: { name: '客服', address: sender },
      to: 'li@example.com',
      subject: '您的订单',
      text: '你好',
      html: '<p>你好</p>',
    }
    const raw = await new MailComposer(mail).compile().build()
    const { MessageId } = await send({ Tags: [{ Name: 'notice', Value: 'N-01' }] }, raw)
    expect(ses.mails()).toMatchObject([
      {
        id: MessageId,
        at: kernel.clock.now(),
        from: `客服 <${sender}>`,
        to: ['li@example.com'],
        subject: '您的订单',
        text: '你好',
        html: '<p>你好</p>',
        tags: { notice: 'N-01' },
      },
    ])
  })

  test('leaves with the Message-ID and Date of SES, and without Bcc', async () => {
    const { ses, send, kernel } = await start()
    const fields = {
      'Message-ID': '<mine@shop.example>',
      Date: 'Thu, 01 Jan 1970 00:00:00 +0000',
      Bcc: 'boss@example.com',
    }
    const { MessageId } = await send({}, aMail(fields))
    const headers = Object.fromEntries(ses.mails()[0]!.headers.map(({ name, value }) => [name, value]))
    expect(headers['Message-ID']).toBe(`<${MessageId}@cn-north-1.amazonses.com>`)
    expect(headers.Date).toBe('Mon, 05 Jan 2026 01:00:00 +0000')
    expect(headers).not.toHaveProperty('Bcc')
    expect(readFileSync(`${kernel.folder}/mails/${MessageId}.eml`, 'utf8')).toContain('\r\n\r\nHello\r\n')
  })

  test('is told as an event once, and told again when a kill came before that', async () => {
    const before = await start()
    const { MessageId } = await before.send({ Tags: [{ Name: 'notice', Value: 'N-01' }] })
    const cut = [before.kernel.lines.slice(), before.kernel.compacted()]
    await before.seconds(0)
    expect(before.told).toMatchObject([
      {
        ...{ source: 'aws.ses', 'detail-type': 'Email Sent' },
        detail: { eventType: 'Send', mail: { messageId: MessageId, tags: { notice: ['N-01'] } } },
      },
    ])
    const whole = [before.kernel.lines, before.kernel.compacted()]
    for (const [kept, times] of [...cut.map(kept => [kept, 1] as const), ...whole.map(kept => [kept, 0] as const)]) {
      const after = await start({}, { folder: before.kernel.folder }, kept)
      await after.seconds(0)
      expect(after.told).toHaveLength(times)
    }
  })

  test('outlives a kill, and the compaction of the journal', async () => {
    const before = await start()
    await before.send({ Tags: [{ Name: 'notice', Value: 'N-01' }] })
    for (const kept of [before.kernel.lines, before.kernel.compacted()]) {
      const after = await start({}, { folder: before.kernel.folder }, kept)
      expect(after.ses.mails()).toMatchObject([{ subject: 'Hello', text: 'Hello\n', tags: { notice: 'N-01' } }])
    }
  })
})

describe('a sender', () => {
  test.each([
    ['an address of a verified domain', 'other@shop.example'],
    ['a subdomain of it', 'news@mail.shop.example'],
    ['other letters of it', 'Service@Shop.Example'],
  ])('may be %s', async (_, Source) => {
    const { send } = await start()
    expect(await send({ Source }, aMail({ From: Source }))).toHaveProperty('MessageId')
  })

  test('that is not verified is rejected, by Source and by header', async () => {
    const { send, ses, kernel } = await start()
    expect(
      await refusal(send({ Source: 'me@evil-shop.example' }, aMail({ From: 'Boss <boss@other.example>' }))),
    ).toEqual({
      code: 'MessageRejected',
      message:
        'Email address is not verified. The following identities failed the check in region CN-NORTH-1: me@evil-shop.example, boss@other.example',
    })
    expect(ses.mails()).toEqual([])
    expect(kernel.lines).toEqual([])
    expect(existsSync(`${kernel.folder}/mails`)).toBe(true)
  })

  test('needs the right to its identity and to its configuration set', async () => {
    const { ses } = await start()
    const input = {
      Source: sender,
      Destinations: ['li@example.com'],
      RawMessage: { Data: Buffer.from(aMail()).toString('base64') },
      ConfigurationSetName: 'kefu',
    }
    const context = { 'ses:FromAddress': sender, 'ses:Recipients': ['li@example.com'] }
    expect(ses.api.operations.SendRawEmail!.authorize(input)).toEqual([
      { action: 'ses:SendRawEmail', resource: 'arn:aws:ses:cn-north-1:000000000000:identity/shop.example', context },
      { action: 'ses:SendRawEmail', resource: 'arn:aws:ses:cn-north-1:000000000000:configuration-set/kefu', context },
    ])
  })
})

describe('a mail is refused', () => {
  const long = (count: number) => Array.from({ length: count }, (_, index) => `c${index}@example.com`)

  test.each<[string, Input, string | Buffer, string, string]>([
    ['from nobody', {}, aMail({ From: '' }), 'InvalidParameterValue', "Missing required header 'From'."],
    [
      'to an address without a domain',
      { Destinations: ['li'] },
      aMail(),
      'InvalidParameterValue',
      "Missing final '@domain'",
    ],
    [
      'to an address that is not 7-bit',
      { Destinations: ['李@example.com'] },
      aMail(),
      'InvalidParameterValue',
      "Missing final '@domain'",
    ],
    [
      'from a header address without a domain',
      {},
      aMail({ From: 'shop' }),
      'InvalidParameterValue',
      "Missing final '@domain'",
    ],
    [
      'to a domain with two dots',
      { Destinations: ['li@example..com'] },
      aMail(),
      'InvalidParameterValue',
      'Domain contains dot-dot',
    ],
    [
      'to an address with a space',
      { Destinations: ['l i@example.com'] },
      aMail(),
      'InvalidParameterValue',
      'Local address contains control or whitespace',
    ],
    ['to 51 recipients', { Destinations: long(51) }, aMail(), 'InvalidParameterValue', 'Recipient count exceeds 50.'],
    ['with two subjects', {}, aMail({ subject: 'again' }), 'InvalidParameterValue', "Duplicate header 'subject'."],
    [
      'with a header that is not 7-bit',
      {},
      aMail({ Subject: '您好' }),
      'InvalidParameterValue',
      "Header 'Subject' contains characters outside 7-bit ASCII.",
    ],
    [
      'with a line of more than 1,000 characters',
      {},
      aMail({}, 'a'.repeat(999)),
      'InvalidParameterValue',
      'A line is longer than 1000 characters.',
    ],
    [
      'without a blank line',
      {},
      `From: ${sender}`,
      'InvalidParameterValue',
      'Missing the blank line between header and body.',
    ],
    [
      'with more than 10 MB',
      {},
      Buffer.alloc(10_485_761),
      'InvalidParameterValue',
      "Message length is more than 10485760 bytes long: '10485761'.",
    ],
    [
      'without content',
      { RawMessage: {} },
      '',
      'ValidationError',
      "1 validation error detected: Value null at 'rawMessage.data' failed to satisfy constraint: Member must not be null",
    ],
    [
      'with a tag of other characters',
      { Tags: [{ Name: 'a b', Value: 'c' }] },
      aMail(),
      'InvalidParameterValue',
      'Invalid message tag <a b>: only letters, digits, _ and -.',
    ],
    [
      'by a configuration set that is not there',
      { ConfigurationSetName: 'none' },
      aMail(),
      'ConfigurationSetDoesNotExist',
      'Configuration set <none> does not exist.',
    ],
    [
      'with a header that steers SES',
      {},
      aMail({ 'X-SES-CONFIGURATION-SET': 'kefu' }),
      'NotHonouredLocally',
      'the local cloud does not honour the header X-SES-CONFIGURATION-SET of a mail',
    ],
    ...['Source', 'Destinations', 'ConfigurationSetName'].map((name): [string, Input, string, string, string] => [
      `without ${name}`,
      { [name]: undefined },
      aMail(),
      'NotHonouredLocally',
      'the local cloud does not honour SendRawEmail without Source, Destinations or ConfigurationSetName',
    ]),
  ])('%s', async (_, input, raw, code, message) => {
    const { send, kernel } = await start()
    expect(await refusal(send(input, raw))).toEqual({ code, message })
    expect(kernel.lines).toEqual([])
  })

  test('but not with 50 recipients or 8-bit content that is declared', async () => {
    const { send } = await start()
    expect(await send({ Destinations: long(50) })).toHaveProperty('MessageId')
    const eight = { 'Content-Type': 'text/plain; charset=utf-8', 'Content-Transfer-Encoding': '8bit' }
    expect(await send({}, aMail(eight, '你好'))).toHaveProperty('MessageId')
  })
})

describe('the account', () => {
  test('sends at most its rate, by recipients, on the clock of the world', async () => {
    const { send, seconds } = await start({ maxSendRate: 2 })
    await send({ Destinations: ['a@example.com', 'b@example.com'] })
    expect(await refusal(send())).toEqual({ code: 'Throttling', message: 'Maximum sending rate exceeded.' })
    await seconds(0.5)
    expect(await send()).toHaveProperty('MessageId')
    expect(await refusal(send())).toMatchObject({ code: 'Throttling' })
  })

  test('sends at most its quota in any 24 hours', async () => {
    const { send, seconds } = await start({ quota24h: 2 })
    await send()
    await seconds(3_600)
    await send()
    expect(await refusal(send())).toEqual({ code: 'Throttling', message: 'Daily message quota exceeded.' })
    await seconds(23 * 3_600)
    expect(await send()).toHaveProperty('MessageId')
  })
})

describe("AWS's own client", () => {
  test('sends, and knows the errors by class and by name', async () => {
    const { kernel, ses } = await start({ maxSendRate: 1 })
    const endpoint = await serving(kernel.iam, ses.api)
    const client = new SESClient(clientOf(endpoint))
    const send = (input: Partial<SendRawEmailCommand['input']> = {}, raw = aMail()) => {
      const command = new SendRawEmailCommand({
        Source: sender,
        Destinations: ['li@example.com'],
        RawMessage: { Data: Buffer.from(raw) },
        Tags: [{ Name: 'notice', Value: 'N-01' }],
        ConfigurationSetName: 'kefu',
        ...input,
      })
      return client.send(command)
    }
    try {
      await expect(send({ ConfigurationSetName: 'none' })).rejects.toBeInstanceOf(ConfigurationSetDoesNotExistException)
      await expect(send({ Source: 'me@other.example' })).rejects.toBeInstanceOf(MessageRejected)
      await expect(send({ Destinations: ['li'] })).rejects.toMatchObject({ name: 'InvalidParameterValue' })
      const { MessageId } = await send()
      expect(ses.mails()).toMatchObject([{ id: MessageId, to: ['li@example.com'], tags: { notice: 'N-01' } }])
      await expect(send()).rejects.toMatchObject({ name: 'Throttling', message: 'Maximum sending rate exceeded.' })
    } finally {
      client.destroy()
      await endpoint.close()
    }
  })
})

test('what no template and no function here uses is not known', async () => {
  const outside = (type: string, properties: Input) => {
    const { honoured, ignored } = sesTypes[type]!
    return pathsOutside([...honoured, ...Object.keys(ignored)])(properties)
  }
  expect(outside('AWS::SES::EmailIdentity', { DkimAttributes: { SigningEnabled: true } })).toEqual(['DkimAttributes'])
  expect(outside('AWS::SES::ConfigurationSet', { SendingOptions: { SendingEnabled: true } })).toEqual([
    'SendingOptions',
  ])
})

describe('what becomes of a mail', () => {
  const bounceTypes = (told: readonly ServiceEvent[]) =>
    told.flatMap(({ detail }) => (detail.bounce ? [`${detail.bounce.bounceType} ${detail.bounce.bounceSubType}`] : []))

  test.each([
    ['li@example.com', ['Send', 'Delivery'], []],
    ['success@simulator.amazonses.com', ['Send', 'Delivery'], []],
    ['ooto+li@simulator.amazonses.com', ['Send', 'Delivery'], []],
    ['bounce+li@simulator.amazonses.com', ['Send', 'Bounce'], ['Permanent General']],
    ['complaint@simulator.amazonses.com', ['Send', 'Delivery', 'Complaint'], []],
    ['suppressionlist@simulator.amazonses.com', ['Send', 'Bounce'], ['Permanent Suppressed']],
    ['li@nowhere.invalid', ['Send', 'Bounce'], ['Permanent General']],
  ])('to %s is told as AWS tells it', async (address, types, bounces) => {
    const { send, told, seconds } = await start({}, { resources: hearing })
    await send({ Destinations: [address] })
    await seconds(0)
    expect(told.map(({ detail }) => detail.eventType)).toEqual(types)
    expect(bounceTypes(told)).toEqual(bounces)
  })

  test('that bounced stands on the account’s list, after a restart too; the simulator’s addresses never do', async () => {
    const before = await start({}, { resources: hearing })
    for (const name of ['li@nowhere.invalid', 'bounce@simulator.amazonses.com'])
      await before.send({ Destinations: [name] })
    await before.seconds(0)
    const { folder } = before.kernel
    const after = await start({}, { resources: hearing, folder }, before.kernel.lines)
    for (const name of ['LI@nowhere.invalid', 'bounce@simulator.amazonses.com'])
      await after.send({ Destinations: [name] })
    await after.seconds(0)
    expect(bounceTypes(after.told)).toEqual(['Permanent OnAccountSuppressionList', 'Permanent General'])
  })

  test('is told only as far as the template asks for it', async () => {
    const { send, told, seconds } = await start()
    await send({ Destinations: ['bounce@simulator.amazonses.com'] })
    await seconds(0)
    expect(told.map(({ detail }) => detail.eventType)).toEqual(['Send'])
  })
})
