import { resourceTypes } from '../../infra/local/services/all'
import { eicar } from '../../infra/local/services/guardduty'
import type { StoredObject } from '../../infra/local/services/s3'
import type { Envelope } from '../../infra/local/services/ses-headers'
import { createReceiving, gtube } from '../../infra/local/services/ses-receiving'
import { aMail } from '../support/smtp'
import { aResource, fakeKernel } from './support/fake-kernel'

const aRule = (name: string, rule: object, ruleSet = 'kefu') =>
  aResource(resourceTypes, 'AWS::SES::ReceiptRule', name, {
    RuleSetName: ruleSet,
    Rule: {
      ...{ Name: name, Enabled: true, Recipients: ['service@shop.example'], ScanEnabled: true },
      Actions: [{ S3Action: { BucketName: 'mails', ObjectKeyPrefix: 'arrived/' } }],
      ...rule,
    },
  })
const theSet = aResource(resourceTypes, 'AWS::SES::ReceiptRuleSet', 'Rules', { RuleSetName: 'kefu' })

function start(rule: object = {}, more: readonly ReturnType<typeof aRule>[] = []) {
  const kernel = fakeKernel({ resources: [theSet, aRule('all', rule), ...more] })
  const asked: unknown[] = []
  kernel.iam.authorize = (caller, access) => void asked.push({ ...caller, ...access })
  const kept: { key: string; text: string }[] = []
  const receiving = createReceiving(kernel, {
    bucket: ref => ({ ref }) as never,
    keep: ({ key }, bytes) => kept.push({ key, text: bytes.toString() }) as unknown as StoredObject,
  })
  const from = 'li@example.com'
  const receive = (envelope: Partial<Envelope> = {}, raw: string | Buffer = aMail({ from })) => {
    const id = receiving.receive({ from, to: ['service@shop.example'], ...envelope }, Buffer.from(raw))
    return { id, text: kept.at(-1)!.text, field: (name: string) => fieldOf(kept.at(-1)!.text, name) }
  }
  return { receiving, receive, kept, asked }
}

const fieldOf = (text: string, name: string) => {
  const field = text.split(/\r\n(?![ \t])/).find(line => line.startsWith(`${name}: `))
  return field?.slice(name.length + 2).replace(/\r\n */g, ' ')
}
const results = (field: string | undefined) =>
  Object.fromEntries(
    [...(field ?? '').matchAll(/\b(spf|dkim|dmarc)=(\w+)/g)].map(([, method, result]) => [method, result]),
  )

describe('a receipt rule means', () => {
  test.each([
    ['service@shop.example', 'service@shop.example', true],
    ['service@shop.example', 'Service@Shop.Example', true],
    ['service@shop.example', 'service+ticket.1@shop.example', true],
    ['service@shop.example', 'service+@shop.example', true],
    ['service@shop.example', 'services@shop.example', false],
    ['service@shop.example', 'service@mail.shop.example', false],
    ['service+a@shop.example', 'service+a@shop.example', true],
    ['service+a@shop.example', 'service+b@shop.example', false],
    ['shop.example', 'anyone@shop.example', true],
    ['shop.example', 'anyone@mail.shop.example', false],
    ['.shop.example', 'anyone@mail.shop.example', true],
    ['.shop.example', 'anyone@shop.example', false],
  ])('by %s the address %s: %s', (recipient, address, expected) => {
    expect(start({ Recipients: [recipient] }).receiving.takes(address)).toBe(expected)
  })

  test('nobody while it is off', () => {
    expect(start({ Enabled: false }).receiving.takes('service@shop.example')).toBe(false)
  })

  test('is refused by name in a second rule set, or for all addresses', () => {
    expect(() => start({}, [aRule('other', {}, 'another')])).toThrow('other.Properties.RuleSetName')
    expect(() => start({ Recipients: [] })).toThrow('Rule without Recipients')
  })
})

describe('a mail that comes in', () => {
  test('lies under its id as it came, with the lines of SES on top, put there in the name of the rule', () => {
    const { receive, kept, asked } = start()
    const raw = aMail({ from: 'li@example.com' })
    const { id, text } = receive({ hello: 'mail.example.com' }, raw)
    expect(kept.map(({ key }) => key)).toEqual([`arrived/${id}`])
    expect(text.endsWith(`\r\n${raw}`)).toBe(true)
    expect(text.slice(0, -raw.length).match(/^[\w-]+(?=: )/gm)).toEqual([
      ...['Return-Path', 'Received', 'X-SES-Spam-Verdict', 'X-SES-Virus-Verdict', 'Received-SPF'],
      ...['Authentication-Results', 'X-SES-RECEIPT'],
    ])
    expect(text).toContain(`with SMTP id ${id}\r\n for service@shop.example;`)
    expect(asked).toEqual([
      {
        ...{ principal: 'ses.amazonaws.com', action: 's3:PutObject', resource: `arn:aws:s3:::mails/arrived/${id}` },
        sourceArn: expect.stringMatching(/:receipt-rule-set\/kefu:receipt-rule\/all$/),
      },
    ])
  })

  test('is refused when nobody here has the address, and taken for those who are meant', () => {
    const { receive, receiving, kept } = start()
    expect(() => receive({ to: ['finance@shop.example'] })).toThrow('mailbox unavailable')
    expect(kept).toEqual([])
    expect(receive({ to: ['finance@shop.example', 'service@shop.example'] }).field('Received')).toContain(
      'for service@shop.example;',
    )
    expect(receiving.recipients).toEqual(['service@shop.example'])
  })

  test.each([
    ['signed in for the domain of its author', 'li@example.com', 'li@example.com', 'li@example.com', 'pass pass pass'],
    ['its author at a domain below', 'li@example.com', 'li@example.com', 'li@mail.example.com', 'pass pass pass'],
    ['signed in for another domain', 'bad@evil.example', 'bad@evil.example', 'li@example.com', 'pass pass fail'],
    ['another domain on the envelope too', 'bad@evil.example', 'li@example.com', 'li@example.com', 'fail pass fail'],
    ['nobody’s', undefined, 'li@example.com', 'li@example.com', 'none none fail'],
    ['nobody’s and without an author', undefined, 'li@example.com', '', 'none none none'],
  ])('is judged: %s', (_, authenticatedAs, from, author, expected) => {
    const raw = author ? aMail({ from: author }) : 'Subject: hi\r\n\r\nhi\r\n'
    const { spf, dkim, dmarc } = results(
      start().receive({ from, authenticatedAs }, raw).field('Authentication-Results'),
    )
    expect([spf, dkim, dmarc].join(' ')).toBe(expected)
  })

  test('of two authors is nobody’s', () => {
    const raw = `From: li@example.com\r\n${aMail({ from: 'wang@example.com' })}`
    const field = start().receive({ authenticatedAs: 'li@example.com' }, raw).field('Authentication-Results')
    expect(results(field).dmarc).toBe('none')
  })

  test('that wants no answer has an empty return path', () => {
    expect(start().receive({ from: '' }).field('Return-Path')).toBe('<>')
  })

  test.each([
    ['clean', 'hello', 'PASS', 'PASS'],
    ['spam', gtube(), 'FAIL', 'PASS'],
    ['a virus', eicar(), 'PASS', 'FAIL'],
    ['a virus as an attachment', Buffer.from(eicar()).toString('base64').replace(/.{76}/, '$&\r\n'), 'PASS', 'FAIL'],
  ])('is looked through: %s', (_, text, spam, virus) => {
    const { field } = start().receive({}, aMail({ from: 'li@example.com', text }))
    expect([field('X-SES-Spam-Verdict'), field('X-SES-Virus-Verdict')]).toEqual([spam, virus])
  })

  test('is not looked through where the rule does not ask', () => {
    const { field } = start({ ScanEnabled: false }).receive({}, aMail({ from: 'li@example.com', text: gtube() }))
    expect(field('X-SES-Spam-Verdict')).toBe('DISABLED')
  })
})
