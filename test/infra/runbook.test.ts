import { readFileSync } from 'node:fs'
import { alarmsOf, kindOf, runbook, runbookPage } from '../../infra/operate/runbook'
import { synthesisOf } from './synthesis'

const page = readFileSync(runbookPage, 'utf8')
const alarms = alarmsOf(synthesisOf('prod').service.json)
const queues = synthesisOf('prod')
  .service.all('AWS::SQS::Queue')
  .map(({ Properties }) => String(Properties.QueueName))

describe('the run-book', () => {
  test('tables every alarm of the template with what people lose (else: npm run runbook)', () => {
    expect(alarms.length).toBeGreaterThan(40)
    expect(runbook(page, alarms)).toBe(page)
  })

  test('says for each kind of alarm what to do', () => {
    for (const kind of new Set(alarms.map(kindOf))) expect(page).toContain(`\n### ${kind}\n`)
  })

  test('names each queue whose dead letters may be brought back', () => {
    const dead = queues.filter(name => name.endsWith('-dead')).map(name => name.slice('kefu-prod-'.length, -5))
    expect(dead.length).toBeGreaterThan(4)
    for (const name of dead) expect(page).toContain(`\`${name}\``)
  })

  test('speaks only of commands that there are', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'))
    for (const [, name] of page.matchAll(/npm run ([\w-]+)/g)) expect(Object.keys(scripts)).toContain(name)
  })

  test('leads nowhere that is not on the page', () => {
    const headings = [...page.matchAll(/^#+ (.+)$/gm)].map(([, text]) => text!.toLowerCase().replaceAll(' ', '-'))
    for (const [, anchor] of page.matchAll(/\]\(#([^)]+)\)/g)) expect(headings).toContain(anchor)
  })
})
