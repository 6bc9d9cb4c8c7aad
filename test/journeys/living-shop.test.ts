import { openShop, storyHours } from '../../infra/demo/open-shop'
import { startWorld } from '../../infra/local/world'

describe('The living shop of npm start', () => {
  test('shows orders and tickets in every state, told to the minute at which it opens', async () => {
    const opensAt = Date.parse('2026-03-18T06:00:00Z')
    const assembly = process.env.KEFU_ASSEMBLY as string
    const at = new Date(opensAt - storyHours * 3_600_000).toISOString()
    const world = await startWorld({ assembly, at, seed: 'shop' })
    try {
      await openShop(world, opensAt, () => {})
      expect(world.now()).toBe(opensAt)
      const list = async (path: string, as: string) =>
        (await world.get(path, { as })).items.map((item: { state: string }) => item.state)
      const states = new Set([
        ...(await list('/v1/orders?list=review', 'agent')),
        ...(await list('/v1/orders?list=finance', 'finance')),
        ...(await list('/v1/orders?list=warehouse', 'warehouse')),
        ...(await list('/v1/orders?list=transit', 'agent')),
      ])
      expect([...states].sort()).toEqual(
        'in_transit packed paid payment_overdue pending_payment pending_review ready_to_ship refund_pending shipped'.split(
          ' ',
        ),
      )
      const { items: mine } = await world.get('/v1/tickets?list=mine', { as: 'agent' })
      expect(mine.length).toBeGreaterThan(1)
      for (const { assigneeId } of mine) expect(assigneeId).toBe(mine[0].assigneeId)
      const { items: places } = await world.get('/v1/teams/logistics/agents', { as: 'supervisor' })
      expect(places.every(({ open }: { open: string[] }) => open.length > 0)).toBe(true)
      expect((await list('/v1/tickets?list=team:order', 'agent')).length).toBeGreaterThan(0)
      const subjects = world.mails().map(mail => mail.subject)
      expect(subjects.some(subject => /已完成/.test(subject))).toBe(true)
      expect(subjects.some(subject => /T-[0-9A-Z]{8}/.test(subject) && /[a-z]{4}/.test(subject))).toBe(true)
      const { items: filed } = await world.get('/v1/archive?month=2026-03', { as: 'team_lead' })
      expect(filed).toMatchObject([{ archiveNumber: expect.stringMatching(/^SI-202603\d\d-000001$/) }])
      expect(world.mails().filter(({ tags }) => tags.notice === 'N-41')).toHaveLength(4)
      expect(world.deadLetters()).toEqual([])
    } finally {
      await world.stop()
    }
  }, 90_000)
})
