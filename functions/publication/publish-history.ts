import type { CaseEvent } from '../../shared/domain/case'
import { type Destination, destinations } from '../../shared/domain/routing'
import { dispatchOf } from '../../shared/entry/dispatch'
import { filesTold, lookWhetherClassified, messageOf, noticesTold } from '../../shared/entry/message'
import type { Image } from '../../shared/entry/stream'
import { count } from '../../shared/entry/telemetry'
import type { Message, Queue } from '../../shared/wiring'

export interface Publication {
  readonly eventOf: (image: Image['attributes']) => CaseEvent
  readonly queueFor: (destination: Destination) => Queue
  readonly agentsHaveMail?: boolean
}

/** Carries new history to the queues whose work follows from it; a message is the event itself. */
export async function publishHistory({ eventOf, queueFor, agentsHaveMail }: Publication, images: readonly Image[]) {
  const told = images.map(({ sequenceNumber, attributes }) => ({ id: sequenceNumber, event: eventOf(attributes) }))
  for (const { event } of told) {
    count(event.type)
    if (Object.values(event.clocks ?? {}).some(clock => clock.provisional)) count('ProvisionalDeadlines')
  }
  return sendOn(queueFor, told, agentsHaveMail)
}

const asTold = (event: CaseEvent): Omit<Message, 'id'> => ({ body: messageOf(event) })
const shapes: Partial<Record<Destination, typeof asTold>> = {
  dispatch: dispatchOf,
  'attachment-scans': filesTold,
  'due-clocks': lookWhetherClassified,
  notifications: noticesTold,
}

/** Answers with the ids of the events that a queue did not take. */
export async function sendOn(
  queueFor: Publication['queueFor'],
  told: readonly { readonly id: string; readonly event: CaseEvent }[],
  agentsHaveMail?: boolean,
): Promise<ReadonlySet<string>> {
  const outgoing = new Map<Destination, Message[]>()
  for (const { id, event } of told)
    for (const destination of destinations(event, agentsHaveMail)) {
      const messages = outgoing.get(destination) ?? []
      const message = (shapes[destination] ?? asTold)(event)
      outgoing.set(destination, [...messages, { id, ...message }])
    }
  const failed = await Promise.all([...outgoing].map(([destination, messages]) => queueFor(destination).send(messages)))
  return new Set(failed.flatMap(ids => [...ids]))
}
