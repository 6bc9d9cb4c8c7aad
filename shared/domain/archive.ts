import { markets } from '../handbook/markets'
import type { Case, Instant } from './case'
import type { TicketFacts } from './ticket'
import { localDate } from './zone'

/** 档案类型 (R-ARC-06): issue, complaint, feedback. */
export type ArchiveType = 'SI' | 'CP' | 'FB'

export const archiveTypeOf = ({ kind, facts }: Case): ArchiveType =>
  kind === 'complaint' ? 'CP' : (facts as TicketFacts).classification?.topic === 'feedback' ? 'FB' : 'SI'

/** The numbers of one type and one day of the market are given one after the other, without gaps. */
export const archiveSequence = (subject: Case, at: Instant): string =>
  `${archiveTypeOf(subject)}-${localDate(markets[subject.market].zone, Date.parse(at)).replaceAll('-', '')}`

/** SI-20250107-000123 */
export const archiveNumber = (sequence: string, place: number): string =>
  `${sequence}-${String(place).padStart(6, '0')}`
