import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild'
import { bundleOf, type FunctionName, functionNames, functionSpecs } from './aws/functions'

const root = resolve(__dirname, '..')

/** CJS with `module` before `main` was the smallest and quickest to load of the forms measured. */
export const form = {
  bundle: true,
  minify: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  mainFields: ['module', 'main'],
  legalComments: 'none',
} as const satisfies BuildOptions

/** The bundles of all functions in one esbuild run, not yet written; `plugins` may change what they are made of. */
export function bundles(plugins: Plugin[] = []) {
  const missing = functionNames.map(name => functionSpecs[name].entry).filter(entry => !existsSync(join(root, entry)))
  if (missing.length > 0) throw new Error(`no code for ${missing.join(', ')}`)
  return build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(functionNames.map(name => [`${name}/handler`, functionSpecs[name].entry])),
    outdir: '.build',
    ...form,
    alias: {
      '@aws-sdk/credential-provider-node': './shared/gateways/credentials.ts',
      postcss: './shared/entry/mail/no-styles.ts',
    },
    write: false,
    metafile: true,
    logLevel: 'error',
    plugins,
  })
}

/**
 * Writes `.build/<function>/handler.js` for every function, and what went into each to `.build/meta.json`.
 */
export async function bundle(): Promise<Metafile> {
  const { metafile, outputFiles } = await bundles()
  for (const { path, contents } of outputFiles) replace(path, contents)
  replace(join(root, '.build/meta.json'), Buffer.from(JSON.stringify(metafile)))
  return metafile
}

/** Whole or not at all, and only when it differs: another synth may be reading. */
function replace(path: string, contents: Uint8Array): void {
  if (existsSync(path) && readFileSync(path).equals(contents)) return
  mkdirSync(dirname(path), { recursive: true })
  const fresh = `${path}.${process.pid}`
  writeFileSync(fresh, contents)
  renameSync(fresh, path)
}

/** Bytes of a function's bundle. */
export const bytesOf = (metafile: Metafile, name: FunctionName) =>
  metafile.outputs[`${bundleOf(name)}/handler.js`]?.bytes ?? 0

if (require.main === module)
  bundle().then(
    metafile => {
      for (const name of functionNames)
        console.log(`${name.padEnd(20)} ${Math.round(bytesOf(metafile, name) / 1024)} KB`)
    },
    (error: Error) => {
      console.error(error.message)
      process.exitCode = 1
    },
  )
