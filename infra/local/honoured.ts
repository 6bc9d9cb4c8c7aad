import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
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

/** The page that tables what is honoured. */
export const page = join(__dirname, 'README.md')

/** Every API of the local cloud as an assembly makes it; nothing is started. */
export async function apisOf(assembly: string): Promise<readonly ApiService[]> {
  const folder = mkdtempSync(join(tmpdir(), 'kefu-honoured-'))
  const stacks = stacksOf(assembly)
  const clock = virtualClock(0)
  const { account: id = '000000000000', region = 'us-east-1' } = environmentOf(assembly, stacks[0] ?? '')
  const template = loadTemplate(assembly, stacks, { id, region, endpoint: 'http://127.0.0.1' }, resourceTypes)
  const services = createServices({
    ...{ clock, template, folder, unruly: false, iam: createIam(template) },
    ...{ random: seededRandom(''), journal: openJournal(folder, clock) },
    lambda: { invoke: () => Promise.reject(new Error('nothing is started here')) },
  })
  await services.gateway.stop?.()
  rmSync(folder, { recursive: true })
  return services.inOrder.flatMap(({ api }) => api ?? [])
}

const ticked = (texts: readonly string[]) => texts.map(text => `\`${text}\``).join(' ') || '–'
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

const operationRows = ({ target, operations }: ApiService) =>
  Object.entries(operations).map(([name, { parameters }]) => [target, `\`${name}\``, ticked(parameters)])

/** The paths of the fields that a schema knows, as the definition writes them. */
function fieldsOf(schema: z.core.JSONSchema._JSONSchema | undefined, path = ''): readonly string[] {
  if (typeof schema !== 'object') return [path]
  if (schema.items && !Array.isArray(schema.items)) return fieldsOf(schema.items, `${path}.*`)
  const { properties, const: only, enum: several = only === undefined ? [] : [only] } = schema
  if (!properties) return [several.length > 0 ? `${path} = ${several.join(' or ')}` : path]
  return Object.entries(properties).flatMap(([key, below]) => fieldsOf(below, path ? `${path}.${key}` : key))
}

const fields = (schema: z.ZodType) => ticked(fieldsOf(z.toJSONSchema(schema, { io: 'input' })))

/** The page with its tables made anew from the lists that the local cloud itself checks by; what people wrote stays. */
export function honoured(text: string, apis: readonly ApiService[]): string {
  const types = Object.entries(resourceTypes).sort(([one], [other]) => (one < other ? -1 : 1))
  const calls = Object.entries(functions).map(([name, count]) => `$${name}/${count}`)
  const tables: Readonly<Record<string, string[]>> = {
    'resource types': table(['type', 'honoured', 'ignored, and why'], types.map(typeRow)),
    'states language': table(
      ['of', 'honoured'],
      [
        ['the machine', fields(language.machine)],
        ['a state', fields(language.state)],
        ['functions of an expression / arguments', ticked(calls)],
        ['what `$states` holds', ticked(readable.always)],
        ['… for a task that waits for its token', ticked(readable.callback)],
        ['… in `Output`', ticked(readable.output)],
      ],
    ),
    'api operations': table(['service', 'operation', 'parameters'], apis.flatMap(operationRows)),
  }
  const between = /(<!-- made: (.+) -->\n)[\s\S]*?(<!-- end -->)/g
  return text.replace(between, (_, begin, name, end) => `${begin}\n${tables[name]!.join('\n')}\n\n${end}`)
}

if (require.main === module)
  apisOf(assemble('simulation', console.log)).then(apis => {
    writeFileSync(page, honoured(readFileSync(page, 'utf8'), apis))
    console.log(`wrote ${page}`)
  })
