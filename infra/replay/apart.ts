import { type ChildProcess, fork, spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'

/** Gives work to a process of its own and waits for what it made of it: what else it tells on the way is progress. Worlds side by
 *  side are each bound by one core. */
export function runApart<Made, Progress>(
  script: string,
  index: number,
  work: object,
  progress: (told: Progress) => void,
): Promise<Made> {
  const child: ChildProcess = fork(script, onOneCore(index))
  return new Promise((done, failed) => {
    child.on('message', (message: { made: Made } | Progress) =>
      typeof message === 'object' && message !== null && 'made' in message ? done(message.made) : progress(message),
    )
    child.on('exit', code => failed(new Error(`world ${index} ended with code ${code}`)))
    child.send(work)
  })
}

/** The other side of it: one piece of work, then the end; it ends also with whoever asked for it. */
export function onWork<Work, Made>(make: (work: Work, tell: (progress: object) => void) => Promise<Made>): void {
  process.once('disconnect', () => process.exit(1))
  process.once('message', async (work: Work) => {
    const made = await make(work, progress => process.send?.(progress))
    process.send?.({ made }, () => process.exit(0))
  })
}

/** The threads of a world work in turn, and waking one on another core costs more than it wins: a world for each core takes two
 *  thirds of the time. Only Linux is asked for it; elsewhere the system chooses. */
function onOneCore(index: number) {
  const { execArgv, execPath } = process
  if (spawnSync('taskset', ['--version']).status !== 0) return { execArgv }
  const core = String(index % availableParallelism())
  return { execPath: 'taskset', execArgv: ['-c', core, execPath, ...execArgv] }
}
