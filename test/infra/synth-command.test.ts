import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { functionNames } from '../../infra/aws/functions'

const root = resolve(__dirname, '../..')

/** As on a machine that has never heard of AWS and stands behind a dead proxy. */
function run(script: string, ...args: string[]) {
  const home = mkdtempSync(join(tmpdir(), 'kefu-home-'))
  const proxy = 'http://127.0.0.1:9'
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    HTTPS_PROXY: proxy,
    HTTP_PROXY: proxy,
    AWS_EC2_METADATA_DISABLED: 'true',
    CI: '1',
  }
  return spawnSync(process.execPath, [require.resolve(script), ...args], { cwd: root, env, encoding: 'utf8' })
}

describe('npx cdk synth', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'kefu-assembly-'))
  const { status, stderr } = run('aws-cdk/bin/cdk', 'synth', '--quiet', '--output', outdir)

  test('needs no account and no network, and has nothing to warn of', () => {
    expect(stderr).not.toMatch(/warn|deprecat|error|feature flags/i)
    expect(status).toBe(0)
    expect(JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8')).pluginReports).toEqual([])
  }, 120_000)

  test('takes the stage dev unless told otherwise, with the code of every function in the assembly', () => {
    const template = JSON.parse(readFileSync(join(outdir, 'kefu-dev-service.template.json'), 'utf8'))
    const paths = Object.values<{ Type: string; Metadata?: Record<string, string> }>(template.Resources)
      .filter(({ Type }) => Type === 'AWS::Lambda::Function')
      .map(({ Metadata }) => Metadata?.['aws:asset:path'] as string)
    expect(new Set(paths).size).toBe(functionNames.length)
    for (const path of paths) expect(readdirSync(join(outdir, path))).toEqual(['handler.js'])
  })
})

describe('npm run deploy', () => {
  const deploy = (...args: string[]) => run('tsx/cli', 'infra/deploy.ts', ...args)

  test.each([
    ['without a stage', [], 'say which stage: npm run deploy -- --stage dev'],
    [
      'with a stage that there is not',
      ['--stage', 'prd'],
      "there is no stage 'prd'; there are dev, staging, prod, simulation",
    ],
    [
      'with the stage that never leaves this machine',
      ['--stage', 'simulation'],
      'the stage simulation runs on the local cloud only: npm start',
    ],
    [
      'without credentials',
      ['--stage', 'dev'],
      'no AWS credentials: set AWS_PROFILE, or sign in with `aws sso login`, and try again',
    ],
  ])('%s says so in one sentence', (_, args, sentence) => {
    const { status, stderr } = deploy(...args)
    expect(status).toBe(1)
    expect(
      stderr
        .split('\n')
        .filter(line => line !== '')
        .at(-1),
    ).toBe(sentence)
  })
})
