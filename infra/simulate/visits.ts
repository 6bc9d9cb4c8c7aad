import type { Bell } from './agents'
import { matterOf, temperOf, type Visit } from './customers'
import { drawFor } from './draw'
import type { File, House, Mail, Person } from './house'
import { sayings } from './sayings'

const HOUR = 3_600_000
const storefront: Person = { as: 'storefront' }
const linkHolder: Person = { as: 'nobody' }

type Opening = Pick<File, 'name' | 'team' | 'customerId' | 'email' | 'language' | 'matter' | 'temper'>

/** Customers come, wait, answer, lose patience, object, rate and come back, each in their own way and time. What they learn they
 *  learn from the storefront and from their mails. */
export function letCustomersCome(
  house: House,
  seed: string,
  visits: readonly Visit[],
  bell: Bell,
  concern: (file: File) => void,
) {
  const write = async (file: File, text: string) => {
    const who = { ...storefront, customer: file.customerId }
    const said = await house.post(who, `/v1/tickets/${file.id}/messages`, { text })
    if (said?.ticketId) await bell.team(file.team)
    return said
  }

  /** What goes on from a ticket is a matter of its own; whoever finds it in their list reads from which it comes. */
  const meet = async (who: Person, id: string): Promise<File | undefined> => {
    const { followsUp } = await house.get(who, `/v1/tickets/${id}`)
    const former = house.files.get(followsUp)
    if (!former) return undefined
    const name = `${former.name}-again`
    const draw = drawFor(seed, name)
    return open(id, { ...former, name, matter: matterOf(draw), temper: temperOf(draw) })
  }

  const open = (id: string, { name, team, customerId, email, language, matter, temper }: Opening) => {
    const file: File = {
      ...{ id, name, team, customerId, email, language, matter, temper },
      ...{ openedAt: house.now(), results: 0, solvedAt: matter.solvedAt, calls: 0 },
    }
    house.files.set(id, file)
    house.after(temper.patience, () => loseIt(file))
    return file
  }

  const come = async ({ channel, customer, text: description, ...visit }: Visit) => {
    const request = { channel, customer, language: visit.language, description }
    const made = await house.post(storefront, '/v1/tickets', request, `simulated-${visit.name}`)
    if (!made) return
    open(made.id, { ...visit, customerId: made.customerId, email: customer.email })
    await bell.team(visit.team)
  }

  const loseIt = async (file: File) => {
    if (file.answeredAt !== undefined) return
    const isComplaint = file.temper.complains
    if (await write(file, sayings[isComplaint ? 'complaint' : 'impatient'][file.language])) {
      if (isComplaint) file.isAngry = true
      bell.holder(file)
    }
  }

  const answer = async (file: File) => {
    await house.get({ ...storefront, customer: file.customerId }, `/v1/tickets/${file.id}`)
    if (await write(file, sayings.answer[file.language])) bell.holder(file)
  }

  const isSolved = (file: File) => file.results >= file.solvedAt

  const takenUpAgain = (file: File) => {
    delete file.toldAt
    file.calls = 0
    file.readyAt = house.now() + (file.matter.hours / 2) * HOUR
    bell.holder(file)
    concern(file)
  }

  const object = async (file: File, link: string) => {
    const said = await house.post(linkHolder, link, { text: sayings.unsolved[file.language] })
    if (said) takenUpAgain(file)
  }

  /** As quickly answered as they expected, and at the first time: five. */
  const ratingOf = ({ answeredAt, openedAt, temper, results }: File) => {
    const waited = ((answeredAt ?? openedAt) - openedAt) / HOUR / temper.patience
    return Math.max(1, Math.min(5, 5 + temper.mood - Math.floor(1.5 * waited) - 2 * (results - 1)))
  }

  const rate = async (file: File, link: string) => {
    const said = await house.post(linkHolder, link, { solved: 'yes', rating: ratingOf(file) })
    if (said && ratingOf(file) <= 2) await bell.team(file.team)
  }

  const comeBack = async (file: File) => {
    file.solvedAt = file.results + 1
    if (await write(file, sayings.unsolved[file.language])) takenUpAgain(file)
  }

  const hear = ({ notice, caseId, to, text }: Mail) => {
    const file = house.files.get(caseId)
    if (!file || to !== file.email) return
    const { objects, rates, reopens } = file.temper
    const [first = ''] = linksIn(text)
    if ((notice === 'N-05' || notice === 'N-07') && !isSolved(file) && objects !== undefined)
      house.after(objects, () => object(file, first))
    if (notice !== 'N-41') return
    if (isSolved(file) && rates !== undefined) house.after(rates, () => rate(file, first))
    if (isSolved(file) && reopens !== undefined && file.results === 1)
      house.after((rates === undefined ? 7 * 24 : rates) + reopens, () => comeBack(file))
  }

  house.onMail(hear)
  for (const visit of visits) house.at(visit.at, () => come(visit))

  return {
    /** What staff did reaches the customer, who may have to answer it. */
    told(file: File, act: string) {
      if (act === 'questions' && file.temper.answers !== undefined) house.after(file.temper.answers, () => answer(file))
    },
    meet,
    isSolved,
    takenUpAgain,
  }
}

export type Customers = ReturnType<typeof letCustomersCome>

const linksIn = (text: string): readonly string[] =>
  [...text.matchAll(/https?:\/\/\S+?(\/v1\/links\/\S+)/g)].map(([, path]) => path!)
