import { build } from 'esbuild'
import { functionNames, functionSpecs } from '../../infra/aws/functions'

/** The table of the design's layout: what a file of a layer may bring into a bundle. Anything else fails. */
const sdk = /^@(aws-sdk|smithy)\//
const layers: readonly { readonly files: RegExp; readonly may: readonly RegExp[] }[] = [
  { files: /^shared\/handbook\//, may: [/^shared\/(domain|handbook)\//] },
  { files: /^shared\/domain\//, may: [/^shared\/(domain|handbook)\//, /^zod$/] },
  {
    files: /^shared\/stores\//,
    may: [/^shared\/(stores|domain)\//, /^shared\/env\.ts$/, sdk, /^libphonenumber-js$/, /^node:/],
  },
  {
    files: /^shared\/gateways\//,
    may: [/^shared\/(gateways|domain)\//, /^shared\/env\.ts$/, sdk, /^nodemailer$/, /^node:/],
  },
  {
    files: /^shared\/entry\/mail\//,
    may: [/^shared\/(entry\/mail|domain)\//, /^(postal-mime|htmlparser2|sanitize-html|chardet)$/],
  },
  {
    files: /^shared\/entry\//,
    may: [/^shared\/(entry|domain)\//, /^@middy\//, /^@aws-lambda-powertools\//, /^(zod|uuid)$/, /^node:/],
  },
  { files: /^shared\/wiring(-mail|-files)?\.ts$/, may: [/^shared\/(stores|gateways)\//, /^shared\/(env|wiring)\.ts$/] },
  { files: /^shared\/env\.ts$/, may: [] },
  { files: /^shared\/api\//, may: [] },
  { files: /^functions\/reference\//, may: [/^functions\/reference\//, /^shared\/(entry|api)\//, /^node:crypto$/] },
  {
    files: /^functions\/classification\/model\.ts$/,
    may: [/^shared\/domain\//, /^node:zlib$/],
  },
  {
    files: /^functions\//,
    may: [/^shared\/(domain|handbook|entry)\//, /^shared\/wiring(-mail|-files)?\.ts$/, /^zod$/],
  },
]

/** The folder of a function: it imports within, and never another's. */
const folderOf = (file: string) => /^functions\/[^/]+\//.exec(file)?.[0]

/** A package by its name, a file of ours by its path. */
const nameOf = (path: string) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? path

async function importsOfOurs(): Promise<readonly (readonly [file: string, imported: string])[]> {
  const { metafile } = await build({
    entryPoints: Object.fromEntries(functionNames.map(name => [name, functionSpecs[name].entry])),
    ...{ bundle: true, write: false, metafile: true, outdir: '.build', platform: 'node', format: 'cjs' },
    ...{ mainFields: ['module', 'main'], logLevel: 'error' },
  })
  return Object.entries(metafile.inputs)
    .filter(([file]) => !file.includes('node_modules/'))
    .flatMap(([file, { imports }]) => imports.map(({ path }) => [file, nameOf(path)] as const))
}

const allowed = (file: string, imported: string) => {
  const folder = folderOf(file)
  const layer = layers.find(({ files }) => files.test(file))
  if (folder && imported.startsWith(folder)) return true
  return layer?.may.some(pattern => pattern.test(/^(crypto)$/.test(imported) ? `node:${imported}` : imported)) ?? false
}

test('every file that is deployed imports only what its layer may', async () => {
  const imports = await importsOfOurs()
  expect(imports.length).toBeGreaterThan(200)
  expect(imports.filter(([file, imported]) => !allowed(file, imported)).map(pair => pair.join(' → '))).toEqual([])
})

test.each([
  ['functions/orders/place-order.ts', '@aws-sdk/lib-dynamodb'],
  ['functions/orders/place-order.ts', 'functions/intake/open-ticket.ts'],
  ['functions/orders/place-order.ts', 'shared/stores/cases.ts'],
  ['shared/domain/engine.ts', 'shared/stores/cases.ts'],
  ['shared/domain/engine.ts', 'node:crypto'],
  ['shared/entry/http.ts', 'shared/wiring.ts'],
  ['shared/stores/cases.ts', 'zod'],
  ['shared/anywhere.ts', 'zod'],
])('%s may not import %s', (file, imported) => {
  expect(allowed(file, imported)).toBe(false)
})
