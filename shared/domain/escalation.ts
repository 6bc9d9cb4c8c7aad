import { escalationLine } from '../handbook/escalation'
import type { Role } from './case'

type Level = (typeof escalationLine)[number]

/** Who is told when someone of this role escalates: the next one up; above the last there is nobody. */
export function nextLevel(role: Role): Level {
  const next = escalationLine.indexOf(role as Level) + 1
  return escalationLine[Math.min(Math.max(next, 1), escalationLine.length - 1)]!
}
