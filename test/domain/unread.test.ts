import { decide } from '../../shared/domain/engine'
import { corrected } from '../../shared/domain/regrade'
import { classifiedBy, lookedAt, secondsToClassify, sentToTriage } from '../../shared/domain/unread'
import { aClassification, by, later, monday, receiveTicket } from '../support/builders'

const received = receiveTicket().after
const end = classifiedBy(received.createdAt)

describe('a ticket that nobody has classified (R-DSP-06)', () => {
  test('is before people within a minute of its receipt', () => {
    expect(end).toBe(later(monday, { ms: secondsToClassify * 1000 }))
    expect(secondsToClassify).toBeLessThan(60)
  })

  test('is left alone until then, and goes to triage at that instant', () => {
    expect(lookedAt(received, later(end, { ms: -1 }))).toBeNull()
    const change = lookedAt(received, end)
    expect(change?.after).toMatchObject({
      state: 'classified',
      facts: { classification: { topic: 'other', priority: 'P2', team: 'triage', triage: true, unread: true } },
    })
    expect(change?.events.at(-1)).toMatchObject({ row: 'T2v', notices: ['N-01'], dispatch: { team: 'triage' } })
  })

  test('that was classified or taken in time does not', () => {
    const classified = decide(received, {
      ...{ event: 'classify', actor: by('system'), at: monday, facts: { classification: aClassification() } },
    }).after
    const taken = decide(received, { event: 'take', actor: by('agent'), at: monday }).after
    expect([lookedAt(classified, end), lookedAt(taken, end)]).toEqual([null, null])
  })

  test.each([
    ['system', { source: 'system' as const }, 'T2t'],
    ['its order', { channel: 'order_desk', direction: 'agent_initiated' as const }, 'T2u'],
  ])('is not acknowledged by mail where %s brought it', (_, facts, row) => {
    const ticket = { ...received, facts: { ...received.facts, ...facts } }
    const [event] = sentToTriage(ticket, end, 'not classified in time').events
    expect([event?.row, event?.notices]).toEqual([row, undefined])
  })

  test.each([
    ['is graded when its classification comes late, and not acknowledged twice', {}, 'T2z', undefined],
    ['is made known at once when it turns out to be grave', { severity: 'major', grade: 'L2' }, 'T2y', ['N-31']],
  ] as const)('%s', (_, fields, row, notices) => {
    const triaged = sentToTriage(received, end, 'not classified in time').after
    const { after, events } = decide(triaged, {
      ...{ event: 'classify', actor: by('system'), at: later(end, { minutes: 1 }) },
      facts: { classification: aClassification(fields) },
    })
    expect([events.at(-1)?.row, events.at(-1)?.notices]).toEqual([row, notices])
    expect(after.facts.classification?.unread).toBeUndefined()
    expect(after.state).toBe('classified')
  })

  test('has no proposal that a correction could be held against', () => {
    const { classification } = sentToTriage(received, end, 'not classified in time').after.facts
    const truth = corrected(classification!, { topic: 'payment' }, 'wrong_topic')
    expect(truth).toMatchObject({ topic: 'payment', team: 'payment' })
    expect([truth.unread, truth.triage, truth.proposed]).toEqual([undefined, undefined, undefined])
  })
})
