import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { complaintTransitions, ticketTransitions } from '../../shared/domain/desk-tables'
import { incidentTransitions } from '../../shared/handbook/incident-transitions'
import { orderTransitions } from '../../shared/handbook/order-transitions'
import { coreAreas, idsOf, ofLaterDesks } from '../support/core-requirements'

const folder = join(__dirname, '..')
const catalogue = join(folder, '../../shared/requirements.md')
const tests = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.test.ts') && join(folder, name) !== __filename)
  .map(name => readFileSync(join(folder, name), 'utf8'))

/** `R-SLA-34`, `R-SLA-34..38`, `R-CHN-01, 05`; a clock is named by its id alone: SLA-34. */
const cited = new Set(
  tests.flatMap(text => [
    ...Array.from(text.matchAll(/R-([A-Z]\w\w)-(\d\d(?:\.\.\d\d)?(?:, \d\d(?:\.\.\d\d)?(?!\d))*)/g)).flatMap(
      ([, area = '', numbers = '']) => idsOf(area, numbers.replaceAll(',', '')),
    ),
    ...Array.from(text.matchAll(/(?<![-\w])SLA-(\d\d)/g)).flatMap(([, number = '']) => idsOf('SLA', number)),
  ]),
)
const core = Object.entries(coreAreas).flatMap(([area, numbers]) => idsOf(area, numbers))
const later = Object.keys(ofLaterDesks).flatMap(each => idsOf(each.slice(0, 3), each.slice(4)))

describe('the core requirements', () => {
  test.each(Object.keys(coreAreas))('of %s are each cited by a test', area => {
    const asked = idsOf(area, coreAreas[area] ?? '').filter(id => !later.includes(id))
    expect(asked.filter(id => !cited.has(id))).toEqual([])
  })

  test('that wait for a later desk are core, and no test claims them', () => {
    expect(later.filter(id => !core.includes(id) || cited.has(id))).toEqual([])
  })

  const listed = existsSync(catalogue) ? test : test.skip
  listed('are those of the catalogue', () => {
    const rows = readFileSync(catalogue, 'utf8')
      .split('\n')
      .map(line => /^\| (R-([A-Z]\w\w)-\d\d) \|.*\| (\w+)[^|]*\|$/.exec(line) ?? [])
      .filter(([, id = '', area = '', kind]) => area in coreAreas && (kind === 'core' || id.startsWith('R-SLA')))
      .map(([, id]) => id)
    const beside = ['SUR', 'CUS'].flatMap(area => rows.filter(id => id?.includes(area)))
    expect(rows.filter(id => !beside.includes(id)).sort()).toEqual(core.filter(id => !/SUR|CUS/.test(id)).sort())
    expect(core.filter(id => /SUR|CUS/.test(id) && !rows.includes(id))).toEqual([])
  })
})

describe('each row of §4.1, §4.2, §4.3 and of what is built of §4.5', () => {
  test.each(
    [ticketTransitions, complaintTransitions, orderTransitions, incidentTransitions].flatMap(({ rows }) => [
      ...new Set(rows.map(({ id }) => id)),
    ]),
  )('%s is cited by a test', id => {
    expect(tests.some(text => new RegExp(`(?<![\\w-])${id}(?![\\w-])`).test(text))).toBe(true)
  })
})
