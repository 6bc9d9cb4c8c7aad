import { realClock, virtualClock } from '../../infra/local/clock'

const HOUR = 3_600_000
const pause = () => new Promise(resolve => setTimeout(resolve, 5))

describe('virtual time', () => {
  test('runs timers in order of instant, then of registration, each at its own instant', async () => {
    const clock = virtualClock(0)
    const seen: [string, number][] = []
    const note = (name: string) => () => void seen.push([name, clock.now()])
    clock.at(2 * HOUR, 'late', note('late'))
    clock.at(HOUR, 'first', note('first'))
    clock.at(HOUR, 'second', note('second'))
    clock.at(3 * HOUR, 'beyond', note('beyond'))
    await clock.advanceTo(2 * HOUR)
    expect(seen).toEqual([
      ['first', HOUR],
      ['second', HOUR],
      ['late', 2 * HOUR],
    ])
    expect(clock.now()).toBe(2 * HOUR)
  })

  test('keeps the order among thousands of timers', async () => {
    const clock = virtualClock(0)
    const seen: number[] = []
    for (let index = 0; index < 5000; index++) {
      const instant = (index * 7919) % 1009
      clock.at(instant, 'timer', () => void seen.push(instant * 5000 + index))
    }
    await clock.advanceTo(2000)
    expect(seen).toHaveLength(5000)
    expect(seen).toEqual([...seen].sort((a, b) => a - b))
  })

  test('stands while a task is unsettled', async () => {
    const clock = virtualClock(0)
    let finish = () => {}
    clock.at(HOUR, 'slow', () => new Promise<void>(resolve => (finish = resolve)))
    clock.at(HOUR, 'after', () => undefined)
    const advance = clock.advanceTo(5 * HOUR)
    await pause()
    expect(clock.now()).toBe(HOUR)
    expect(clock.moving).toBe(true)
    expect(clock.idle).toBe(false)
    finish()
    await advance
    expect(clock.now()).toBe(5 * HOUR)
    expect(clock.idle).toBe(true)
  })

  test('stands while work from outside is under way, and lets it in only between tasks', async () => {
    const clock = virtualClock(0)
    const seen: string[] = []
    let finish = () => {}
    const request = clock.run('request', async () => {
      seen.push('request begins')
      await new Promise<void>(resolve => (finish = resolve))
      seen.push('request ends')
      return 'answer'
    })
    clock.at(HOUR, 'timer', () => void seen.push('timer'))
    const advance = clock.advanceTo(2 * HOUR)
    await pause()
    expect(clock.now()).toBe(0)
    finish()
    expect(await request).toBe('answer')
    await advance
    expect(seen).toEqual(['request begins', 'request ends', 'timer'])
  })

  test('settles what is due and what follows from it, without moving on', async () => {
    const clock = virtualClock(0)
    const seen: string[] = []
    clock.soon('a', () => {
      seen.push('a')
      clock.soon('b', () => void seen.push('b'))
      clock.at(1, 'c', () => void seen.push('c'))
    })
    await clock.settle()
    expect(seen).toEqual(['a', 'b'])
    expect(clock.now()).toBe(0)
  })

  test('runs what is set for the past at once and forgets what is cancelled', async () => {
    const clock = virtualClock(HOUR)
    const seen: string[] = []
    clock.at(0, 'past', () => void seen.push('past'))
    clock.at(HOUR, 'cancelled', () => void seen.push('cancelled')).cancel()
    await clock.settle()
    expect(seen).toEqual(['past'])
    expect(clock.now()).toBe(HOUR)
  })

  test('gives the error of a task to whoever moves time, and stands at its instant', async () => {
    const clock = virtualClock(0)
    clock.at(HOUR, 'broken', () => {
      throw new Error('broken task')
    })
    await expect(clock.advanceTo(2 * HOUR)).rejects.toThrow('broken task')
    expect(clock.now()).toBe(HOUR)
    await clock.advanceTo(2 * HOUR)
    expect(clock.now()).toBe(2 * HOUR)
  })

  test('gives the error of outside work to the one who brought it', async () => {
    const clock = virtualClock(0)
    await expect(clock.run('request', () => Promise.reject(new Error('bad request')))).rejects.toThrow('bad request')
    await clock.settle()
  })

  test('overlaps tasks of one instant up to its width, and still stands until all are settled', async () => {
    const clock = virtualClock(0, { width: 2 })
    let inFlight = 0
    let most = 0
    const task = async () => {
      most = Math.max(most, ++inFlight)
      expect(clock.now()).toBe(HOUR)
      await pause()
      inFlight--
    }
    for (let index = 0; index < 4; index++) clock.at(HOUR, 'task', task)
    clock.at(HOUR + 1, 'later', () => expect(inFlight).toBe(0))
    await clock.advanceTo(2 * HOUR)
    expect(most).toBe(2)
  })

  test('serves two that move it at once, the nearer goal first', async () => {
    const clock = virtualClock(0)
    const reached: string[] = []
    clock.soon('task', async () => void (await pause()))
    const far = clock.advanceTo(2 * HOUR).then(() => reached.push('far'))
    const near = clock.advanceTo(HOUR).then(() => reached.push('near'))
    await Promise.all([far, near])
    expect(reached).toEqual(['near', 'far'])
  })

  test('stops for good: nothing moves any more', async () => {
    const clock = virtualClock(0)
    const seen: string[] = []
    clock.at(HOUR, 'never', () => void seen.push('never'))
    clock.stop()
    await expect(clock.advanceTo(HOUR)).rejects.toThrow('the clock is stopped')
    expect(seen).toEqual([])
  })
})

describe('real time', () => {
  test('keeps a timer of 90 days, which setTimeout alone would fire at once', () => {
    jest.useFakeTimers({ now: 0 })
    const clock = realClock(() => undefined)
    const ran = jest.fn()
    clock.at(90 * 24 * HOUR, 'expiry', ran)
    jest.advanceTimersByTime(90 * 24 * HOUR - 1)
    expect(jest.getTimerCount()).toBe(1)
    jest.advanceTimersByTime(1)
    expect(jest.getTimerCount()).toBe(0)
    jest.useRealTimers()
    return Promise.resolve().then(() => expect(ran).toHaveBeenCalledTimes(1))
  })

  test('reports the error of a task with its name, and stops without running what is left', async () => {
    const reports: string[] = []
    const clock = realClock((task, error) => reports.push(`${task}: ${(error as Error).message}`))
    const ran = jest.fn()
    clock.soon('poll', () => {
      throw new Error('no such queue')
    })
    clock.at(Date.now() + 20, 'late', ran)
    await pause()
    clock.stop()
    await new Promise(resolve => setTimeout(resolve, 30))
    expect(reports).toEqual(['poll: no such queue'])
    expect(ran).not.toHaveBeenCalled()
  })
})
