import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as z from 'zod'
import { assemble } from '../assemble'
import { language, readable } from './asl/definition'
import { functions } from './asl/expressions'
import { virtualClock } from './clock'
import { createIam } from './iam'
import { openJournal } from './journal'
import type { ApiService, ResourceType } from './kernel'
import { seededRandom } from './random'
import { createServices, resourceTypes } from './services/all'
import { environmentOf, loadTemplate } from './template'
import { stacksOf } from './world'

/** The page that says what is honoured, beside this file. */
export const page = join(__dirname, 'README.md')

/** Every API of the local cloud as an assembly makes it; nothing is started. */
export async function apisOf(assembly: string): Promise<readonly ApiService[]> {
  const folder = mkdtempSync(join(tmpdir(), 'kefu-honoured-'))
  const stacks = stacksOf(assembly)
  const clock = virtualClock(0)
  const { account: id = '000000000000', region = 'us-east-1' } = environmentOf(assembly, stacks[0] ?? '')
  const template = loadTemplate(assembly, stacks, { id, region, endpoint: 'http://127.0.0.1' }, resourceTypes)
  const kernel = {
    clock,
    template,
    folder,
    unruly: false,
    random: seededRandom(''),
    journal: openJournal(folder, clock),
  }
  const lambda = { invoke: () => Promise.reject(new Error('nothing is started here')) }
  const services = createServices({ ...kernel, lambda, iam: createIam(template) })
  await services.gateway.stop?.()
  rmSync(folder, { recursive: true })
  return services.inOrder.flatMap(({ api }) => api ?? [])
}

/** How requests and answers pass the HTTP API, as on AWS. */
const httpApi = [
  'A request goes to the route whose method and path fit, text before a parameter; to none: 404.',
  'A JWT authorizer reads `Authorization`, and checks signature (RS256), issuer, time, and `aud` or `client_id` against its audience: 401 with `www-authenticate`. Claims reach the function as texts, lists as `[agent finance]`.',
  'Each route has its token bucket: its own settings, else those of the stage, else 10,000 a second with bursts of 5,000: 429.',
  'More than 10,240 bytes of request line and headers: 431. A body beyond 10 MB, or an event beyond 6 MB: 413. No answer within 30 s: 503, and the function runs on.',
  'A function that throws, times out or answers what cannot be read: 500 and no more is told. A throttled one: 503.',
  'Events have payload format 2.0: names of headers in lower case, values of one name joined, cookies apart, bodies that are no text in base64.',
  'The API answers a preflight itself (204) and takes the place of the CORS headers of its functions; an origin that is not listed gets none.',
  'Every answer carries `apigw-requestid`, and leaves one line in the format of the stage in `logs/api.jsonl`.',
]

const differences: readonly (readonly [what: string, here: string, why: string])[] = [
  [
    'Time',
    'stands while anything is in flight, and is moved by tests and replays; `npm start` runs on real time',
    'a journey of weeks takes seconds, and repeats exactly',
  ],
  [
    'Signatures of requests',
    'the access key names the role; the signature is not checked',
    'whoever reaches 127.0.0.1 may read the keys anyway',
  ],
  [
    'Encryption',
    'nothing is encrypted on disk or on the wire; the right to use a key is asked for all the same',
    'the folder is as safe as the machine',
  ],
  [
    'IAM',
    'policies of roles and of resources decide; there are no boundaries, sessions or organisations',
    'the template has none',
  ],
  [
    'Lambda',
    'worker threads; at most as many run at once as there are cores, further ones wait; a time-out counts real seconds',
    'one machine serves what it can',
  ],
  [
    'SQS',
    'a receive sees every message, in the order of arrival; doubles come only with the switch `unruly`',
    'what AWS does by chance, a test must be able to ask for',
  ],
  [
    'DynamoDB streams',
    'one shard for a table; records of different items change places only with `unruly`',
    'as above',
  ],
  ['DynamoDB capacity', 'units are counted, never limited', 'one machine serves what it can'],
  ['Step Functions', 'the history of an execution is its records in the journal; no operation reads it', 'nobody asks'],
  [
    'Scheduler',
    'a schedule that was missed while the cloud was stopped fires once, for the latest time',
    'AWS never stops',
  ],
  [
    'SES',
    'every identity of the template is verified; mails go to the inbox page, and none bounces',
    'there is no DNS and no recipient',
  ],
  [
    'Cognito',
    'a person signs in by a button; tokens have the shape, the claims and the life of the real ones',
    'passwords and codes prove nothing here',
  ],
  [
    'CloudFormation',
    'nothing is deployed: all resources are there at once, at the newest template',
    'a start takes a second',
  ],
]

const ticked = (texts: readonly string[], none = '–') => texts.map(text => `\`${text}\``).join(' ') || none
const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map(() => '---'), ...rows].map(
    cells => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`,
  )

function typeRow([name, { honoured, ignored }]: [string, ResourceType]): string[] {
  const reasons = [...new Set(Object.values(ignored))].map(reason => {
    const paths = Object.keys(ignored).filter(path => ignored[path] === reason)
    return `${ticked(paths)}: ${reason}`
  })
  return [`\`${name}\``, ticked(honoured), reasons.join('<br>') || '–']
}

const operationRows = (apis: readonly ApiService[]) =>
  apis.flatMap(({ target, operations }) =>
    Object.entries(operations).map(([name, { parameters }]) => [target, `\`${name}\``, ticked(parameters, 'none')]),
  )

/** The paths of the fields that a schema knows, as the definition writes them. */
function fieldsOf(schema: z.core.JSONSchema._JSONSchema | undefined, path = ''): readonly string[] {
  if (typeof schema !== 'object') return [path]
  if (schema.items && !Array.isArray(schema.items)) return fieldsOf(schema.items, `${path}.*`)
  const { properties, const: only, enum: several = only === undefined ? [] : [only] } = schema
  if (!properties) return [several.length > 0 ? `${path} = ${several.join(' or ')}` : path]
  return Object.entries(properties).flatMap(([key, below]) => fieldsOf(below, path ? `${path}.${key}` : key))
}

const fields = (schema: z.ZodType) => ticked(fieldsOf(z.toJSONSchema(schema, { io: 'input' })))

/** The page, from the lists that the local cloud itself checks by. */
export function honoured(apis: readonly ApiService[]): string {
  const calls = Object.entries(functions).map(([name, most]) => `$${name}/${most}`)
  const states = Object.values(readable).flat()
  return [
    '# What the local cloud honours',
    '',
    'It reads the CloudFormation template that `cdk synth` wrote, and honours exactly what is listed here, as AWS documents it.',
    'Everything else is refused by name: at the start `<stack>/<logical id>.Properties.<path>` or `<machine>.States.<state>.<field>`,',
    'at a call the operation or the path of the parameter. In a path `*` stands for any key or index, a last `**` for all below.',
    'This page is written by `npm run honoured` from the lists that the code checks by; a test compares them.',
    '',
    '## Resource types',
    '',
    ...table(['type', 'honoured', 'ignored, and why'], Object.entries(resourceTypes).sort().map(typeRow)),
    '',
    '## Amazon States Language',
    '',
    'JSONata alone. A wait is a task with a token; a choice is made in code.',
    '',
    ...table(
      ['of', 'honoured'],
      [
        ['the machine', fields(language.machine)],
        ['a state', fields(language.state)],
        [
          'an expression',
          `numbers, \`+ - * /\`, lists, ${ticked(calls)} (arguments), and of \`$states\`: ${ticked(states)}`,
        ],
      ],
    ),
    '',
    '`ErrorEquals` takes `States.TaskFailed`, `States.Timeout` and names of functions’ own errors. `$states.context.Task.Token` is there',
    'while a task with `.waitForTaskToken` is called, `$states.result` in `Output`.',
    '',
    '## API operations',
    '',
    ...table(['service', 'operation', 'parameters'], operationRows(apis)),
    '',
    '## HTTP API',
    '',
    ...httpApi.map(line => `- ${line}`),
    '',
    '## What differs from AWS, and why',
    '',
    ...table(['', 'here', 'because'], differences),
    '',
  ].join('\n')
}

if (require.main === module) {
  apisOf(assemble('simulation', console.log)).then(apis => {
    writeFileSync(page, honoured(apis))
    console.log(`wrote ${page}`)
  })
}
