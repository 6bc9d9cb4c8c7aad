import '../support/quiet'
import type { CaseEvent } from '../../shared/domain/case'
import { decide } from '../../shared/domain/engine'
import { dimensions } from '../../shared/domain/figures'
import type { Ticket, Topic } from '../../shared/domain/ticket'
import { figureStore } from '../../shared/stores/figures'
import { aClassification, aMessage, by, later, monday, receiveTicket } from '../support/builders'
import { startEngine } from '../support/engine'
import { figure, type Row } from './figures'

const topics: readonly Topic[] = [
  ...(['product', 'order', 'payment', 'logistics', 'after_sales', 'invoice'] as const),
  ...(['account', 'technical', 'feedback', 'other'] as const),
]
const agents = 50
const shards = 16

/** Figures of a large shop: what a batch of its lines costs, and what reading a month of them does. */
export async function monthRows(quick: boolean, say: (line: string) => void): Promise<Row[]> {
  const engine = await startEngine()
  try {
    const { cases } = await engine.tables()
    const figures = figureStore(engine.documents, cases, shards)
    const tickets = quick ? 125 : 250
    say(`a batch of the lines of ${tickets} tickets`)
    const lines = Array.from({ length: tickets }, (_, n) => linesOf(n)).flat()
    const { written } = engine.units
    await figures.add(lines, monday)
    const rows = [
      figure('counting a batch: lines a ticket', lines.length / tickets, 'lines'),
      figure('counting a batch: write units a ticket', (engine.units.written - written) / tickets, 'write units'),
    ]
    say(`a month of ${agents} agents`)
    const today = (await Promise.all(dimensions.map(by => figures.read(by, '2026-03-09', '2026-03-10')))).flat()
    for (let day = 1; day <= 31; day++)
      await figures.correct(today.map(item => ({ ...item, day: `2026-05-${String(day).padStart(2, '0')}` })))
    for (const dimension of dimensions) {
      const { read } = engine.units
      const started = performance.now()
      await figures.read(dimension, '2026-05-01', '2026-05-31')
      const milliseconds = performance.now() - started
      rows.push(
        figure(`a month by ${dimension}: read units`, engine.units.read - read, 'read units'),
        figure(`a month by ${dimension}`, milliseconds, 'ms'),
      )
    }
    return rows
  } finally {
    engine.stop()
  }
}

/** A ticket that is received, understood, answered and resolved within the minutes of one batch: the lines of it that count. */
function linesOf(n: number): readonly CaseEvent[] {
  const id = `${n.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`
  const topic = topics[n % topics.length] as Topic
  const agent = by('agent', `a0000000-0000-4000-8000-${String(n % agents).padStart(12, '0')}`)
  const said = { classification: aClassification({ topic, team: topic }) }
  const steps = [
    { event: 'classify', actor: by('system'), facts: said },
    { event: 'take', actor: agent },
    { event: 'respond', actor: agent, data: { message: aMessage() } },
    { event: 'resolve', actor: agent, data: { message: aMessage({ purpose: 'result' }) } },
  ] as const
  const begun = receiveTicket({}, { id, createdAt: monday })
  let ticket: Ticket = begun.after
  const history = [...begun.events]
  steps.forEach((step, minute) => {
    const change = decide(ticket, { ...step, at: later(monday, { minutes: minute }) })
    ticket = change.after
    history.push(...change.events)
  })
  return history.filter(({ about }) => about)
}
