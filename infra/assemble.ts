import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

const root = resolve(__dirname, '..')
/** What a template and its bundles are made of. */
const sources = [
  'infra/app.ts',
  'infra/stages.ts',
  'infra/bundle.ts',
  'infra/aws',
  'functions',
  'shared',
  'cdk.json',
  'package-lock.json',
]

/** The assembly of a stage as `cdk synth` writes it, made anew only when what it is made of has changed. Throws what
 *  the CDK said when it fails. */
export function assemble(stage: string, log: (line: string) => void = () => {}): string {
  const assembly = join(root, '.local/assemblies', stage)
  const stamp = join(assembly, 'sources.sha256')
  const digest = digestOfSources()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return assembly
  log(`synthesizing the ${stage} template …`)
  const fresh = `${assembly}.${process.pid}`
  mkdirSync(dirname(assembly), { recursive: true })
  const cdk = require.resolve('aws-cdk/bin/cdk')
  const { status, signal, stderr } = spawnSync(
    process.execPath,
    [cdk, 'synth', '--quiet', '--context', `stage=${stage}`, '--output', fresh],
    { cwd: root, encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(`cdk synth of the ${stage} stage failed: ${signal ?? stderr.trim()}`)
  writeFileSync(join(fresh, 'sources.sha256'), digest)
  rmSync(assembly, { recursive: true, force: true })
  renameSync(fresh, assembly)
  return assembly
}

function digestOfSources(): string {
  const hash = createHash('sha256')
  for (const file of sources.flatMap(filesOf).sort())
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

function filesOf(path: string): string[] {
  if (!statSync(join(root, path)).isDirectory()) return [path]
  return readdirSync(join(root, path), { recursive: true, encoding: 'utf8' })
    .map(name => join(path, name))
    .filter(file => statSync(join(root, file)).isFile())
}
