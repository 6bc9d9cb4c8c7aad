import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { CloudState } from './cloud'

/** A local cloud in another process, so that the load which a benchmark makes is not charged to it. */
export interface RunningCloud {
  readonly startMilliseconds: number
  state(): Promise<CloudState>
  /** Returns when nothing more follows from what was asked of it. */
  quiet(): Promise<void>
  /** The same, and says when the last mail was seen, by `performance.now()`. */
  drained(): Promise<number>
  stop(): Promise<void>
}

export async function startCloud(assembly: string): Promise<RunningCloud> {
  const started = performance.now()
  const child = fork(join(__dirname, 'cloud.ts'), [assembly])
  const next = async () => {
    const heard = new AbortController()
    const died = once(child, 'exit', heard).then(([code]) =>
      Promise.reject(new Error(`the local cloud ended (${code})`)),
    )
    try {
      const [state] = await Promise.race([once(child, 'message', heard), died])
      return state as CloudState
    } finally {
      heard.abort()
    }
  }
  const state = () => {
    const told = next()
    child.send('state')
    return told
  }
  await next()
  return {
    startMilliseconds: performance.now() - started,
    state,
    async quiet() {
      await untilStill(500, async () => JSON.stringify((await state()).counters))
    },
    async drained() {
      const since = await untilStill(100, async () => (await state()).counters.mails)
      await untilStill(500, async () => JSON.stringify((await state()).counters))
      return since
    },
    async stop() {
      const ended = once(child, 'exit')
      child.disconnect()
      await ended
    },
  }
}

/** Asks until two answers in a row are equal; since when they are. */
async function untilStill<T>(milliseconds: number, ask: () => Promise<T>): Promise<number> {
  let since = performance.now()
  for (let before = await ask(), still = 0; still < 5; ) {
    await sleep(milliseconds)
    const now = await ask()
    still = now === before ? still + 1 : 0
    if (still === 0) since = performance.now()
    before = now
  }
  return since
}
