import type { World } from '../local/world'
import { type Act, actsOf, type PlacedOrder, perform, type Step } from './desk'
import type { RecordedOrder } from './recorded-order'

/** What one world saw of its share of the orders. */
export interface Outcome {
  readonly finalStates: Record<string, number>
  readonly disagreements: { readonly reference: string; readonly expected: string; readonly actual: string }[]
  readonly refusals: Record<string, number>
  readonly clocks: Record<string, ClockOutcome>
  readonly notices: Record<string, number>
  deadLetters: number
  virtualDays: number
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
    const answer = await perform(world, step, order, placed.get(order.reference))
    if (step === 'place')
      placed.set(order.reference, { id: String(answer.body.id), customerId: String(answer.body.customerId) })
    if (answer.status < 300) return true
    if (answer.status !== 409)
      throw new Error(`${step} of ${order.reference}: ${answer.status} ${JSON.stringify(answer.body)}`)
    count(outcome.refusals, `${step} while ${answer.body.state}`)
    return false
  }
  const act = async (current: Act) => {
    const held = waiting.get(current.order.reference) ?? []
    let moved = false
    for (const step of current.steps) {
      if (await attempt(current, step)) moved = true
      else held.push(step)
    }
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

async function close(world: World, order: RecordedOrder, placed: PlacedOrder | undefined, outcome: Outcome) {
  const { body } = await world.request('GET', `/v1/orders/${placed?.id}`, { as: 'supervisor' })
  const file = body as OrderFile
  count(outcome.finalStates, file.state)
  if (order.finalState !== undefined && order.finalState !== file.state)
    outcome.disagreements.push({ reference: order.reference, expected: order.finalState, actual: file.state })
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
