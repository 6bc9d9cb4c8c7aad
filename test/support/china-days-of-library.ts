import { createRequire } from 'node:module'
import type { YearOfDays } from '../../shared/domain/market'

/** The dates of chinese-days, by year, in the form of shared/handbook/china-days.ts. Prints the file when run:
 *  `npx tsx test/support/china-days-of-library.ts > shared/handbook/china-days.ts` (after raising the package). */
interface Library {
  readonly holidays: Record<string, string>
  readonly workdays: Record<string, string>
}

const library = createRequire(__filename)('chinese-days/dist/chinese-days.json') as Library

const dayAfter = (date: string) => new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10)

/** '02-15..02-23': runs of days are written as one. */
const asRuns = (dates: readonly string[]): string => {
  const runs: [string, string][] = []
  for (const date of [...dates].sort()) {
    const last = runs.at(-1)
    if (last && dayAfter(last[1]) === date) last[1] = date
    else runs.push([date, date])
  }
  return runs.map(([a, b]) => (a === b ? a.slice(5) : `${a.slice(5)}..${b.slice(5)}`)).join(' ')
}

const ofYear = (dates: Record<string, string>, year: string) => Object.keys(dates).filter(date => date.startsWith(year))

export const chinaDaysOfLibrary: Readonly<Record<string, YearOfDays>> = Object.fromEntries(
  [...new Set(Object.keys(library.holidays).map(date => date.slice(0, 4)))]
    .sort()
    .map(year => [year, { off: asRuns(ofYear(library.holidays, year)), work: asRuns(ofYear(library.workdays, year)) }]),
)

if (require.main === module) {
  const rows = Object.entries(chinaDaysOfLibrary).map(
    ([year, { off, work }]) => `  ${year}: {\n    off: '${off}',\n    work: '${work}',\n  },`,
  )
  console.log(`import type { YearOfDays } from '../domain/market'

/** 国务院放假安排: days off (weekends within a holiday too) and make-up workdays 调休, as month-day. Written by
 *  test/support/china-days-of-library.ts from chinese-days; a test compares the two. R-I18-03, G-01. */
export const chinaDays: Readonly<Record<string, YearOfDays>> = {
${rows.join('\n')}
}`)
}
