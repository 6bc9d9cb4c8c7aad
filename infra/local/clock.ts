import { heap } from './heap'
import type { Clock, Timer } from './kernel'

/** Longer than setTimeout can count: it would fire at once. */
const LONGEST_WAIT = 2 ** 31 - 1

type Task = () => void | Promise<void>

export interface StoppableClock extends Clock {
  /** Forgets every timer and takes no new one: what runs may end, nothing follows. */
  stop(): void
}

export interface VirtualClock extends StoppableClock {
  /** Runs all that is due now, and what follows from it at this instant. Rejects with the first error of a timer's task. */
  settle(): Promise<void>
  /** Moves time to `instant`, running each timer on the way at its own instant. Rejects as `settle` does, time standing there. */
  advanceTo(instant: number): Promise<void>
  /** Whether a `settle` or `advanceTo` is under way. */
  readonly moving: boolean
  /** Whether nothing is in flight, waiting for its turn or due. */
  readonly idle: boolean
}

/** The time of the machine, for `npm start`; `report` hears of tasks that fail, since nobody awaits them. */
export function realClock(report: (task: string, error: unknown) => void): StoppableClock {
  const pending = new Set<Timer>()
  let stopped = false

  const at = (instant: number, name: string, task: Task): Timer => {
    let wait: NodeJS.Timeout
    const timer = {
      cancel() {
        clearTimeout(wait)
        pending.delete(timer)
      },
    }
    const sleep = () => {
      const left = instant - Date.now()
      wait = left > LONGEST_WAIT ? setTimeout(sleep, LONGEST_WAIT) : setTimeout(run, Math.max(0, left))
    }
    const run = () => {
      pending.delete(timer)
      Promise.resolve()
        .then(task)
        .catch(error => {
          if (!stopped) report(name, error)
        })
    }
    if (!stopped) {
      pending.add(timer)
      sleep()
    }
    return timer
  }

  return {
    virtual: false,
    now: () => Date.now(),
    at,
    soon: (name, task) => at(Date.now(), name, task),
    run: (_name, task) => task(),
    stop() {
      stopped = true
      for (const timer of pending) timer.cancel()
    },
  }
}

/** A time that tests and replays move: it stands while anything is in flight, so that what happens at an instant never
 *  depends on the machine. At `width` 1 all is serial and repeatable; wider, tasks of one instant overlap. */
export function virtualClock(start: number, { width = 1 } = {}): VirtualClock {
  interface Due extends Timer {
    readonly instant: number
    readonly order: number
    readonly task: Task
    cancelled: boolean
  }
  interface Goal {
    readonly until: number
    readonly reached: () => void
    readonly failed: (error: unknown) => void
  }

  const timers = heap<Due>((a, b) => a.instant - b.instant || a.order - b.order)
  const doors: (() => Promise<void>)[] = []
  let goals: Goal[] = []
  let now = start
  let order = 0
  let inFlight = 0
  let stopped = false

  const nextTimer = () => {
    while (timers.first()?.cancelled) timers.take()
    return timers.first()
  }

  const fail = (error: unknown) => {
    const failing = goals
    goals = []
    for (const goal of failing) goal.failed(error)
  }

  /** The next work that may start now; moves time on when all is quiet. */
  const next = (): Task | undefined => {
    const door = doors.shift()
    if (door) return door
    while (goals.length > 0) {
      const timer = nextTimer()
      if (timer && timer.instant <= now) return timers.take()!.task
      if (inFlight > 0) return undefined
      const until = Math.min(...goals.map(goal => goal.until))
      if (until <= now) {
        for (const goal of goals.filter(goal => goal.until <= now)) goal.reached()
        goals = goals.filter(goal => goal.until > now)
      } else {
        now = Math.min(until, timer?.instant ?? until)
      }
    }
    return undefined
  }

  const pump = () => {
    while (!stopped && inFlight < width) {
      const task = next()
      if (!task) return
      inFlight++
      Promise.resolve()
        .then(task)
        .catch(fail)
        .finally(() => {
          inFlight--
          pump()
        })
    }
  }

  const at = (instant: number, _name: string, task: Task): Timer => {
    const timer: Due = {
      instant: Math.max(instant, now),
      order: order++,
      task,
      cancelled: false,
      cancel: () => {
        timer.cancelled = true
      },
    }
    if (stopped) return timer
    timers.add(timer)
    pump()
    return timer
  }

  const advanceTo = (until: number) =>
    new Promise<void>((reached, failed) => {
      goals.push({ until, reached, failed })
      if (stopped) fail(new Error('the clock is stopped'))
      else pump()
    })

  return {
    virtual: true,
    now: () => now,
    at,
    soon: (name, task) => at(now, name, task),
    run: (_name, task) =>
      new Promise((answered, failed) => {
        doors.push(() => Promise.resolve().then(task).then(answered, failed))
        pump()
      }),
    settle: () => advanceTo(now),
    advanceTo,
    stop() {
      stopped = true
      fail(new Error('the clock is stopped'))
    },
    get moving() {
      return goals.length > 0
    },
    get idle() {
      return inFlight === 0 && doors.length === 0 && !(nextTimer() && nextTimer()!.instant <= now)
    },
  }
}
