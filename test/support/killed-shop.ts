import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { aWorld, monday, shopIn } from './journey'
import { aStory, endings, inMemory, keysOfMails, type Told, tell } from './story'

/** What a run leaves behind, for the test that compares. */
export interface Report {
  readonly ends: Awaited<ReturnType<typeof endings>>
  readonly mails: readonly string[]
  readonly dead: number
  readonly accesses: number
}

/** A run that was killed, at the access to AWS before which it died. */
export interface Kill {
  readonly action: string
  readonly principal: string
}

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

/** Fifty orders in a process of their own, which dies by its own SIGKILL right before its n-th access to AWS; the next
 *  process on the folder goes on. */
async function run(folder: string, killBefore: number) {
  const world = await aWorld({ folder })
  const { iam } = world.kernel
  const authorize = iam.authorize
  let accesses = 0
  iam.authorize = (caller, access) => {
    if (++accesses === killBefore) {
      const kill: Kill = { action: access.action, principal: caller.principal }
      appendFileSync(join(folder, 'kills.jsonl'), `${JSON.stringify(kill)}\n`)
      process.kill(process.pid, 'SIGKILL')
    }
    authorize(caller, access)
  }
  const shop = shopIn(world)
  const story = aStory(50, { kind: 'order' })
  const cases = await tell(shop, story, monday, inFile(join(folder, 'told.jsonl')))
  await world.advance('PT1H')
  const ends = await endings(shop, story, cases)
  const report: Report = { ends, mails: keysOfMails(shop), dead: world.deadLetters().length, accesses }
  writeFileSync(join(folder, 'report.json'), JSON.stringify(report))
  await world.stop()
}

const [folder = '', killBefore = ''] = process.argv.slice(2)
run(folder, Number(killBefore)).catch(error => {
  console.error(error)
  process.exit(1)
})
