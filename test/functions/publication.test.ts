import { marshall } from '@aws-sdk/util-dynamodb'
import { publishHistory } from '../../functions/publication/publish-history'
import type { CaseEvent } from '../../shared/domain/case'
import { eventItem } from '../../shared/stores/case-items'
import { eventFromImage } from '../../shared/stores/images'
import { anOrder, placeOrder } from '../support/builders'
import { messageQueue } from '../support/ports'

const imageOf = (event: CaseEvent, sequenceNumber: string) => ({
  sequenceNumber,
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

  test('sends each event to the queues whose work follows from it, by name only', async () => {
    const { sent, ...needs } = publication()
    await publishHistory(needs, [imageOf(placed, '1'), imageOf(approved, '2')])
    const { caseId } = placed
    expect(sent('workflow-starts')).toEqual([{ caseId, kind: 'order', seq: 1, type: 'OrderPlaced' }])
    expect(sent('notifications')).toHaveLength(2)
    expect(sent('workflow-releases')).toEqual([{ caseId, kind: 'order', seq: 2, type: 'OrderApproved' }])
    expect(anOrder().id).toBe(caseId)
  })

  test('names the records whose message a queue did not take, so that they come again', async () => {
    const { sent, ...needs } = publication()
    needs.queueFor('notifications').refusing.add('2')
    expect(await publishHistory(needs, [imageOf(placed, '1'), imageOf(approved, '2')])).toEqual(new Set(['2']))
  })
})
