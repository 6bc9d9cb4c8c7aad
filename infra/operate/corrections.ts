import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { caseStore } from '../../shared/stores/cases'
import { customerStore } from '../../shared/stores/customers'
import { ofSpan } from './histories'
import { command, reach, stageHelp } from './stage'

const usage = `npm run corrections -- [--stage NAME] --from T --to T --out FILE
Writes what people corrected in a span of time as JSON lines of text and topic, for npm run train -- --with-corrections FILE.
The texts are customers' own words: keep the file where personal data may be, and delete it after training.
${stageHelp}`

/** `npm run corrections`: each ticket once, with the topic that people left it with. */
async function corrections(): Promise<void> {
  const { values } = parseArgs({
    options: {
      ...{ stage: { type: 'string' }, from: { type: 'string' }, to: { type: 'string' } },
      ...{ out: { type: 'string' }, help: { type: 'boolean' } },
    },
  })
  if (values.help) return console.log(usage)
  const { from, to, out } = values
  if (!from || !to || !out) throw new Error(usage)
  const stage = reach(values.stage)
  const documents = DynamoDBDocumentClient.from(stage.dynamodb)
  const [casesTable, customersTable] = [stage.casesTable, stage.casesTable.replace(/cases$/, 'customers')]
  const cases = caseStore(documents, { cases: casesTable, customers: undefined, shards: 1 })
  const customers = customerStore(documents, customersTable)
  const corrected = new Set<string>()
  for await (const { events } of ofSpan(stage, new Date(from).toISOString(), new Date(to).toISOString()))
    for (const { type, caseId } of events) if (type === 'TicketRegraded') corrected.add(caseId)
  const lines: string[] = []
  for (const id of [...corrected].sort()) {
    const { customerId = '', facts } = (await cases.get(id)) ?? {}
    const { classification, requestId } = (facts ?? {}) as {
      readonly classification?: { readonly topic: string; readonly proposed?: { readonly topic: string } }
      readonly requestId?: string
    }
    const request = requestId ? await customers.content(customerId, requestId) : null
    if (request?.what !== 'message' || !classification?.proposed) continue
    lines.push(JSON.stringify({ text: request.text, topic: classification.topic, was: classification.proposed.topic }))
  }
  writeFileSync(out, lines.map(line => `${line}\n`).join(''), { mode: 0o600 })
  console.log(`${lines.length} corrections of ${stage.where} in ${out}`)
}

command(corrections)
