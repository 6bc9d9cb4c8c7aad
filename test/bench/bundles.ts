import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build, type Metafile } from 'esbuild'
import { bundleOf, type FunctionName, functionNames } from '../../infra/aws/functions'
import { bundle, bytesOf, form } from '../../infra/bundle'
import { compared, figure, inTurn, type Row } from './figures'

const root = resolve(__dirname, '../..')

/** What each function weighs, and how long it loads beside a bare handler with the same clients of the SDK as npm gives them: on
 *  AWS a cold start is little else. */
export async function bundleRows(quick: boolean, say: (line: string) => void): Promise<Row[]> {
  const count = quick ? 3 : 15
  const folder = mkdtempSync(join(tmpdir(), 'kefu-bare-'))
  const rows: Row[] = []
  try {
    const metafile = await bundle()
    for (const name of functionNames) {
      const kilobytes = bytesOf(metafile, name) / 1024
      rows.push(figure(`bundle ${name}`, kilobytes, 'KB', { of: 'value', is: '<=', limit: 900 }))
    }
    for (const name of functionNames) {
      const clients = clientsOf(metafile, name)
      if (clients.length === 0) continue
      say(`loading ${name}`)
      const bare = join(folder, `${name}.js`)
      await writeBare(clients, bare)
      const product = join(root, bundleOf(name), 'handler.js')
      const pairs = await inTurn(
        count,
        async () => loadMilliseconds(product),
        async () => loadMilliseconds(bare),
      )
      rows.push(compared(`load ${name}`, pairs, 'ms', { of: 'ratio', is: '<=', limit: 1.3 }))
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return rows
}

const commandFile =
  /node_modules\/(@aws-sdk\/(?:client-[^/]+|lib-dynamodb))\/dist-es\/(?:commands\/(\w+Command)|(DynamoDBDocumentClient|\w+Client))\.js$/

interface Imports {
  readonly from: string
  readonly names: readonly string[]
}

/** The clients and commands that a bundle contains. */
function clientsOf(metafile: Metafile, name: FunctionName): Imports[] {
  const names = new Map<string, string[]>()
  for (const [file, { bytesInOutput }] of Object.entries(
    metafile.outputs[`${bundleOf(name)}/handler.js`]?.inputs ?? {},
  )) {
    const [, from, command, client] = commandFile.exec(file) ?? []
    if (from && bytesInOutput > 0) names.set(from, [...(names.get(from) ?? []), (command ?? client)!])
  }
  return [...names].map(([from, names]) => ({ from, names }))
}

async function writeBare(clients: readonly Imports[], outfile: string): Promise<void> {
  const imports = clients.map(({ from }, i) => `import * as from${i} from '${from}'`)
  const used = clients.flatMap(({ names }, i) => names.map(name => `from${i}.${name}`))
  const contents = [...imports, `export const handler = async () => [${used.join(', ')}].length`].join('\n')
  await build({ ...form, stdin: { contents, resolveDir: root }, outfile })
}

const measure =
  'const t = performance.now(); require(process.argv[1]); process.stdout.write(String(performance.now() - t))'

/** In a process of its own, since a second `require` in one costs nothing. */
const loadMilliseconds = (file: string) =>
  Number(execFileSync(process.execPath, ['-e', measure, file], { encoding: 'utf8' }))
