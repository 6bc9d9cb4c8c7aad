import type { Instant } from '../../shared/domain/case'
import type { NoticeRecord } from '../../shared/wiring'

/** One delivery of a message, as the record of a sending names it. */
export interface Bearer {
  readonly messageId: string
  readonly attempt: number
  readonly now: Instant
}

export type Step = 'send' | 'settled' | 'unknown' | 'in other hands'

/** Well beyond the function's time limit and the queue's visibility timeout. */
const surelyOverMs = 15 * 60 * 1000

export const claimedBy = ({ messageId, attempt }: Bearer) => `${messageId}/${attempt}`

/** What a delivery does about a notice, given what is on record (R-NTF-02). A claim that was never confirmed died between
 *  claim and confirmation, and nobody knows on which side of the sending. */
export function stepFor(record: NoticeRecord | null, bearer: Bearer): Step {
  if (!record || record.state === 'failed') return 'send'
  if (record.state !== 'claimed') return 'settled'
  const [messageId, attempt] = record.claimedBy.split('/')
  if (messageId === bearer.messageId) return bearer.attempt > Number(attempt) ? 'unknown' : 'in other hands'
  return Date.parse(bearer.now) - Date.parse(record.claimedAt) > surelyOverMs ? 'unknown' : 'in other hands'
}
