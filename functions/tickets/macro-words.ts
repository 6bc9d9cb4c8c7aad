import * as z from 'zod'
import { type MacroValues, saidBy, variablesOf } from '../../shared/domain/macro'
import type { Action } from '../../shared/domain/may'
import { Refusal } from '../../shared/domain/refusal'
import type { Complaint, Ticket } from '../../shared/domain/ticket'
import { sayInstant } from '../../shared/domain/time-text'
import { found } from '../../shared/entry/act'
import { instant, words } from '../../shared/entry/shapes'
import { type MacroVariable, macros } from '../../shared/handbook/macros'
import { markets } from '../../shared/handbook/markets'
import { type Desk, deskKinds, type TicketCall, writing } from './desk'

const name = words(60).optional()

/** What the house does not know by itself, or the agent wants to say otherwise. */
const values = z.strictObject({ customerName: name, orderNumber: name, agentName: name, until: instant.optional() })

const macro = z.strictObject({
  id: z.enum(Object.keys(macros) as [string, ...string[]]),
  values: values.default({}),
})

/** Words of an agent to a customer: their own, or a macro's. */
export const saying = z
  .strictObject({ ...writing.shape, text: writing.shape.text.optional(), macro: macro.optional() })
  .refine(({ text, macro }) => (text === undefined) !== (macro === undefined), {
    path: ['text'],
    message: 'the words, or a macro',
  })

type Saying = z.output<typeof saying>
type Needs = Pick<Desk, 'cases' | 'customers'>

/** The call with its words spelt out: a macro is said in the customer's language, with what is known of the case. Throws a
 *  Refusal that names each variable which nobody has given. */
export async function inWords(
  desk: Needs,
  call: TicketCall<Saying>,
  action: Action,
): Promise<TicketCall<z.output<typeof writing>>> {
  const { text = '', macro, ...brought } = call.body
  if (!macro) return { ...call, body: { text, ...brought } }
  const ticket: Ticket | Complaint = await found(desk.cases, call, action, deskKinds, call.params.ticketId)
  const said = saidBy(macro.id, ticket.language, await known(desk, ticket, macro))
  if ('text' in said) return { ...call, body: { ...said, ...brought } }
  const errors = said.missing.map(variable => ({ path: `macro.values.${variable}`, message: 'not known: say it' }))
  throw new Refusal('unprocessable', `the macro ${macro.id} lacks ${said.missing.join(', ')}`, { errors })
}

/** What the agent says comes first; what nobody needs is not looked up. */
async function known(
  { cases, customers }: Needs,
  { number, customerId, market, language, facts }: Ticket | Complaint,
  { id, values: { until, ...given } }: NonNullable<Saying['macro']>,
): Promise<MacroValues> {
  const wants = (variable: MacroVariable) => variablesOf(id).includes(variable) && !(given as MacroValues)[variable]
  const [file, order] = await Promise.all([
    wants('customerName') ? customers.file(customerId) : null,
    wants('orderNumber') && facts.orderId ? cases.get(facts.orderId) : null,
  ])
  const customerName = given.customerName ?? file?.fields.name?.value
  const orderNumber = given.orderNumber ?? order?.number
  return {
    number,
    ...(customerName && { customerName: String(customerName) }),
    ...(orderNumber && { orderNumber }),
    ...(given.agentName && { agentName: given.agentName }),
    ...(until && { until: sayInstant(until, markets[market].zone, language) }),
  }
}
