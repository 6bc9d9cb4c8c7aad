import type { Access, Caller, Input } from '../../infra/local/kernel'
import { AwsError } from '../../infra/local/kernel'
import { createEvents, eventsTypes, type ServiceEvent } from '../../infra/local/services/events'
import { account, aResource, fakeKernel } from './support/fake-kernel'

const queue = (name: string) => `arn:aws:sqs:${account.region}:${account.id}:${name}`
const taken: ServiceEvent = {
  source: 'aws.ses',
  'detail-type': 'Email Sent',
  resources: [],
  detail: { mail: { messageId: 'm-1', tags: { 'ses:configuration-set': ['kefu'], seq: ['7'] } } },
}
const InputTransformer = {
  InputPathsMap: { id: '$.detail.mail.messageId', seq: '$.detail.mail.tags.seq[0]', mail: '$.detail.mail' },
  InputTemplate: '{"id":<id>,"seq":<seq>}',
}
const EventPattern = {
  source: ['aws.ses'],
  'detail-type': ['Email Sent'],
  detail: { mail: { tags: { 'ses:configuration-set': ['kefu'], seq: [{ exists: true }] } } },
}

interface Given {
  readonly properties?: Input
  readonly target?: Input
  readonly authorize?: (caller: Caller, access: Access) => void
}

/** The default bus with one rule for one queue. */
function aBus({ properties, target, authorize = () => {} }: Given = {}) {
  const rule = aResource(eventsTypes, 'AWS::Events::Rule', 'Rule', {
    Name: 'mail-sent',
    State: 'ENABLED',
    EventPattern,
    Targets: [{ Id: 'Target0', Arn: queue('told'), InputTransformer, ...target }],
    ...properties,
  })
  const sent: [queue: string, body: string][] = []
  const kernel = { ...fakeKernel({ resources: [rule] }), iam: { authorize } }
  const events = createEvents(kernel, { send: (...message) => void sent.push(message) })
  return { sent, put: (event: ServiceEvent = taken) => events.put(event) }
}

const template = (InputTemplate: string) => ({
  target: { InputTransformer: { ...InputTransformer, InputTemplate } },
})

describe('A rule of the default bus', () => {
  test('gives its target of each event that it matches what its template says, and no more', () => {
    const { sent, put } = aBus()
    put()
    expect(sent).toEqual([[queue('told'), '{"id":"m-1","seq":"7"}']])
  })

  test.each([
    ['of another source', { ...taken, source: 'aws.s3' }],
    ['of another kind', { ...taken, 'detail-type': 'Email Bounced' }],
    ['of another configuration set', { ...taken, detail: { mail: { tags: { 'ses:configuration-set': ['x'] } } } }],
    ['without a tag that it asks for', { ...taken, detail: { mail: { tags: { 'ses:configuration-set': ['kefu'] } } } }],
  ])('passes over an event %s', (_, event) => {
    const { sent, put } = aBus()
    put(event)
    expect(sent).toEqual([])
  })

  test('passes over all events while it is disabled', () => {
    const { sent, put } = aBus({ properties: { State: 'DISABLED' } })
    put()
    expect(sent).toEqual([])
  })

  test('puts whole parts of the event in its template as JSON', () => {
    const { sent, put } = aBus(template('{"mail":<mail>}'))
    put()
    expect(JSON.parse(sent[0]![1])).toEqual({ mail: taken.detail.mail })
  })

  test('may match by what the bus adds: account, region and time', () => {
    const { sent, put } = aBus({ properties: { EventPattern: { account: [account.id], region: [account.region] } } })
    put()
    expect(sent).toHaveLength(1)
  })

  test('sends as EventBridge in the name of the rule, which the policy of the queue must allow', () => {
    const asked: unknown[] = []
    const refuse = (caller: Caller, access: Access) => {
      asked.push([caller, access])
      throw new AwsError('AccessDeniedException', 'not allowed')
    }
    const { sent, put } = aBus({ authorize: refuse })
    expect(() => put()).toThrow('not allowed')
    const sourceArn = `arn:aws:events:${account.region}:${account.id}:rule/mail-sent`
    expect(asked).toEqual([
      [
        { principal: 'events.amazonaws.com', sourceArn },
        { action: 'sqs:SendMessage', resource: queue('told') },
      ],
    ])
    expect(sent).toEqual([])
  })

  test('that has no name is named for its place in the template', () => {
    const resource = { stack: 'shop', logicalId: 'Rule', properties: {} }
    expect(eventsTypes['AWS::Events::Rule']!.identify(resource, account).ref).toBe('shop-Rule')
  })
})

describe('A rule is refused by name', () => {
  const where = 'the local cloud does not honour test/Rule.Properties.Targets.0'
  test.each([
    ['for a target that is no queue', { target: { Arn: 'arn:aws:lambda:x:1:function:f' } }, '.Arn arn:aws:lambda'],
    ['for a target that takes the whole event', { target: { InputTransformer: undefined } }, ' without an Input'],
    ['for a name within quotes', template('{"id":"mail <id>"}'), '.InputTransformer.InputTemplate with "mail <id>"'],
    ['for a name without a path', template('{"id":<aws.events.event>}'), '.InputTransformer.InputTemplate with <aws'],
    [
      'for a path of more than names and indices',
      { target: { InputTransformer: { InputPathsMap: { all: '$.detail.*' }, InputTemplate: '<all>' } } },
      '.InputTransformer.InputPathsMap.all $.detail.*',
    ],
  ])('%s', (_, given, what) => {
    expect(() => aBus(given)).toThrow(where + what)
  })

  test('for an operator of its pattern that is not known here', () => {
    expect(() => aBus({ properties: { EventPattern: { source: [{ wildcard: '*' }] } } })).toThrow('source.wildcard')
  })

  test('at an event that has nothing at one of its paths', () => {
    const { put } = aBus({ properties: { EventPattern: { source: ['aws.ses'] } } })
    expect(() => put({ ...taken, detail: {} })).toThrow('InputPathsMap.id: the event has nothing there')
  })
})
