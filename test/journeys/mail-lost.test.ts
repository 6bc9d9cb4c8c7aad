import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { World } from '../../infra/local/world'
import { aCustomer, aKey, aWorld, monday } from '../support/journey'
import { allBySmtp, aMail, bySmtp } from '../support/smtp'

let world: World
afterEach(() => world?.stop())

const mailOf = (from: string) => aMail({ from, headers: { 'Message-ID': `<${aKey()}@example.com>` } })
const receiptsOf = (email: string) => world.inbox(email).filter(({ tags }) => tags.notice === 'N-01')

/** Answered with 250, and nothing has happened since. */
async function taken(folder: string) {
  world = await aWorld({ folder, smtpPort: 0 })
  const { email } = aCustomer()
  expect(await bySmtp(world, mailOf(email), { from: email, authenticatedAs: email })).toMatch(/^250 /)
  return email
}

/** A thousand: npm run bench -- --only mails. */
describe('no mail is lost', () => {
  test('of a hundred at once, over eight connections, whatever comes twice and in disorder: each has one ticket', async () => {
    world = await aWorld({ smtpPort: 0, unruly: true, width: 8 })
    const senders = Array.from({ length: 100 }, () => aCustomer().email)
    await allBySmtp(
      world,
      senders.map(from => ({ from, raw: mailOf(from) })),
      8,
    )
    await world.advance('PT10M')
    expect(world.deadLetters()).toEqual([])
    expect(senders.map(email => receiptsOf(email).length).filter(count => count !== 1)).toEqual([])
  }, 120_000)

  test('that was answered with 250 when all is killed: its ticket is there after the next start', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kefu-mail-killed-'))
    const email = await taken(folder)
    await world.kill()
    world = await aWorld({ folder, at: monday })
    await world.advance('PT10M')
    expect(receiptsOf(email)).toHaveLength(1)
  })

  test.each(['throw', 'timeout'] as const)('whose reader dies by %s: it is read again', async way => {
    let tries = 0
    world = await aWorld({
      smtpPort: 0,
      faults: name => (name.endsWith('mail-intake') && ++tries === 1 ? way : undefined),
    })
    const { email } = aCustomer()
    await world.receive(mailOf(email), { from: email, to: ['service@kefu.example'], authenticatedAs: email })
    await world.advance('PT10M')
    expect([tries, receiptsOf(email).length]).toEqual([2, 1])
  })
})
