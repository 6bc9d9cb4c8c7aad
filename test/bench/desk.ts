import '../support/quiet'
import { classifyTicket } from '../../functions/classification/classify-ticket'
import { dispatchTeam } from '../../functions/dispatch/dispatch-team'
import type { Ticket } from '../../shared/domain/ticket'
import { apiOf, aRequest, newKey, type Reply } from '../support/api'
import { monday } from '../support/builders'
import { startEngine } from '../support/engine'
import { openHouse } from '../support/ports'
import { figure, type Goal, median, type Row } from './figures'

const agents = 20
/** An event, its list and its index entries (README: 9 write units an event). */
const event: Goal = { of: 'value', is: '<=', limit: 9 }

/** What each step of a ticket takes of the tables and of this machine, on a desk of twenty agents: the HTTP functions, the
 *  classification and the dispatcher on the engine, without the rest of the cloud. */
export async function deskRows(quick: boolean, say: (line: string) => void): Promise<Row[]> {
  const count = quick ? 10 : 100
  const engine = await startEngine()
  try {
    const house = await openHouse(engine)
    const api = apiOf(house)
    const agent = (sub: string) => api.bearing({ sub, client_id: 'staff-client', 'cognito:groups': '[agent]' })
    say(`a desk of ${agents} agents`)
    for (let n = 0; n < agents; n++) {
      const place = { languages: ['zh', 'en'], capacity: 50 }
      succeeded(await api.staff('supervisor').post(`/v1/teams/logistics/agents/agent-${n}`, place))
      succeeded(await agent(`agent-${n}`).post('/v1/me/presence', { presence: 'available' }))
    }

    const ids: string[] = []
    const about = (n: number) => ids[n] as string
    const holder = async (n: number) => String(((await house.cases.get(about(n))) as Ticket).facts.assigneeId)
    const steps: Readonly<Record<string, (n: number) => Promise<() => Promise<unknown>>>> = {
      'a ticket of a known customer': async () => async () => {
        const made = await api.storefront().post('/v1/tickets', aRequest(), { headers: newKey() })
        ids.push(succeeded(made).body.id)
      },
      'its classification': async n => () =>
        classifyTicket(house, { message: { caseId: about(n) }, now: monday, messageId: 'm', attempt: 1 }),
      [`its assignment, among ${agents}`]: async n => async () => {
        const message = { caseId: about(n), team: 'logistics' }
        const { given } = await dispatchTeam(house, { message, now: monday, messageId: 'm', attempt: 1 })
        if (given !== 1) throw new Error(`the dispatcher gave ${given} tickets in place of one`)
      },
      'a reply': async n => {
        const as = agent(await holder(n))
        return async () => succeeded(await as.post(`/v1/tickets/${about(n)}/replies`, { text: '我们正在核实。' }))
      },
      'the explanation of its clocks': async n => async () =>
        succeeded(await api.staff('agent').get(`/v1/cases/${about(n)}/clocks`)),
      'the result': async n => {
        const as = agent(await holder(n))
        return async () => succeeded(await as.post(`/v1/tickets/${about(n)}/resolution`, { text: '已重新派送。' }))
      },
    }
    const used = new Map(Object.keys(steps).map(name => [name, { write: 0, read: 0, times: [] as number[] }]))
    // Each ticket the whole way: what waits is looked at by the dispatcher, and would be charged to another's assignment.
    for (let n = 0; n <= count; n++)
      for (const [name, prepare] of Object.entries(steps)) {
        const step = await prepare(n)
        const { read, written } = engine.units
        const started = performance.now()
        await step()
        const sum = used.get(name)
        // The first opens the customer's file, and warms up.
        if (n === 0 || !sum) continue
        sum.times.push(performance.now() - started)
        sum.write += engine.units.written - written
        sum.read += engine.units.read - read
      }
    return [...used].flatMap(([name, { write, read, times }]) => [
      ...(write > 0 ? [figure(`${name}: write units`, write / count, 'write units', event)] : []),
      figure(`${name}: read units`, read / count, 'read units'),
      figure(name, median(times), 'ms'),
    ])
  } finally {
    engine.stop()
  }
}

function succeeded(answer: Reply): Reply {
  if (answer.status >= 300) throw new Error(`answered ${answer.status}: ${JSON.stringify(answer.body)}`)
  return answer
}
