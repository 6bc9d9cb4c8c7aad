import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { receiveMail } from '../../functions/intake/receive-mail'
import { replyAddressesBy } from '../../shared/gateways/reply-addresses'
import { monday } from '../support/builders'
import { beforeEachOnEngine } from '../support/engine'
import { messageQueue, openHouse } from '../support/ports'

const folder = join(__dirname, '../../../shared/data/emails')
const there = existsSync(folder)
const mails = there
  ? readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter(name => /\.(eml|txt)$/.test(name))
      .sort()
      .filter((_, index) => index % 10 === 0)
  : []

/** A ticket, the same mail or the same words again, a machine's, what came back of nobody's. */
const possible = ['ticket', 'known', 'repeated', 'left', 'not ours']

let house: Awaited<ReturnType<typeof openHouse>>
beforeEachOnEngine(async engine => {
  house = await openHouse(engine)
})

;(there ? describe : describe.skip)('the mails of mail libraries (../shared/data/emails, where it is)', () => {
  test('are taken in, one in ten here: each becomes a ticket, is heard, or is left with its reason', async () => {
    const room = {
      ...{ ...house, mailEvents: messageQueue(), mailDomain: 'shop.example' },
      replies: replyAddressesBy([['a', async () => Buffer.from('secret')]], 'service@shop.example'),
    }
    const outcomes: string[] = []
    for (const [index, name] of mails.entries()) {
      const key = `mail-${index}`
      house.mails.arrived.set(key, readFileSync(join(folder, name)))
      const delivery = { message: { key, tag: 'x' }, now: monday, messageId: 'm', attempt: 1 }
      const done = (await receiveMail(room, delivery).catch(error => ({ outcome: `${name}: ${error}` }))) as {
        readonly outcome: string
      }
      outcomes.push(done.outcome)
    }
    expect([...new Set(outcomes)].filter(outcome => !possible.includes(outcome))).toEqual([])
    expect(outcomes.filter(outcome => outcome === 'ticket').length).toBeGreaterThan(mails.length / 2)
  })
})
