import { rmSync } from 'node:fs'

/** After the last test nothing of the run is left on the machine. */
// biome-ignore lint/style/noDefaultExport: jest asks a global tear-down for its default export
export default function cleanUp() {
  if (process.env.TMPDIR?.includes('kefu-tests-')) rmSync(process.env.TMPDIR, { recursive: true, force: true })
}
