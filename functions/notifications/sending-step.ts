import type { Instant } from '../../shared/domain/case'
import type { NoticeRecord } from '../../shared/wiring'

/** One delivery of a message, as the record of a sending names it. */
export interface Bearer {
  readonly messageId: string
  readonly attempt: number
  readonly now: Instant
}

export type Step = 'send' | 'settled' | 'waits' | 'in other hands'

/** As long as all deliveries of one message take (infra/aws/queues.ts). */
const surelyOverMs = 60 * 60 * 1000

export const claimedBy = ({ messageId, attempt }: Bearer) => `${messageId}/${attempt}`

/** Nothing more is done about it. */
export const isSettled = ({ state }: NoticeRecord) => ['sent', 'obsolete', 'phone_task', 'unwanted'].includes(state)

/** What a delivery does about a notice, given what is on record (R-NTF-02). A claim without a confirmation died with its
 *  delivery. Had SES taken the mail, its event would have confirmed the claim meanwhile: so a delivery that meets a dead claim
 *  comes again first, and what is then still unconfirmed was never sent. */
export function stepFor(record: NoticeRecord | null, bearer: Bearer): Step {
  if (!record || record.state === 'failed') return 'send'
  if (isSettled(record)) return 'settled'
  if (record.state === 'waiting') return bearer.now < (record.dueAt ?? '') ? 'waits' : 'send'
  const [messageId, attempt] = record.claimedBy.split('/')
  const isOld = Date.parse(bearer.now) - Date.parse(record.claimedAt) > surelyOverMs
  const diedAt = messageId === bearer.messageId ? Number(attempt) : isOld ? 0 : Number.POSITIVE_INFINITY
  return bearer.attempt > diedAt + 1 ? 'send' : 'in other hands'
}
