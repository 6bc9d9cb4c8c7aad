import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { seededRandom } from '../../infra/local/random'
import type { Kill, Report } from '../support/killed-shop'

const driver = resolve(__dirname, '../support/killed-shop.ts')
const folders: string[] = []
const newFolder = () => {
  folders.push(mkdtempSync(join(tmpdir(), 'kefu-killed-')))
  return folders.at(-1) as string
}
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** Runs until the end, or until the process kills itself. */
const runOn = (folder: string, killBefore = 0) =>
  new Promise<'ended' | 'killed'>((ended, failed) => {
    const child = spawn(process.execPath, ['--import', 'tsx', driver, folder, String(killBefore)], { stdio: 'pipe' })
    let said = ''
    child.stderr.on('data', data => {
      said += data
    })
    child.once('error', failed)
    child.once('exit', (code, signal) => {
      if (signal === 'SIGKILL') ended('killed')
      else if (code === 0) ended('ended')
      else failed(new Error(said))
    })
  })

const reportIn = (folder: string): Report => JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))

describe('a house whose process is killed ten times during fifty orders, each time anywhere', () => {
  const random = seededRandom('ten kills')
  const points = Array.from({ length: 10 }, () => 20 + random.below(400))
  const outcomes: string[] = []
  let calm: Report
  let killed: Report
  let kills: readonly Kill[]

  beforeAll(async () => {
    const [undisturbed, disturbed] = [newFolder(), newFolder()]
    const killing = async () => {
      for (const point of points) outcomes.push(await runOn(disturbed, point))
      outcomes.push(await runOn(disturbed))
    }
    await Promise.all([runOn(undisturbed), killing()])
    ;[calm, killed] = [reportIn(undisturbed), reportIn(disturbed)]
    const lines = readFileSync(join(disturbed, 'kills.jsonl'), 'utf8').trim().split('\n')
    kills = lines.map(line => JSON.parse(line))
  }, 180_000)

  test('has died ten times, and then comes to an end', () => {
    expect(outcomes).toEqual([...points.map(() => 'killed'), 'ended'])
    expect(kills).toHaveLength(10)
  })

  test('brings every order to the same end by the same history', () => {
    expect(killed.ends).toEqual(calm.ends)
  })

  test('writes every notice once: none is missing, none comes twice', () => {
    expect(killed.mails).toHaveLength(new Set(killed.mails).size)
    expect([...killed.mails].sort()).toEqual([...calm.mails].sort())
  })

  test('has died in the midst of many kinds of work, also while a mail was sent', () => {
    expect(new Set(kills.map(({ action }) => action)).size).toBeGreaterThan(3)
    expect(kills).toContainEqual(expect.objectContaining({ principal: expect.stringContaining('notifications') }))
  })

  test('gives nothing up', () => expect([calm.dead, killed.dead]).toEqual([0, 0]))
})
