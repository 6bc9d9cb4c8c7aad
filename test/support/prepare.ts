import { mkdtempSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { assemble } from '../../infra/assemble'

/** Before the first test: the assembly of the simulation stage, and one folder for all temporary files of the run. */
// biome-ignore lint/style/noDefaultExport: jest asks a global set-up for its default export
export default function prepare() {
  process.env.KEFU_ASSEMBLY = assemble('simulation', console.log)
  process.env.KEFU_FIRST_CORE = String(process.pid % availableParallelism())
  process.env.TMPDIR = mkdtempSync(join(tmpdir(), 'kefu-tests-'))
}
