import { explainClocks } from '../../shared/domain/clock-explanation'
import { settle } from '../../shared/domain/engine'
import { aTicket, later, monday } from '../support/builders'
import { deskLife } from '../support/random-life'
import { figure, median, type Row } from './figures'

/** A busy life, the same in every run: an act in each half of a day. */
const busy = deskLife({
  opener: 'customer',
  all: Array.from({ length: 60 }, (_, step) => ({ dice: (step * 7919) % 1_000_003, minutes: 720 })),
})

const millisecondsOf = (times: number, work: () => unknown): number => {
  const all = Array.from({ length: times }, () => {
    const start = process.hrtime.bigint()
    work()
    return Number(process.hrtime.bigint() - start) / 1e6
  })
  return median(all)
}

/** What a look at the clocks of one case costs this machine, beside the reading of its items. */
export async function clockRows(quick: boolean): Promise<Row[]> {
  const times = quick ? 20 : 300
  const { history } = busy
  const forgotten = aTicket('received')
  const inTwoWeeks = later(monday, { days: 14 })
  return [
    figure(
      `explain the ${explainClocks(history).length} clocks of a case with ${history.length} events`,
      millisecondsOf(times, () => explainClocks(history)),
      'ms',
      { of: 'value', is: '<=', limit: 50 },
    ),
    figure(
      `settle two forgotten weeks of a ticket (${settle(forgotten, inTwoWeeks)?.events.length} stages)`,
      millisecondsOf(times, () => settle(forgotten, inTwoWeeks)),
      'ms',
    ),
  ]
}
