import { isWorkday } from 'chinese-days'
import { isWorkingDay } from '../../shared/domain/calendar'
import { calendarOf } from '../../shared/domain/calendars'
import { chinaDays } from '../../shared/handbook/china-days'
import { chinaDaysOfLibrary } from '../support/china-days-of-library'

describe("China's days off and make-up workdays", () => {
  test('are those of chinese-days (else: npx tsx test/support/china-days-of-library.ts > shared/handbook/china-days.ts)', () => {
    expect(chinaDays).toEqual(chinaDaysOfLibrary)
  })

  test('make the same working days as the library, for each day of every covered year', () => {
    const { coveredFrom = '', coveredTo = '' } = calendarOf('CN')
    const differing: string[] = []
    for (let ms = Date.parse(coveredFrom); ms <= Date.parse(coveredTo); ms += 86_400_000) {
      const date = new Date(ms).toISOString().slice(0, 10)
      if (isWorkday(date) !== isWorkingDay(calendarOf('CN'), date)) differing.push(date)
    }
    expect(differing).toEqual([])
  })
})
