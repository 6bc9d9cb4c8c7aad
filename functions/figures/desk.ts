import * as z from 'zod'
import { may, type Principal } from '../../shared/domain/may'
import { Refusal } from '../../shared/domain/refusal'
import type { CaseStore, FigureStore } from '../../shared/wiring'

/** What the use cases of this folder need between them. */
export interface Desk {
  readonly figures: FigureStore
  readonly cases: CaseStore
  readonly shards: number
}

const mostDays = 400
const daysFrom = ({ from, to }: Span) => (Date.parse(to) - Date.parse(from)) / 86_400_000

interface Span {
  readonly from: string
  readonly to: string
}

/** Local days of the markets, both with them. */
export const span = z.strictObject({ from: z.iso.date(), to: z.iso.date() })

export function readable(principal: Principal, asked: Span): void {
  if (!may(principal, 'figures.read')) throw new Refusal('forbidden', 'figures are not for this caller')
  const days = daysFrom(asked)
  if (days < 0) throw new Refusal('invalid', '`from` is after `to`')
  if (days >= mostDays) throw new Refusal('invalid', `at most ${mostDays} days at once`)
}
