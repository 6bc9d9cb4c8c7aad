import { startWorld } from '../local/world'
import { onWork } from '../replay/apart'
import { firstDay } from './customers'
import { drive, type Outcome, type Quarter } from './drive'

export interface Work extends Quarter {
  readonly assembly: string
  readonly name: string
}

/** One world of a simulation: some teams with all their agents and customers. */
onWork<Work, Outcome>(async ({ assembly, name, ...quarter }, tell) => {
  const world = await startWorld({ assembly, at: new Date(firstDay).toISOString(), seed: name })
  try {
    return await drive(world, quarter, share => tell({ share }))
  } finally {
    await world.stop()
  }
})
