import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hold, reached, whole } from '../../infra/local/data-folder'

const aFolder = () => join(mkdtempSync(join(tmpdir(), 'kefu-')), 'dev')
const run = join(__dirname, '../../infra/local/run.ts')
const tsx = require.resolve('tsx/cli')

/** Another process that waits until it is killed; `code` runs in it first. */
async function another(code: string) {
  const child = spawn(process.execPath, [tsx, '-e', `${code}; console.log('ready'); setInterval(() => {}, 1e6)`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise(resolve => child.stdout.once('data', resolve))
  return { kill: () => new Promise(resolve => child.once('exit', resolve) && child.kill('SIGKILL')) }
}

describe('A data folder', () => {
  test('belongs to one living process: a second is told which, a killed one leaves it free', async () => {
    const folder = aFolder()
    const module = JSON.stringify(join(__dirname, '../../infra/local/data-folder'))
    const other = await another(`require(${module}).hold(${JSON.stringify(folder)})`)
    const pid = Number.parseInt(readFileSync(`${folder}.pid`, 'utf8'), 10)
    expect(() => hold(folder)).toThrow(`Kefu runs already on ${folder} (process ${pid})`)
    process.kill(pid, 'SIGKILL')
    await other.kill()
    expect(() => hold(folder)).not.toThrow()
    expect(readFileSync(`${folder}.pid`, 'utf8')).toMatch(new RegExp(`^${process.pid} `))
  })

  test('whose process number has passed on to another program is free', () => {
    const folder = aFolder()
    writeFileSync(`${folder}.pid`, `${process.ppid} something else`)
    expect(() => hold(folder)).not.toThrow()
  })

  test('tells the commands of operators where its cloud is, while that runs', async () => {
    const folder = aFolder()
    const reach = { endpoint: 'http://127.0.0.1:4566', region: 'cn-north-1', accessKeyId: 'ASIA1' }
    expect(() => reached(folder)).toThrow(`Kefu does not run on ${folder}: npm start first`)
    const module = JSON.stringify(join(__dirname, '../../infra/local/data-folder'))
    const [at, told] = [folder, reach].map(value => JSON.stringify(value))
    const other = await another(`const d = require(${module}); d.hold(${at}); d.announce(${at}, ${told})`)
    expect(reached(folder)).toEqual(reach)
    process.kill(Number.parseInt(readFileSync(`${folder}.pid`, 'utf8'), 10), 'SIGKILL')
    await other.kill()
    expect(() => reached(folder)).toThrow('npm start first')
  })

  test('of which a part was deleted is named with the part; a new one is whole', () => {
    const folder = aFolder()
    expect(whole(folder)).toBe(folder)
    mkdirSync(folder)
    for (const part of ['journal.jsonl', 'cognito.json']) writeFileSync(join(folder, part), '')
    expect(() => whole(folder)).toThrow(`The data folder ${folder} lacks dynamodb.sqlite; start with --fresh.`)
  })
})

describe('npm start says in one sentence', () => {
  test.each([
    [['--stage', 'nowhere'], "there is no stage 'nowhere'; there are dev, staging, prod, simulation\n"],
    [['--port', '80x'], '--port 80x: a number from 1 to 65532\n'],
    [['--colour'], "Unknown option '--colour'\n"],
  ])('what is wrong with %j, and ends with 1', async (options, sentence) => {
    const child = spawn(process.execPath, [tsx, run, ...options], { stdio: ['ignore', 'ignore', 'pipe'] })
    let said = ''
    child.stderr.on('data', data => {
      said += data
    })
    const code = await new Promise(resolve => child.once('close', resolve))
    expect([code, said]).toEqual([1, sentence])
  })
})
