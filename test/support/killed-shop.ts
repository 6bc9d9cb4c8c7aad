import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { Input } from '../../infra/local/kernel'
import type { World } from '../../infra/local/world'
import { rebuild } from '../../shared/domain/rebuild'
import { linkedTicketId } from '../../shared/entry/linked-ticket'
import { aWorld, monday, shopIn } from './journey'
import { type Kind, kinds, type Report, type Run } from './killer'
import { operationsOf } from './losses'
import { aStory, endings, inMemory, keysOfMails, type Told, tell } from './story'
import { staffed, ticketLives } from './ticket-lives'
import { lookInto } from './world-store'

/** Steps are kept in a file, so that the next process knows what this one has done. */
function inFile(path: string): Told {
  const memory = inMemory()
  const lines = existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : []
  for (const line of lines) memory.done(...(JSON.parse(line) as [string, object]))
  return {
    get: memory.get,
    done(step, answer) {
      appendFileSync(path, `${JSON.stringify([step, answer])}\n`)
      memory.done(step, answer)
    },
  }
}

/** Counts each kind of work, and kills this process at the n-th of the one it is told, before or after that is done. */
function watch(world: World, { folder, strike }: Run): Record<Kind, number> {
  const counts = Object.fromEntries(kinds.map(({ kind }) => [kind, 0])) as Record<Kind, number>
  for (const { kind, target, operation, is } of kinds) {
    const honoured = operationsOf(world, target)[operation]
    const { run } = honoured
    honoured.run = async (input: Input, caller: { principal: string }) => {
      if (!is(input, caller.principal)) return run(input, caller)
      const struck = ++counts[kind] === strike?.nth && kind === strike.kind
      const die = () => {
        const where = { ...strike, by: caller.principal.split('/').at(-1), at: new Date(world.now()).toISOString() }
        appendFileSync(join(folder, 'kills.jsonl'), `${JSON.stringify(where)}\n`)
        process.kill(process.pid, 'SIGKILL')
      }
      if (struck && strike?.moment === 'before') die()
      try {
        return await run(input, caller)
      } finally {
        if (struck) die()
      }
    }
  }
  return counts
}

/** Heads that are not what their history tells. */
const unlikeTheirHistory = (world: World, ids: readonly string[]): Promise<string[]> =>
  lookInto(world, async cases => {
    const unlike: string[] = []
    for (const id of ids) if (!isDeepStrictEqual(rebuild(await cases.history(id)), await cases.get(id))) unlike.push(id)
    return unlike
  })

/** Tickets that a case opened are named by it and by its row: their ids say how many lines went before, triage's among them. */
const namesOfOpened = (world: World, ids: readonly string[]): Promise<ReadonlyMap<string, string>> =>
  lookInto(world, async cases => {
    const histories = await Promise.all(ids.map(id => cases.history(id)))
    const opening = histories.flat().filter(({ opens }) => opens !== undefined)
    return new Map(opening.map(line => [linkedTicketId(line), `${line.caseId}·${line.row}`]))
  })

/** So many orders and tickets in a process of their own, which may die on the way; the next process on the folder goes on. */
async function work(run: Run) {
  const { folder, orders, tickets } = run
  const world = await aWorld({ folder })
  const counts = watch(world, run)
  const shop = shopIn(world)
  const story = [...aStory(orders, { kind: 'order' }), ...ticketLives(tickets)]
  const told = inFile(join(folder, 'told.jsonl'))
  if (!told.get('staffed')) told.done('staffed', await staffed(shop))
  const cases = await tell(shop, story, monday, told)
  await world.advance('PT1H')
  const ends = await endings(shop, story, cases)
  const ids = cases.map(({ id }) => id)
  const unlike = await unlikeTheirHistory(world, ids)
  const names = await namesOfOpened(world, ids)
  const mails = keysOfMails(shop).map(key => key.replace(/^\S+/, id => names.get(id) ?? id))
  const report: Report = { ends, unlike, mails, dead: world.deadLetters().length, counts }
  writeFileSync(join(folder, 'report.json'), JSON.stringify(report))
  await world.stop()
}

work(JSON.parse(process.argv[2] ?? '')).catch(error => {
  console.error(error)
  process.exit(1)
})
