import type { World } from '../../infra/local/world'
import { aCustomer, aWorld } from '../support/journey'
import { aMail, bySmtp } from '../support/smtp'

describe('a customer writes by mail', () => {
  let world: World
  beforeAll(async () => {
    world = await aWorld({ smtpPort: 0 })
  })
  afterAll(() => world?.stop())

  test('over SMTP, and has a ticket and its receipt', async () => {
    const { email } = aCustomer()
    const answer = await bySmtp(world, aMail({ from: email }), { from: email, authenticatedAs: email })
    expect(answer).toMatch(/^250 2\.0\.0 Ok \w{40}$/)
    await world.settle()
    expect(world.deadLetters()).toEqual([])
    const [receipt, ...more] = world.inbox(email)
    expect([receipt?.subject, more]).toEqual([expect.stringMatching(/^我们已收到您的留言（T-/), []])
  })
})
