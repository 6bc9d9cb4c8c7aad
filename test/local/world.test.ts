import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startWorld, type World, type WorldOptions } from '../../infra/local/world'
import { parcelDesk } from './support/parcel-desk'

const NOON = '2026-01-05T12:00:00.000Z'
const HOUR = 3_600_000
const pause = (milliseconds: number) => new Promise(resolve => setTimeout(resolve, milliseconds))
const newFolder = () => mkdtempSync(join(tmpdir(), 'kefu-world-test-'))

let assembly: string
const worlds: World[] = []
beforeAll(() => {
  assembly = parcelDesk()
})
afterEach(() => Promise.all(worlds.splice(0).map(world => world.stop())))

async function aWorld(options: Partial<WorldOptions> = {}): Promise<World> {
  const world = await startWorld({ assembly, at: NOON, seed: 'parcels', ...options })
  worlds.push(world)
  return world
}

const packed = ({ kernel }: World): { parcel: string; at: string }[] => {
  const log = join(kernel.folder, 'logs/packer.jsonl')
  const lines = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []
  return lines.map(line => JSON.parse(line)).filter(line => line.parcel)
}

describe('a world', () => {
  test('answers a request over the API, and has done what follows from it', async () => {
    const world = await aWorld()
    const { status, body, headers } = await world.request('POST', '/parcels', { body: { parcel: 1 } })
    expect(status).toBe(202)
    expect(body).toEqual({ id: expect.any(String), at: NOON })
    expect(headers['content-type']).toBe('application/json')
    expect(packed(world)).toEqual([{ parcel: '{"parcel":1}', at: NOON }])
  })

  test('throws the refusal of what must succeed', async () => {
    const world = await aWorld()
    await expect(world.post('/parcels', { body: 'broken' })).rejects.toThrow('POST /parcels answered 400: "broken"')
    await expect(world.get('/nowhere')).rejects.toThrow('GET /nowhere answered 404')
  })

  test('runs what is due when time moves, at its own instant', async () => {
    const world = await aWorld()
    await world.post('/parcels?DelaySeconds=900', { body: 'late' })
    await world.advance('PT14M59S')
    expect(packed(world)).toEqual([])
    await world.advance(HOUR)
    expect(packed(world)).toEqual([{ parcel: 'late', at: '2026-01-05T12:15:00.000Z' }])
    expect(new Date(world.now()).toISOString()).toBe('2026-01-05T13:14:59.000Z')
    await world.advanceTo('2026-01-06T00:00:00Z')
    expect(new Date(world.now()).toISOString()).toBe('2026-01-06T00:00:00.000Z')
  })

  test('stands still while a handler hangs', async () => {
    const world = await aWorld({ faults: name => (name === 'packer' ? 'hang' : undefined) })
    await world.post('/parcels', { body: 'stuck', settle: false })
    const advance = world.advance('P1D')
    await pause(100)
    expect(new Date(world.now()).toISOString()).toBe(NOON)
    world.faults(undefined)
    world.release()
    await advance
    expect(packed(world)).toEqual([{ parcel: 'stuck', at: NOON }])
    expect(new Date(world.now()).toISOString()).toBe('2026-01-06T12:00:00.000Z')
  })

  test('brings a message again when the handler lost its answer', async () => {
    const world = await aWorld({ faults: name => (name === 'packer' ? 'timeout' : undefined) })
    await world.post('/parcels', { body: 'twice' })
    world.faults(undefined)
    await world.advance('PT1M')
    expect(packed(world).map(({ at }) => at)).toEqual([NOON, '2026-01-05T12:00:30.000Z'])
  })

  test('writes the same journal again from the same seed, byte for byte, and another from another', async () => {
    const run = async (seed: string) => {
      const world = await aWorld({ seed, unruly: true })
      for (const body of ['a', 'b', 'c']) await world.post('/parcels?DelaySeconds=60', { body })
      await world.advance('P1D')
      return world.journal()
    }
    const [first, second, other] = [await run('one'), await run('one'), await run('two')]
    expect(second).toBe(first)
    expect(other).not.toBe(first)
    expect(first.split('\n').length).toBeGreaterThan(5)
  })

  test('goes on after a kill where it was: nothing lost, time not turned back', async () => {
    const folder = newFolder()
    const first = await aWorld({ folder, faults: name => (name === 'packer' ? 'hang' : undefined) })
    await first.advance('PT2H')
    await first.post('/parcels', { body: 'kept', settle: false })
    const cut = first.advance('P1D').catch(error => error.message)
    await pause(100)
    await first.kill()
    expect(await cut).toBe('the clock is stopped')

    const second = await aWorld({ folder })
    expect(new Date(second.now()).toISOString()).toBe('2026-01-05T14:00:00.000Z')
    await second.advance('PT1M')
    expect(packed(second)).toEqual([{ parcel: 'kept', at: '2026-01-05T14:00:30.000Z' }])
    const ids = new Set([...second.journal().matchAll(/"id":"([^"]+)"/g)].map(([, id]) => id))
    expect((await second.post('/parcels', { body: 'new' })).id).not.toBe([...ids][0])
  })

  test('ends the requests under way when it is killed', async () => {
    const world = await aWorld({ folder: newFolder(), faults: () => 'hang' })
    const request = world.post('/parcels').catch(error => error.message)
    await pause(20)
    await world.kill()
    expect(await request).toBe('the world has stopped')
  })

  test('denies a function what no policy grants it', async () => {
    const world = await aWorld()
    world.iam.without(...world.iam.grants().filter(({ action }) => action === 'sqs:SendMessage'))
    expect(await world.request('POST', '/parcels')).toMatchObject({ status: 500 })
    const log = readFileSync(join(world.kernel.folder, 'logs/desk.jsonl'), 'utf8')
    expect(log).toContain('assumed-role/Parcels-DeskRole/desk is not authorized to perform: sqs:SendMessage')
    world.iam.restore()
    expect(await world.request('POST', '/parcels')).toMatchObject({ status: 202 })
  })

  test('counts what AWS would put on the bill', async () => {
    const world = await aWorld()
    await world.post('/parcels')
    expect(world.counters()).toMatchObject({ httpRequests: 1, invocations: 2, mails: 0, stateTransitions: 0 })
    expect(world.counters().sqsRequests).toBeGreaterThanOrEqual(3)
    expect(world.counters().gigabyteSeconds).toBeGreaterThan(0)
    expect(world.deadLetters()).toEqual([])
    expect(world.executions()).toEqual([])
    expect(world.inbox('li@example.com')).toEqual([])
  })

  test('overlaps the tasks of an instant when it is wide', async () => {
    const world = await aWorld({ width: 4 })
    const answers = await Promise.all(['a', 'b', 'c', 'd'].map(body => world.request('POST', '/parcels', { body })))
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202])
    await world.settle()
    expect(
      packed(world)
        .map(({ parcel }) => parcel)
        .sort(),
    ).toEqual(['a', 'b', 'c', 'd'])
  })

  test('runs in real time without an instant to begin at, and then nobody moves it', async () => {
    const world = await aWorld({ at: undefined as never, apiPort: 0 })
    const answer = await fetch(`${world.api}/parcels`, { method: 'POST', body: 'real' })
    expect(answer.status).toBe(202)
    await pause(500)
    expect(packed(world).map(({ parcel }) => parcel)).toEqual(['real'])
    expect(() => world.settle()).toThrow('real time cannot be moved')
  })

  test('takes its files away when it stops, unless it was given the folder', async () => {
    const own = await startWorld({ assembly, at: NOON })
    await own.stop()
    expect(existsSync(own.kernel.folder)).toBe(false)
    const folder = newFolder()
    await (await startWorld({ assembly, at: NOON, folder })).stop()
    expect(existsSync(join(folder, 'journal.jsonl'))).toBe(true)
  })
})

describe('a world does not start', () => {
  test('on a template that uses what the local cloud does not honour', async () => {
    const odd = parcelDesk(resources => {
      resources.Queue.Properties.KmsMasterKeyId = 'alias/aws/sqs'
    })
    await expect(startWorld({ assembly: odd, at: NOON })).rejects.toThrow('Parcels/Queue.Properties.KmsMasterKeyId')
  })

  test('on a port in use, and says so in one sentence', async () => {
    const world = await aWorld()
    const { port } = new URL(world.endpoint)
    await expect(startWorld({ assembly, at: NOON, endpointPort: Number(port) })).rejects.toThrow(
      `Port ${port} on 127.0.0.1 is in use`,
    )
  })

  test('at what is no instant', async () => {
    await expect(startWorld({ assembly, at: 'noon' })).rejects.toThrow("'noon' is no ISO instant")
  })
})
