import { type Team, teamNames } from '../../shared/handbook/dispatch'
import type { Input } from '../local/kernel'
import { type Ties, worker } from './agents'
import { firstDay } from './customers'
import { drawFor } from './draw'
import type { File, House, Mail, Person } from './house'
import { notes } from './sayings'
import type { Agent } from './staff'
import type { Customers } from './visits'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const rounds = [9, 11, 14, 17, 20]
const supervisorsLeave = 21
const officeHours = [9, 17] as const
/** Where a ticket goes that turns out to be a complaint: in a world without this team its supervisor finds it a colleague. */
const complaintsTeam = 'service_team'

interface Leading {
  readonly seed: string
  readonly agents: readonly Agent[]
  readonly days: number
  readonly customers: Customers
  readonly ties: Ties
}

/** One supervisor a team: on their rounds they verify what agents resolved, take over what is too hard, settle it with whoever may
 *  grant it, and call complainants back. */
export function seatSupervisors(house: House, leading: Leading) {
  const teams = [...new Set(leading.agents.map(({ team }) => team))]
  const offices = new Map(teams.map(team => [team, seatSupervisor(house, leading, team, team === teams[0])]))
  return { concern: (file: File) => offices.get(file.team)?.concern() }
}

function seatSupervisor(
  house: House,
  { seed, agents, days, customers, ties }: Leading,
  team: string,
  isFirst: boolean,
) {
  const me: Person = { as: 'supervisor', subject: `supervisor-${team.replaceAll('_', '-')}` }
  const draw = drawFor(seed, 'supervisor', team)
  const own = agents.filter(agent => agent.team === team)
  const desk = worker(house, me, { pace: () => draw.between(0.8, 1.2), isSupervisor: true, ties })
  const isOurs = ({ team: its, assigneeId }: Input) =>
    assigneeId ? assigneeId === me.subject || own.some(({ id }) => id === assigneeId) : its === team
  let isConcerned = false

  const verify = async ({ id }: Input) => {
    const file = house.files.get(id)
    if (!file) return
    const passes = file.matter.survivesCheck || file.results > 1
    const body = passes
      ? { result: 'passed', text: notes.verified }
      : { result: 'failed', text: notes.notVerified, reason: 'partly_solved' }
    const said = await house.post(me, `/v1/tickets/${id}/verification`, body)
    if (said && !passes) customers.takenUpAgain(file)
  }

  const callBack = async (file: File) => {
    const { id } = file
    const isReached = file.temper.callsReached[file.calls++] ?? false
    const satisfied = isReached && customers.isSolved(file)
    const text = isReached ? notes.calledBack : notes.unreached
    const body = { way: 'phone', text, ...(isReached && { satisfied }) }
    if (!(await house.post(me, `/v1/complaints/${id}/call-backs`, body))) return
    if (satisfied || file.calls >= 3) await house.post(me, `/v1/complaints/${id}/closure`, {})
    else if (isReached && (await house.post(me, `/v1/tickets/${id}/objection`, { text: notes.calledBack })))
      customers.takenUpAgain(file)
  }

  /** What is dear is asked for first. */
  const settle = async (file: File) => {
    const { id } = file
    if (!file.matter.isDear || file.authorisation)
      return house.post(me, `/v1/complaints/${id}/solution`, { fault: 'ours', text: notes.solution })
    const body = { reason: 'major_interest', measure: notes.measure, amount: 50_000 }
    if (await house.post(me, `/v1/tickets/${id}/authorisation`, body)) file.authorisation = 'asked'
  }

  const giveOn = async ({ id }: Input) => {
    const { id: assigneeId } = draw.oneOf(own)
    const said = await house.post(me, `/v1/tickets/${id}/reassignment`, { assigneeId, reason: notes.givenOn })
    const file = house.files.get(id)
    if (said && file) file.holder = assigneeId
  }

  const round = async () => {
    if (!isConcerned) return
    isConcerned = false
    for (const list of ['mine', ...own.map(({ id }) => `agent:${id}`)])
      for (const line of await house.all(me, `/v1/tickets?list=${list}`))
        if (line.state === 'resolved') await verify(line)
    for (const { id, state, ...line } of await house.all(me, '/v1/tickets?list=watch'))
      if (state === 'escalated' && isOurs(line)) await house.post(me, `/v1/tickets/${id}/takeover`, {})
    const complaints = (await house.all(me, '/v1/tickets?list=complaints')).filter(isOurs)
    for (const { id, state } of complaints) {
      const file = house.files.get(id)
      if (file && (state === 'result_fed_back' || state === 'followed_up')) await callBack(file)
      if (file && state === 'supervisor_handling') await settle(file)
    }
    if (agents.every(agent => agent.team !== complaintsTeam) && isFirst)
      for (const line of await house.all(me, `/v1/tickets?list=team:${complaintsTeam}`)) await giveOn(line)
    isConcerned ||= complaints.length > 0
    desk.begin()
  }

  for (let day = 0; day < days; day++) {
    for (const hour of rounds)
      house.at(firstDay + day * DAY + hour * HOUR + teamNames.indexOf(team as Team) * 3 * MINUTE, round)
    house.at(firstDay + day * DAY + supervisorsLeave * HOUR, async () => desk.end())
  }
  return {
    concern() {
      isConcerned = true
    },
  }
}

const askedByMail: readonly string[] = ['N-31-department', 'N-36', 'N-33-department']

/** Departments and senior management answer what their mails ask of them, in office hours; a lead files what is complete. */
export function seatHouse(house: House, days: number, ties: Ties) {
  const answerSlip = async (file: File, department: string) => {
    if (file.slip !== 'asked' || department !== file.matter.department) return
    file.slip = 'answered'
    const path = `/v1/tickets/${file.id}/handovers/${department}/answer`
    const said = await house.post({ as: department }, path, { result: notes.done })
    if (said) ties.acted(file, 'answer')
  }
  const authorise = async (file: File) => {
    if (file.authorisation !== 'asked') return
    file.authorisation = 'decided'
    const body = { decision: 'granted', limit: 50_000, explanation: notes.explanation }
    await house.post({ as: 'senior_management' }, `/v1/tickets/${file.id}/authorisation/decision`, body)
  }
  house.onMail(({ notice, caseId, to }: Mail) => {
    const file = house.files.get(caseId)
    if (!file) return
    const department = to.split('@')[0]!.replaceAll('-', '_')
    if (askedByMail.includes(notice))
      house.at(inOffice(house.now() + file.matter.departmentHours * HOUR), () => answerSlip(file, department))
    if (notice === 'N-46') house.at(inOffice(house.now() + 3 * HOUR), () => authorise(file))
  })

  const lead: Person = { as: 'team_lead' }
  const fileAll = async () => {
    for (const { id } of await house.all(lead, '/v1/archive?list=to-check'))
      await house.post(lead, `/v1/tickets/${id}/archive`, {})
  }
  for (let day = 0; day < days; day++) house.at(firstDay + day * DAY + 16 * HOUR, fileAll)
}

function inOffice(instant: number): number {
  const time = (instant - firstDay) % DAY
  const midnight = instant - time
  if (time < officeHours[0] * HOUR) return midnight + officeHours[0] * HOUR
  return time < officeHours[1] * HOUR ? instant : midnight + DAY + officeHours[0] * HOUR
}
