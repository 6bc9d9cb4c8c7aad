import { spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'

/** Before any test: a worker of the test runner keeps to one core. The threads of a local cloud work in turn, and waking one on
 *  another core costs more than it wins. Runs side by side begin at cores of their own. Only Linux is asked for it; elsewhere the
 *  system chooses. */
const cores = availableParallelism()
if (process.env.JEST_WORKER_ID && cores > 1) {
  const core = (Number(process.env.KEFU_FIRST_CORE ?? 0) + Number(process.env.JEST_WORKER_ID) - 1) % cores
  spawnSync('taskset', ['-a', '-c', '-p', String(core), String(process.pid)])
}
