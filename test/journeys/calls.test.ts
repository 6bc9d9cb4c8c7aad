import { AwsError, type Operation } from '../../infra/local/kernel'
import type { World } from '../../infra/local/world'
import { aCustomer, anOrderRequest, aTicketRequest, aWorld, type Made, type Shop, shopIn } from '../support/journey'

let world: World
let shop: Shop
beforeEach(async () => {
  world = await aWorld()
  shop = shopIn(world)
})
afterEach(() => world.stop())

/** From now on SES takes no mail to this address. */
function refuse(address: string) {
  const sending = world.services.ses.api.operations.SendRawEmail as { run: Operation['run'] }
  const { run } = sending
  sending.run = (input, caller) => {
    if (input.Destinations.includes(address)) throw new AwsError('MessageRejected', 'Address is not verified.')
    return run(input, caller)
  }
}

const calls = async () => (await world.get('/v1/calls', { as: 'agent' })).items
const call = ({ kind, id }: Made, notice: string) =>
  world.post(`/v1/${kind}s/${id}/calls`, { as: 'agent', body: { notice, result: 'told' } })

describe('A mail that SES refuses three times', () => {
  test('becomes a call that an agent makes (R-NTF-03)', async () => {
    const request = anOrderRequest()
    refuse((request.customer as { email: string }).email)
    const order = await shop.placed(request)
    await world.advance('PT5M')
    expect(await calls()).toEqual([])
    await world.advance('PT5M')
    expect(await calls()).toMatchObject([{ kind: 'order', id: order.id, say: [{ notice: 'N-08' }] }])
    expect((await shop.seen(order)).notices).toMatchObject([{ notice: 'N-08', state: 'phone_task' }])

    await call(order, 'N-08')
    expect(await calls()).toEqual([])
    await shop.did(order, 'approve')
    expect(await shop.stateOf(order)).toBe('pending_payment')
    expect(world.deadLetters()).toEqual([])
  })
})

describe('A customer without an address', () => {
  const unreachable = { customer: aCustomer({ email: undefined, phone: '+86 138 0000 0027' }) }

  test('is called about each thing that a mail would say, and staff are still written to (R-NTF-04)', async () => {
    const order = await shop.placed(anOrderRequest(unreachable))
    await shop.did(order, 'approve', 'confirm_payment')
    expect(await calls()).toMatchObject([{ id: order.id, say: [{ notice: 'N-08' }, { notice: 'N-11' }] }])
    expect(shop.noticesOf(order).map(({ notice }) => notice)).toEqual(['N-10', 'N-11-service'])
    await call(order, 'N-11')
    expect(await calls()).toMatchObject([{ say: [{ notice: 'N-08' }] }])
    await call(order, 'N-08')
    expect(await calls()).toEqual([])
  })

  test('is called about a ticket too', async () => {
    const ticket = await shop.opened(aTicketRequest('包裹三天没更新了', unreachable))
    expect(await calls()).toMatchObject([{ kind: 'ticket', id: ticket.id, say: [{ notice: 'N-01' }] }])
    await call(ticket, 'N-01')
    expect(await calls()).toEqual([])
  })
})
