import { assemble } from '../../infra/assemble'

/** Makes the assembly of the simulation stage once, before the first test. */
// biome-ignore lint/style/noDefaultExport: jest asks a global set-up for its default export
export default function assembleOnce() {
  process.env.KEFU_ASSEMBLY = assemble('simulation', console.log)
}
