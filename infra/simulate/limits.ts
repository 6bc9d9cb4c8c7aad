import { createHash } from 'node:crypto'
import { cpSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Plugin } from 'esbuild'
import * as z from 'zod'
import { limits as handbook } from '../../shared/handbook/limits'
import { bundles } from '../bundle'
import { stacksOf } from '../local/world'

const amount = z.number().positive().max(10_000)
const change = z.strictObject({
  limit: z.union(
    [
      z.strictObject({ hours: amount }),
      z.strictObject({ days: amount }),
      z.strictObject({ workingHours: amount }),
      z.strictObject({ workingSeconds: amount }),
      z.strictObject({ workingDays: amount }),
      z.strictObject({ months: amount }),
    ],
    'one of hours, days, workingHours, workingSeconds, workingDays, months, with a number above 0',
  ),
  warnAtShare: z.number().gt(0).lt(1).optional(),
})

/** Other limits for a what-if, by the id of the handbook's row. */
export type LimitChanges = Readonly<Record<string, z.output<typeof change>>>

/** Throws one sentence for each thing that is wrong with the file. */
export function readLimits(file: string): LimitChanges {
  let said: unknown
  try {
    said = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new Error(`${file} cannot be read: ${(error as Error).message}`)
  }
  const { data, error } = z.record(z.string(), change).safeParse(said)
  if (error)
    throw new Error(error.issues.map(({ path, message }) => `${file}: ${path.join('.')}: ${message}`).join('\n'))
  for (const id of Object.keys(data)) {
    const limit = Object.hasOwn(handbook, id) && handbook[id as keyof typeof handbook].limit
    if (!limit)
      throw new Error(`${file}: ${id} is no limit of the handbook; there are ${Object.keys(handbook).join(', ')}`)
    if ('ofMarket' in limit || 'givenBy' in limit)
      throw new Error(
        `${file}: ${id} has no limit of its own: its end is given by the market, or by whoever promises it`,
      )
  }
  return data
}

const table = /shared[\\/]handbook[\\/]limits\.ts$/

/** The assembly with the bundles that the handbook's table would make if these rows said otherwise: nothing in the product can be
 *  told to change a limit. */
export async function withLimits(assembly: string, changes: LimitChanges): Promise<string> {
  const sources = readFileSync(join(assembly, 'sources.sha256'), 'utf8')
  const digest = createHash('sha256').update(sources).update(JSON.stringify(changes)).digest('hex').slice(0, 16)
  const changed = join(dirname(assembly), `${basename(assembly)}-${digest}`)
  if (existsSync(changed)) return changed
  const fresh = `${changed}.${process.pid}`
  cpSync(assembly, fresh, { recursive: true })
  const { outputFiles } = await bundles([otherTable(changes)])
  const codes = new Map(outputFiles.map(({ path, contents }) => [basename(dirname(path)), contents]))
  for (const { name, folder } of functionsOf(fresh)) writeFileSync(join(folder, 'handler.js'), codes.get(name) ?? '')
  rmSync(changed, { recursive: true, force: true })
  renameSync(fresh, changed)
  return changed
}

/** The functions of an assembly, and where their code lies. */
const functionsOf = (assembly: string) =>
  stacksOf(assembly)
    .flatMap(stack =>
      Object.values(JSON.parse(readFileSync(join(assembly, `${stack}.template.json`), 'utf8')).Resources),
    )
    .flatMap(resource => {
      const { Type, Properties, Metadata } = resource as Resource
      if (Type !== 'AWS::Lambda::Function') return []
      return [
        {
          name: Properties.FunctionName.replace(/^kefu-[a-z]+-/, ''),
          folder: join(assembly, Metadata['aws:asset:path']),
        },
      ]
    })
interface Resource {
  readonly Type: string
  readonly Properties: { readonly FunctionName: string }
  readonly Metadata: { readonly 'aws:asset:path': string }
}

const otherTable = (changes: LimitChanges): Plugin => ({
  name: 'other limits',
  setup: build =>
    build.onLoad({ filter: table }, ({ path }) => ({
      contents: rewritten(readFileSync(path, 'utf8'), changes),
      loader: 'ts',
    })),
})

/** The table of the handbook, each named row with its change; its version says that it is not the handbook's. */
export function rewritten(source: string, changes: LimitChanges): string {
  const begin = 'export const limits: Readonly<Record<ClockId, Limit>> ='
  if (!source.includes(begin)) throw new Error('the table of limits is written in another way than it was')
  return `${source.replace(begin, 'const written: Readonly<Record<ClockId, Limit>> =').replace(/(POLICY_VERSION = '[^']*)/, '$1 what-if')}
const changes: Readonly<Record<string, Partial<Limit>>> = ${JSON.stringify(changes)}
export const limits = Object.fromEntries(
  Object.entries(written).map(([id, row]) => [id, { ...row, ...changes[id] }]),
) as typeof written
`
}
