import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Input, Operation } from '../../infra/local/kernel'
import type { FaultRule } from '../../infra/local/lambda'
import type { World } from '../../infra/local/world'
import { type ActName, aWorld, type Made, monday, shopIn } from '../support/journey'

/** When its message has come for the third time: SES has surely not taken the mail of the first. */
const sixMinutesLater = '2026-03-09T01:06:00.000Z'
type Moment = 'before SES takes the mail' | 'after SES took the mail'

let world: World
afterEach(() => world?.stop())

/** Kills the world when this notice is sent, at the very call of SES or before its answer gets back. */
function killAt(notice: string, moment: Moment) {
  const sending = world.services.ses.api.operations.SendRawEmail as { run: Operation['run'] }
  const { run } = sending
  const { kill } = world
  return new Promise<void>(killed => {
    sending.run = async (input, caller) => {
      const isIt = input.Tags.some(({ Value }: Input) => Value === notice)
      if (!isIt || moment === 'after SES took the mail') {
        const answer = await run(input, caller)
        if (!isIt) return answer
      }
      kill().then(killed)
      return new Promise(() => {})
    }
  })
}

/** The acts up to that which makes the notice due. */
const waysTo: Readonly<Record<string, readonly ActName[]>> = {
  'N-08': [],
  'N-10': ['approve'],
  'N-18': ['approve', 'confirm_payment', 'notify_warehouse', 'pack', 'ship', 'confirm_receipt'],
}

/** Whose sender was killed, after the world has started again at the given instant and some minutes have passed. */
async function afterTheKill(notice: string, moment: Moment, restartedAt = monday, faults?: FaultRule) {
  const folder = mkdtempSync(join(tmpdir(), 'kefu-killed-'))
  world = await aWorld({ folder })
  const killed = killAt(notice, moment)
  const shop = shopIn(world)
  let made: Made | undefined
  const work = async () => {
    made = await shop.placed(undefined, { settle: false })
    await world.settle()
    await shop.did(made, ...waysTo[notice]!)
  }
  await expect(work()).rejects.toThrow(/stopped/)
  await killed
  world = await aWorld({ folder, at: restartedAt, ...(faults && { faults }) })
  await world.advance('PT20M')
  return { order: made!, shop: shopIn(world) }
}

const cases = Object.keys(waysTo).flatMap(notice =>
  (['before SES takes the mail', 'after SES took the mail'] as const).map(moment => [notice, moment] as const),
)

describe('A notice whose sender is killed', () => {
  test.each(cases)('%s %s is in the inbox once and on record as sent', async (notice, moment) => {
    const { order, shop } = await afterTheKill(notice, moment)
    const at = moment === 'after SES took the mail' ? monday : sixMinutesLater
    expect(shop.noticesOf(order).filter(each => each.notice === notice)).toMatchObject([{ at }])
    const { notices } = await shop.seen(order)
    expect(notices.filter((each: Input) => each.notice === notice)).toMatchObject([{ state: 'sent', sentAt: at }])
    if (notice === 'N-10') expect(await shop.timesOf(order)).toContain(`${at} DepartmentsNotified`)
    expect(world.deadLetters()).toEqual([])
  })

  test.each(cases.slice(0, 2))('%s %s is there once also when the cloud starts a day later', async (notice, moment) => {
    const { order, shop } = await afterTheKill(notice, moment, '2026-03-10T01:00:00.000Z')
    expect(shop.noticesOf(order).map(each => each.notice)).toEqual([notice])
  })

  test('comes twice where nobody hears the events of SES: that is what they are for', async () => {
    const { order, shop } = await afterTheKill('N-08', 'after SES took the mail', monday, name =>
      name.endsWith('mail-events') ? 'throw' : undefined,
    )
    expect(shop.noticesOf(order).map(each => each.notice)).toEqual(['N-08', 'N-08'])
  })
})
