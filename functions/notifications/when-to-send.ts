import type { Case, CaseEvent } from '../../shared/domain/case'
import { isWanted, nextDayAt } from '../../shared/domain/optional-notice'
import { tellAt } from '../../shared/domain/quiet-hours'
import type { NoticeId } from '../../shared/domain/table'
import type { Message, TicketFacts } from '../../shared/domain/ticket'
import { localDate } from '../../shared/domain/zone'
import { fileOfPerson } from '../../shared/entry/person'
import { markets } from '../../shared/handbook/markets'
import { notices as rules } from '../../shared/handbook/notices'
import { optionalNotices } from '../../shared/handbook/optional-notices'
import type { CustomerStore, NoticeRecord, NoticeStore } from '../../shared/wiring'

interface Needs {
  readonly customers: Pick<CustomerStore, 'file'>
  readonly notices: Pick<NoticeStore, 'takeTurn'>
}

/** Whether a notice goes now: one that comes too late does not, nor one that its customer does not want; what nobody waits for
 *  waits for the morning (G-22), or for another day when that customer has had enough of its kind. */
export async function whenToSend(
  { customers, notices }: Needs,
  subject: Case,
  { caseId, seq, data }: CaseEvent,
  notice: NoticeId,
  now: string,
): Promise<Pick<NoticeRecord, 'state' | 'dueAt'>> {
  const rule = rules[notice]
  const { noReceipt, takenBack } = subject.facts as Partial<TicketFacts>
  if (rule.onlyWhile?.includes(subject.state) === false || (rule.isReceipt && noReceipt)) return { state: 'obsolete' }
  if (takenBack?.includes((data.message as Message | undefined)?.contentId ?? '')) return { state: 'obsolete' }
  const dueAt = tellAt(rule, subject.market, now)
  if (dueAt > now) return { state: 'waiting', dueAt }
  if (!rule.optional) return { state: 'claimed' }
  const file = await fileOfPerson({ customers }, subject.customerId)
  if (!isWanted(rule.optional, file)) return { state: 'unwanted' }
  const day = localDate(markets[subject.market].zone, Date.parse(now))
  const customerId = file?.customerId ?? subject.customerId
  const isFree = await notices.takeTurn(
    { customerId, day, most: optionalNotices.mostADay, at: now },
    { caseId, seq, notice },
  )
  return isFree ? { state: 'claimed' } : { state: 'waiting', dueAt: nextDayAt(rule, subject.market, now) }
}
