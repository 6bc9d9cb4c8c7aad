import fc from 'fast-check'
import { caseNumber } from '../../shared/domain/number'
import type { ReplyTopic } from '../../shared/domain/reply-address'
import { type ReplyAddresses, replyAddressesBy } from '../../shared/gateways/reply-addresses'

const mailbox = 'service@shop.example'
const secretOf = (name: string) => async () => Buffer.from(`secret ${name}`)
const addressesBy = (...names: readonly string[]) =>
  replyAddressesBy(
    names.map(name => [name, secretOf(name)]),
    mailbox,
  )
const ours = addressesBy('a')

const topics = fc
  .record({ id: fc.uuid(), customerId: fc.uuid(), kind: fc.constantFrom('ticket' as const, 'order' as const) })
  .map(({ kind, ...ids }): ReplyTopic => ({ ...ids, number: caseNumber(kind, ids.id) }))

const opens = async (addresses: ReplyAddresses, address: string, topic: ReplyTopic) => {
  const claim = addresses.read(address)
  return claim !== null && addresses.isFor(claim, topic)
}

describe('the address to which a customer answers (R-CHN-07)', () => {
  test('is read as it was made, in capitals too, within 64 characters before the @', async () => {
    await fc.assert(
      fc.asyncProperty(topics, async topic => {
        const address = await ours.make(topic)
        expect(address).toMatch(/^service\+[a-z0-9.]+@shop\.example$/)
        expect(address.indexOf('@')).toBeLessThanOrEqual(64)
        for (const written of [address, address.toUpperCase(), ` ${address} `])
          expect(await opens(ours, written, topic)).toBe(true)
      }),
    )
  })

  test('with any sign changed, left out or added, it is none of ours', async () => {
    const signs = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz234567890.+-_=@ 0189')
    await fc.assert(
      fc.asyncProperty(topics, fc.nat(), signs, fc.constantFrom(0, 1), async (topic, place, sign, removed) => {
        const address = await ours.make(topic)
        const at = place % address.length
        const changed = address.slice(0, at) + sign + address.slice(at + removed)
        fc.pre(changed.trim() !== address)
        expect(await opens(ours, changed, topic)).toBe(false)
      }),
    )
  })

  test("of another customer, or another case, it is not this one's", async () => {
    await fc.assert(
      fc.asyncProperty(topics, topics, async (topic, other) => {
        const address = await ours.make(topic)
        expect(await opens(ours, address, { ...topic, customerId: other.customerId })).toBe(false)
        expect(await opens(ours, address, { ...topic, id: other.id })).toBe(false)
        expect(await opens(ours, address, other)).toBe(false)
      }),
    )
  })

  test('while keys change over both open it; when the old one is gone it is closed', async () => {
    const topic = { id: 'case', customerId: 'li', number: 'T-7Q2M4XDK' }
    const address = await ours.make(topic)
    expect(await opens(addressesBy('b', 'a'), address, topic)).toBe(true)
    expect(await addressesBy('b', 'a').make(topic)).not.toBe(address)
    expect(await opens(addressesBy('b'), address, topic)).toBe(false)
    expect(await opens(replyAddressesBy([['a', secretOf('other')]], mailbox), address, topic)).toBe(false)
  })

  test.each([
    ['no token', 'service@shop.example'],
    ['another mailbox', 'sales+t7q2m4xdk.a.aaaaaaaaaaaaaaaaaaaaaaaaaa@shop.example'],
    ['another domain', 'service+t7q2m4xdk.a.aaaaaaaaaaaaaaaaaaaaaaaaaa@shop.example.net'],
    ['another separator', 'service-t7q2m4xdk.a.aaaaaaaaaaaaaaaaaaaaaaaaaa@shop.example'],
    ['two of them', 'service+t7q2m4xdk.a.aaaaaaaaaaaaaaaaaaaaaaaaaa+x@shop.example'],
    ['nothing at all', ''],
  ])('%s is no claim', (_, address) => {
    expect(ours.read(address)).toBeNull()
  })

  test('a mailbox that leaves no room for it is refused when it is made, not when it is answered', async () => {
    const long = replyAddressesBy([['a', secretOf('a')]], `${'x'.repeat(30)}@shop.example`)
    await expect(long.make({ id: 'case', customerId: 'li', number: 'T-7Q2M4XDK' })).rejects.toThrow('too many')
  })
})
