import type { World } from '../local/world'
import { type Act, actsOf, type PlacedOrder, perform, type Step, steps } from './desk'
import { type RecordedOrder, reasonFor } from './recorded-order'

/** What one world saw of its share of the orders. */
export interface Outcome {
  readonly finalStates: Record<string, number>
  readonly disagreements: Disagreement[]
  /** Requests that the desk neither took nor refused by its table: a defect of ours, or a row that makes no order. */
  readonly failures: Failure[]
  /** Instants that the file left open, by their names. */
  readonly filledIn: Record<string, number>
  readonly refusals: Record<string, number>
  readonly clocks: Record<string, ClockOutcome>
  readonly notices: Record<string, number>
  deadLetters: number
  virtualDays: number
}

export interface Disagreement {
  readonly reference: string
  readonly expected: string
  readonly actual: string
  /** Where the file itself is the reason. */
  readonly because?: string
}

export interface Failure {
  readonly reference: string
  readonly step: Step
  readonly status: number
  readonly problem: string
}

export interface ClockOutcome {
  met: number
  warned: number
  breached: number
  open: number
  readonly elapsedSeconds: number[]
}

interface OrderFile extends Record<string, unknown> {
  readonly state: string
  readonly clocks: readonly {
    id: string
    startedAt: string
    warnedAt?: string
    breachedAt?: string
    stoppedAt?: string
  }[]
  readonly notices: readonly { notice: string; state: string }[]
}

/** Replays orders in virtual time: each act at its recorded instant; what the desk refuses is counted by its reason and
 *  done at the first instant at which it is legal, that is after the act that it waited for. */
export async function drive(
  world: World,
  orders: readonly RecordedOrder[],
  progress: (acts: number) => void,
): Promise<Outcome> {
  const outcome: Outcome = {
    finalStates: {},
    disagreements: [],
    failures: [],
    filledIn: {},
    refusals: {},
    clocks: {},
    notices: {},
    deadLetters: 0,
    virtualDays: 0,
  }
  const placed = new Map<string, PlacedOrder>()
  const waiting = new Map<string, Step[]>()
  const start = world.now()

  const attempt = async ({ order }: Act, step: Step): Promise<boolean> => {
    const { reference } = order
    if (step !== 'place' && !placed.has(reference)) return false
    const { status, body } = await perform(world, step, order, placed.get(reference))
    if (status < 300) {
      if (step === 'place') placed.set(reference, { id: String(body.id), customerId: String(body.customerId) })
      return true
    }
    if (status === 409) count(outcome.refusals, `${step} while ${body.state}`)
    else outcome.failures.push({ reference, step, status, problem: problemIn(body) })
    return false
  }
  const act = async (current: Act) => {
    const held = waiting.get(current.order.reference) ?? []
    let moved = false
    for (const step of current.steps) {
      if (await attempt(current, step)) moved = true
      else held.push(step)
    }
    held.sort((a, b) => steps.indexOf(a) - steps.indexOf(b))
    while (moved && held.length > 0) {
      moved = await attempt(current, held[0]!)
      if (moved) held.shift()
    }
    waiting.set(current.order.reference, held)
  }

  for (const current of actsOf(orders)) {
    await world.advanceTo(new Date(current.at).toISOString())
    await act(current)
    progress(1)
  }
  await world.advance('P1D')
  for (const order of orders) await close(world, order, placed.get(order.reference), outcome)
  outcome.deadLetters = world.deadLetters().length
  outcome.virtualDays = (world.now() - start) / 86_400_000
  return outcome
}

const problemIn = ({ type, detail, errors }: Record<string, unknown>) =>
  [type, detail, errors && JSON.stringify(errors)].filter(said => said !== undefined).join(': ')

async function close(world: World, order: RecordedOrder, placed: PlacedOrder | undefined, outcome: Outcome) {
  for (const name of order.filledIn) count(outcome.filledIn, name)
  const judge = (actual: string) => {
    count(outcome.finalStates, actual)
    if (!order.finalStates || order.finalStates.includes(actual)) return
    const because = reasonFor(order, actual)
    const expected = order.finalStates.join(' or ')
    outcome.disagreements.push({ reference: order.reference, expected, actual, ...(because && { because }) })
  }
  if (!placed) return judge('not placed')
  const { body } = await world.request('GET', `/v1/orders/${placed.id}`, { as: 'supervisor' })
  const file = body as OrderFile
  judge(file.state)
  for (const { id, ...clock } of file.clocks) {
    outcome.clocks[id] ??= { met: 0, warned: 0, breached: 0, open: 0, elapsedSeconds: [] }
    const tally = outcome.clocks[id]
    if (clock.warnedAt) tally.warned++
    if (clock.breachedAt) tally.breached++
    else if (clock.stoppedAt) tally.met++
    if (!clock.stoppedAt) tally.open++
    else tally.elapsedSeconds.push((Date.parse(clock.stoppedAt) - Date.parse(clock.startedAt)) / 1000)
  }
  for (const { notice, state } of file.notices) count(outcome.notices, `${notice} ${state}`)
}

function count(counts: Record<string, number>, key: string) {
  counts[key] = (counts[key] ?? 0) + 1
}
