import type { Case, Instant } from '../../shared/domain/case'
import { isRunning } from '../../shared/domain/clocks'
import { decide } from '../../shared/domain/engine'
import { callsWanted } from '../../shared/domain/lists'
import { houseAct } from '../../shared/entry/house-act'
import type { CaseStore, NoticeRecord } from '../../shared/wiring'

const actor = { role: 'system', id: 'notifications' } as const

interface HouseAct {
  readonly event: string
  readonly data?: object
  isDone(before: Case): boolean
}

/**
 * What becomes of a notice may change its case: once finance has N-10, SLA-34 is met (O4a), also when that came too late to be
 * sent, for then finance has acted and knows; and what no mail can say, someone says by phone (R-NTF-03, R-NTF-04). Done before
 * the notice is put on record as settled: what is settled needs no second look.
 */
export async function actOnOutcome(
  cases: CaseStore,
  { caseId, notice, state, at }: Pick<NoticeRecord, 'caseId' | 'notice' | 'state'> & { readonly at: Instant },
  known?: Case,
): Promise<void> {
  const act = state === 'phone_task' ? wantCall(notice) : notice === 'N-10' ? departmentsNotified : null
  if (!act) return
  const { event, data = {}, isDone } = act
  await houseAct(
    { cases },
    caseId,
    before => (isDone(before) ? null : decide(before, { event, actor, at, data })),
    known,
  )
}

const wantCall = (notice: string): HouseAct => ({
  event: 'want_call',
  data: { notice },
  isDone: before => callsWanted(before).some(wanted => wanted === notice),
})

const departmentsNotified: HouseAct = {
  event: 'departments_notified',
  isDone({ clocks: { 'SLA-34': clock } }) {
    return clock === undefined || !isRunning(clock)
  },
}
