import type { File } from './house'
import { notes, sayings } from './sayings'

/** A ticket as it stands in a work list. */
export interface Line {
  readonly id: string
  readonly kind: string
  readonly state: string
  readonly team?: string
  readonly assigneeId?: string
}

/** What is to be done about a ticket: an act after so many minutes of work, or nothing before an instant. */
export type Next = Act | { readonly notBefore: number }

export interface Act {
  readonly act: string
  readonly body: object
  readonly minutes: number
  readonly done?: (at: number) => void
}

const HOUR = 3_600_000
/** A customer hears of us once a day, and who does not answer a question is called after two (R-CLO-07, T7). */
const tellAfter = 20 * HOUR
const callAfter = 40 * HOUR

/** What whoever has this ticket does about it next; what is too hard goes to a supervisor. */
export function nextStep({ id, kind, state }: Line, file: File, now: number, isSupervisor: boolean): Next | undefined {
  const { matter, language } = file
  const at = (root: 'tickets' | 'complaints', act: string) => `/v1/${root}/${id}/${act}`
  const say = (what: keyof typeof sayings) => ({ text: sayings[what][language] })
  const told = (now: number) => {
    file.answeredAt ??= now
    file.toldAt = now
  }
  const isReady = (file.readyAt ?? 0) <= now
  const wait = (): Next => {
    const tellAt = (file.toldAt ?? file.openedAt) + tellAfter
    if (tellAt <= now)
      return {
        act: at('tickets', 'progress'),
        body: { situation: sayings.situation[language], proposal: sayings.proposal[language] },
        ...{ minutes: 2, done: told },
      }
    return { notBefore: isReady ? tellAt : Math.min(tellAt, file.readyAt!) }
  }
  const taken = (now: number) => {
    told(now)
    file.readyAt = now + matter.hours * HOUR
  }
  const result = (now: number) => {
    told(now)
    file.results++
  }
  const escalate: Next = {
    act: at('tickets', 'escalation'),
    body: { reason: 'difficult_case', tried: notes.tried },
    minutes: 2,
    done: () => {
      file.wasEscalated = true
    },
  }
  const isTooHard = matter.isHard && !file.wasEscalated && !isSupervisor

  if (kind === 'complaint')
    switch (state) {
      case 'recorded': {
        const body = {
          class: matter.isHard ? 'major' : 'ordinary',
          type: 'service_dissatisfaction',
          cause: 'failed_in_duty',
        }
        return { act: at('complaints', 'assessment'), body, minutes: 2 }
      }
      case 'assigned':
        return { act: at('complaints', 'acknowledgement'), body: say('apology'), minutes: 4, done: taken }
      case 'acknowledged':
        return { act: at('complaints', 'investigation'), body: {}, minutes: 1 }
      case 'investigating':
      case 'supervisor_handling': {
        if (isTooHard) return escalate
        if (!isReady) return wait()
        const body = { fault: 'ours', text: notes.solution }
        return { act: at('complaints', 'solution'), body, minutes: matter.minutes * 0.7 }
      }
      case 'solution_agreed':
        return { act: at('complaints', 'execution'), body: {}, minutes: 2 }
      case 'handled':
        return { act: at('complaints', 'result'), body: say('result'), minutes: 3, done: result }
      default:
        return undefined
    }

  switch (state) {
    case 'assigned':
      return { act: at('tickets', 'replies'), body: say('reply'), minutes: matter.minutes * 0.4, done: taken }
    case 'in_progress':
      if (file.isAngry)
        return {
          act: at('tickets', 'complaint'),
          body: { class: 'ordinary', type: 'service_dissatisfaction', cause: 'failed_in_duty' },
          minutes: 2,
        }
      if (file.toldAt === undefined)
        return { act: at('tickets', 'replies'), body: say('reply'), minutes: 3, done: taken }
      if (matter.needsAnswer && file.asked === undefined) {
        const done = (now: number) => {
          told(now)
          file.asked = now
        }
        return { act: at('tickets', 'questions'), body: say('question'), minutes: 2, done }
      }
      if (matter.department && !file.slip) {
        const dueAt = new Date(now + 24 * HOUR).toISOString()
        const done = () => {
          file.slip = 'asked'
        }
        return {
          act: at('tickets', 'handovers'),
          body: { department: matter.department, task: notes.task, dueAt },
          minutes: 3,
          done,
        }
      }
      if (isTooHard) return escalate
      if (!isReady) return wait()
      return { act: at('tickets', 'resolution'), body: say('result'), minutes: matter.minutes * 0.6, done: result }
    case 'waiting_customer':
      if (now < file.asked! + callAfter) return wait()
      return { act: at('tickets', 'messages'), body: { text: notes.phoned }, minutes: 4 }
    case 'waiting_department':
      return wait()
    case 'escalated':
      return isSupervisor ? { act: at('tickets', 'takeover'), body: {}, minutes: 1 } : undefined
    default:
      return undefined
  }
}
