import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { startWorld } from '../../infra/local/world'
import { customersOf, firstDay } from '../../infra/simulate/customers'
import { drive } from '../../infra/simulate/drive'
import { readLimits, rewritten, withLimits } from '../../infra/simulate/limits'
import { report, table } from '../../infra/simulate/report'
import { shared, staffFor, staffOf, teamsOf } from '../../infra/simulate/staff'

const [seed, days, tickets, daysInAll] = ['7', 1, 4, 2]
const visits = customersOf(seed, days, tickets)
const assembly = process.env.KEFU_ASSEMBLY ?? ''

/** A shop's day, and what its customers were told first. */
async function simulated(agents: number, template = assembly) {
  const world = await startWorld({ assembly: template, at: new Date(firstDay).toISOString(), seed: 'simulation' })
  try {
    const staff = staffOf(seed, visits, days, agents)
    const outcome = await drive(world, { seed, visits, agents: staff, days: daysInAll }, () => {})
    const receipts = world.mails().filter(({ tags }) => tags.notice === 'N-01')
    const { cost, perTicket, ...findings } = report(agents, [outcome], 0)
    return { ...findings, receipts: receipts.map(({ at, to, text }) => ({ at, to, text })), cost, perTicket }
  } finally {
    await world.stop()
  }
}

/** Lambda is billed by the time of this machine. */
const withoutTime = ({ cost, perTicket, ...findings }: Awaited<ReturnType<typeof simulated>>) => {
  const { gigabyteSeconds, ...counted } = perTicket
  return { ...findings, counted }
}

describe('A simulated day', () => {
  test('is the same for the same seed, without a failed request or a dead letter; other staff and limits meet the same customers', async () => {
    const one = await simulated(teamsOf(visits).length)
    expect(one).toMatchObject({ failures: [], refusals: {}, deadLetters: 0, tickets })
    expect(one.kpis.find(({ id }) => id === 'K-19')).toMatchObject({ denominator: tickets })
    expect(one.cost.perTicket).toBeGreaterThan(one.cost.withoutMail)

    const again = await simulated(teamsOf(visits).length)
    expect(withoutTime(again)).toEqual(withoutTime(one))

    const strict = await withLimits(assembly, { 'SLA-07': { limit: { hours: 0.01 } } })
    const other = await simulated(teamsOf(visits).length + 3, strict)
    expect(other.failures).toEqual([])
    expect(other.receipts.map(({ at, to }) => [at, to])).toEqual(one.receipts.map(({ at, to }) => [at, to]))
    expect(other.breaches.byClock['SLA-07']).toBeGreaterThan(one.breaches.byClock['SLA-07'] ?? 0)
    const said = table(['as it is', 'what if'], [{ ...one, wallSeconds: 1 }, other])
    expect(said).toMatch(/agents +\d+ +\d+\n/)
    expect(said).toMatch(/K-42 Broken promises of time .* of \d+ .* of \d+\n/)
  }, 120_000)
})

describe('Its customers and staff', () => {
  test('are drawn each from a stream of their own', () => {
    expect(customersOf(seed, days, tickets)).toEqual(visits)
    expect(customersOf('8', days, tickets)).not.toEqual(visits)
    const [few, more] = [staffOf(seed, visits, 1, 8), staffOf(seed, visits, 1, 12)]
    for (const agent of few) expect(more).toContainEqual(agent)
    expect(staffFor(visits, days)).toBeGreaterThanOrEqual(2 * teamsOf(visits).length)
  })

  test('are shared out to worlds by teams, of which none is cut in two', () => {
    const many = customersOf(seed, 3, 60)
    const parts = shared(many, 3)
    expect(parts.flatMap(teamsOf).sort()).toEqual(teamsOf(many))
    expect(parts.flat().sort((a, b) => a.at - b.at)).toEqual(many)
    expect(Math.min(...parts.map(({ length }) => length))).toBeGreaterThan(10)
  })

  test('leave no team without anybody', () => {
    expect(() => staffOf(seed, visits, 1, 1)).toThrow(/^--agents 1: these customers write to \d teams$/)
  })
})

describe('Other limits', () => {
  const fileOf = (content: unknown) => {
    const file = join(mkdtempSync(join(tmpdir(), 'limits-')), 'limits.json')
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
    return file
  }

  test.each([
    [{ 'SLA-99': { limit: { hours: 1 } } }, 'SLA-99 is no limit of the handbook; there are SLA-01,'],
    [{ 'SLA-01': { limit: { hours: 0 } } }, 'SLA-01.limit.hours: Too small'],
    [{ 'SLA-01': { limit: { hours: 1 }, warn: 0.5 } }, 'SLA-01: Unrecognized key: "warn"'],
    [{ 'SLA-39': { limit: { hours: 1 } } }, 'SLA-39 has no limit of its own'],
    ['hours: 1', 'cannot be read: '],
  ])('that cannot be are refused in a sentence: %j', (content, sentence) => {
    expect(() => readLimits(fileOf(content))).toThrow(sentence)
  })

  test('stand in the table of the handbook, under a version of their own', () => {
    const changes = readLimits(fileOf({ 'SLA-01': { limit: { hours: 8 }, warnAtShare: 0.5 } }))
    const source = readFileSync(resolve(__dirname, '../../shared/handbook/limits.ts'), 'utf8')
    expect(rewritten(source, changes)).toContain('{"SLA-01":{"limit":{"hours":8},"warnAtShare":0.5}}')
    expect(rewritten(source, changes)).toMatch(/POLICY_VERSION = '[^']+ what-if'/)
    expect(() => rewritten('', changes)).toThrow('the table of limits is written in another way')
  })
})
