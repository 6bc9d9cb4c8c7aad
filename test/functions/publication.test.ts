import { Metrics } from '@aws-lambda-powertools/metrics'
import { marshall } from '@aws-sdk/util-dynamodb'
import { publishHistory } from '../../functions/publication/publish-history'
import type { CaseEvent } from '../../shared/domain/case'
import { historyMessage, messageOf } from '../../shared/entry/message'
import { eventItem } from '../../shared/stores/case-items'
import { eventFromImage } from '../../shared/stores/images'
import { later, monday, placeOrder, receiveTicket } from '../support/builders'
import { messageQueue } from '../support/ports'

const imageOf = (event: CaseEvent, sequenceNumber: string) => ({
  sequenceNumber,
  writtenAt: event.at,
  attributes: marshall({ ...eventItem(event), requestHash: 'h' }) as Record<string, unknown>,
})
const placed = placeOrder().events[0]!
const approved: CaseEvent = {
  ...placed,
  ...{ seq: 2, type: 'OrderApproved', from: 'pending_review', to: 'pending_payment', notices: ['N-10'] },
}

function publication() {
  const queues = new Map<string, ReturnType<typeof messageQueue>>()
  const queueFor = (name: string) => {
    const queue = queues.get(name) ?? messageQueue()
    queues.set(name, queue)
    return queue
  }
  const sent = (name: string) => queueFor(name).messages.map(({ body }) => body)
  return { eventOf: eventFromImage, queueFor, sent }
}

describe('publication', () => {
  test('reads from the stream what the store wrote', () => {
    expect(eventFromImage(imageOf(placed, '1').attributes)).toEqual(placed)
  })

  test('sends each event to the queues whose work follows from it, without what it changed on the head', async () => {
    const { sent, ...needs } = publication()
    await publishHistory(needs, [imageOf(placed, '1'), imageOf(approved, '2')])
    expect(sent('workflow-starts')).toEqual([messageOf(placed)])
    expect(sent('notifications')).toEqual([messageOf(placed), messageOf(approved)])
    expect(sent('workflow-releases')).toEqual([messageOf(approved)])
    expect(JSON.stringify(sent('notifications'))).not.toContain('deliveryContentId')
    for (const message of sent('notifications')) expect(historyMessage.parse(message)).toEqual(message)
  })

  test('has every request that comes in classified, once: tickets, and complaints that are one from the start (K1a)', async () => {
    const { sent, ...needs } = publication()
    const opens = (type: string, from: string | null): CaseEvent => ({ ...placed, type, from })
    const events = [
      opens('TicketReceived', null),
      opens('ComplaintRecorded', null),
      opens('ComplaintRecorded', 'classified'),
    ]
    await publishHistory(
      needs,
      events.map((event, index) => imageOf({ ...event, seq: index + 1 }, String(index))),
    )
    expect(sent('classification')).toMatchObject([
      { type: 'TicketReceived' },
      { type: 'ComplaintRecorded', from: null },
    ])
  })

  test('of an assignment tells whoever has mail; where agents have none, their list does', async () => {
    const assigned: CaseEvent = { ...placed, type: 'TicketAssigned', notices: ['N-02'], facts: { assigneeId: 'wang' } }
    const reassigned = { ...assigned, notices: ['N-02', 'N-02-first-responder'] }
    const reminded: CaseEvent = { ...assigned, type: 'ClockWarned', notices: ['N-32'], facts: {} }
    for (const [agentsHaveMail, told] of [
      [true, 3],
      [false, 2],
    ] as const) {
      const { sent, ...needs } = publication()
      const events = [assigned, reassigned, reminded].map((event, n) => imageOf({ ...event, seq: n + 3 }, String(n)))
      await publishHistory({ ...needs, agentsHaveMail }, events)
      expect(sent('notifications')).toHaveLength(told)
    }
  })

  test('counts deadlines that are guesses, so that an alarm can say so', async () => {
    const { sent, ...needs } = publication()
    const counted = jest.spyOn(Metrics.prototype, 'addMetric')
    const guesses = () => counted.mock.calls.filter(([name]) => name === 'ProvisionalDeadlines').length
    const clock = { id: 'SLA-37', startedAt: placed.at, dueAt: placed.at, policyVersion: '1' }
    const guessed: CaseEvent = { ...approved, clocks: { 'SLA-37': { ...clock, provisional: true } } }
    await publishHistory(needs, [imageOf(approved, '2')])
    expect(guesses()).toBe(0)
    await publishHistory(needs, [imageOf(guessed, '3')])
    expect(guesses()).toBe(1)
    jest.restoreAllMocks()
  })

  test('has a look taken at a ticket when its classification must be over (R-DSP-06)', async () => {
    const needs = publication()
    const { events } = receiveTicket()
    await publishHistory(needs, [imageOf(events[0]!, '1')])
    expect(needs.queueFor('due-clocks').messages).toMatchObject([
      { body: { caseId: events[0]?.caseId, at: later(monday, { ms: 45_000 }) }, delaySeconds: 45 },
    ])
  })

  test('names the records whose message a queue did not take, so that they come again', async () => {
    const { sent, ...needs } = publication()
    needs.queueFor('notifications').refusing.add('2')
    expect(await publishHistory(needs, [imageOf(placed, '1'), imageOf(approved, '2')])).toEqual(new Set(['2']))
  })
})
