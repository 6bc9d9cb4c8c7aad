import { DateTime } from 'luxon'
import {
  addWorkingSeconds,
  type Calendar,
  checkCalendar,
  type Interval,
  isOpen,
  isWorkingDay,
  nextClosing,
  nextOpening,
  subtractWorkingSeconds,
  workingDayAfter,
  workingSecondsBetween,
} from '../../shared/domain/calendar'

/** Hand-checked, each spelled in the local time of its zone: '2026-03-09' is a Monday. Two times of one wall are told apart by
 *  their offset, as in '2026-10-25 02:30 +01:00'. */
const HOUR = 3600
const MINUTE = 60

const off: readonly Interval[] = []
const nine: readonly Interval[] = [['09:00', '17:00']]
const halves: readonly Interval[] = [
  ['09:00', '12:00'],
  ['13:00', '17:00'],
]
const wholeDay: readonly Interval[] = [['00:00', '24:00']]
const night: readonly Interval[] = [['22:00', '06:00']]

const weekdays = (zone: string, hours: readonly Interval[], days: Calendar['days'] = {}): Calendar => ({
  ...{ zone, hours: [hours, hours, hours, hours, hours, off, off], days },
})
const daily = (zone: string, hours: readonly Interval[], days: Calendar['days'] = {}): Calendar => ({
  ...{ zone, hours: Array(7).fill(hours), days },
})

const at = (zone: string, wall: string): string => {
  const [date, time, offset = ''] = wall.split(' ')
  return DateTime.fromISO(`${date}T${time}${offset}`, { zone }).toUTC().toISO() ?? ''
}
/** Both sides as the same text, so that a failure reads as local time. */
const said = (zone: string, instant: string) => DateTime.fromISO(instant, { zone }).toISO()
const expectAt = ({ zone }: Calendar, actual: string, wall: string) =>
  expect(said(zone, actual)).toBe(said(zone, at(zone, wall)))

type Row = readonly [name: string, calendar: Calendar, from: string, seconds: number, to: string]

/** Each row counts forwards, and the time between its ends is what was added. */
const adds = (title: string, rows: readonly Row[]) =>
  describe(title, () => {
    test.each(rows)('%s', (_, calendar, from, seconds, to) => {
      const start = at(calendar.zone, from)
      const end = addWorkingSeconds(calendar, start, seconds).at
      expectAt(calendar, end, to)
      expect(workingSecondsBetween(calendar, start, end)).toBe(seconds)
      expect(workingSecondsBetween(calendar, end, start)).toBe(0 - seconds)
    })
  })

const office = weekdays('Europe/London', nine)
const lunch = weekdays('America/New_York', halves)
const always = daily('UTC', wholeDay)
const uneven: Calendar = {
  zone: 'America/Los_Angeles',
  hours: [nine, [['10:00', '16:00']], nine, [['10:00', '16:00']], nine, [['11:00', '14:30']], off],
  days: {},
}

adds('a plain week', [
  ['a second', office, '2026-03-09 09:00', 1, '2026-03-09 09:00:01'],
  ['from a minute before closing', office, '2026-03-09 16:59', 2 * MINUTE, '2026-03-10 09:01'],
  ['from a second before closing, to closing', office, '2026-03-09 16:59:59', 1, '2026-03-09 17:00'],
  ['from a second before closing, over it', office, '2026-03-09 16:59:59', 2, '2026-03-10 09:00:01'],
  ['from a second before opening', office, '2026-03-09 08:59:59', 1, '2026-03-09 09:00:01'],
  ['from midnight', office, '2026-03-10 00:00', HOUR, '2026-03-10 10:00'],
  ['a whole day from opening', office, '2026-03-10 09:00', 8 * HOUR, '2026-03-10 17:00'],
  ['a whole day from closing', office, '2026-03-10 17:00', 8 * HOUR, '2026-03-11 17:00'],
  ['a whole week from Monday', office, '2026-03-09 09:00', 40 * HOUR, '2026-03-13 17:00'],
  ['a whole week from Wednesday noon', office, '2026-03-11 12:00', 40 * HOUR, '2026-03-18 12:00'],
  ['from Friday evening', office, '2026-03-13 20:00', HOUR, '2026-03-16 10:00'],
  ['from Friday at closing', office, '2026-03-13 17:00', 1, '2026-03-16 09:00:01'],
  ['from Sunday a second before midnight', office, '2026-03-15 23:59:59', HOUR, '2026-03-16 10:00'],
  ['a hundred hours', office, '2026-03-09 09:00', 100 * HOUR, '2026-03-25 13:00'],
  ['a working year of 52 weeks', office, '2025-01-06 09:00', 52 * 40 * HOUR, '2026-01-02 17:00'],
  ['days of different length', uneven, '2026-03-09 16:00', 8 * HOUR, '2026-03-11 10:00'],
  ['a whole week of different days', uneven, '2026-03-09 09:00', 39.5 * HOUR, '2026-03-14 14:30'],
  ['over a short Saturday', uneven, '2026-03-14 14:00', HOUR, '2026-03-16 09:30'],
  [
    'a week of a single day',
    { ...office, hours: [nine, off, off, off, off, off, off] },
    '2026-03-09 16:00',
    2 * HOUR,
    '2026-03-16 10:00',
  ],
  [
    'a week that begins on Sunday',
    { ...office, hours: [nine, nine, nine, nine, off, off, nine], zone: 'Asia/Riyadh' },
    '2026-03-12 16:00',
    2 * HOUR,
    '2026-03-15 10:00',
  ],
])

adds('no time at all', [
  ['in open time', office, '2026-03-09 11:11:11', 0, '2026-03-09 11:11:11'],
  ['at opening', office, '2026-03-09 09:00', 0, '2026-03-09 09:00'],
  ['at closing stays there', office, '2026-03-09 17:00', 0, '2026-03-09 17:00'],
  ['just after closing goes to the opening', office, '2026-03-09 17:00:00.001', 0, '2026-03-10 09:00'],
  ['on a Saturday goes to the opening', office, '2026-03-14 12:00', 0, '2026-03-16 09:00'],
  ['between two intervals goes to the second', lunch, '2026-03-10 12:30', 0, '2026-03-10 13:00'],
])

adds('several intervals a day', [
  ['up to the break', lunch, '2026-03-10 09:00', 3 * HOUR, '2026-03-10 12:00'],
  ['over the break', lunch, '2026-03-10 11:30', HOUR, '2026-03-10 13:30'],
  ['from within the break', lunch, '2026-03-10 12:15', 15 * MINUTE, '2026-03-10 13:15'],
  ['from the beginning of the break', lunch, '2026-03-10 12:00', 1, '2026-03-10 13:00:01'],
  ['a whole day', lunch, '2026-03-10 09:00', 7 * HOUR, '2026-03-10 17:00'],
  ['over the break and the night', lunch, '2026-03-10 11:00', 7 * HOUR, '2026-03-11 11:00'],
  ['over a break and a weekend', lunch, '2026-03-13 11:59', 4 * HOUR + 2 * MINUTE, '2026-03-16 09:01'],
  [
    'five short ones',
    daily('UTC', [
      ['08:00', '08:10'],
      ['09:00', '09:10'],
      ['10:00', '10:10'],
      ['11:00', '11:10'],
      ['12:00', '12:10'],
    ]),
    ...(['2026-03-10 08:05', 45 * MINUTE, '2026-03-10 12:10'] as const),
  ],
  [
    'with seconds in their times',
    daily('UTC', [
      ['08:00:30', '08:01:15'],
      ['23:59:59', '24:00'],
    ]),
    ...(['2026-03-10 08:00', 46, '2026-03-11 00:00'] as const),
  ],
  [
    'that touch are one',
    daily('UTC', [
      ['09:00', '12:00'],
      ['12:00', '15:00'],
    ]),
    '2026-03-10 11:00',
    2 * HOUR,
    '2026-03-10 13:00',
  ],
  [
    'that overlap are one',
    daily('UTC', [
      ['09:00', '13:00'],
      ['12:00', '15:00'],
    ]),
    '2026-03-10 09:00',
    6 * HOUR,
    '2026-03-10 15:00',
  ],
  [
    'one within another',
    daily('UTC', [
      ['09:00', '17:00'],
      ['10:00', '11:00'],
    ]),
    '2026-03-10 09:00',
    8 * HOUR,
    '2026-03-10 17:00',
  ],
  [
    'in any order',
    daily('UTC', [
      ['15:00', '17:00'],
      ['9:00', '11:00'],
    ]),
    '2026-03-10 10:00',
    2 * HOUR,
    '2026-03-10 16:00',
  ],
])

const untilMidnight = daily('Asia/Tokyo', [['18:00', '24:00']])
const mondays: Calendar = { zone: 'UTC', hours: [wholeDay, off, off, off, off, off, off], days: {} }
adds('midnight', [
  ['a day that ends at 24:00 ends there', untilMidnight, '2026-03-09 20:00', 4 * HOUR, '2026-03-10 00:00'],
  ['and is over then', untilMidnight, '2026-03-10 00:00', 1, '2026-03-10 18:00:01'],
  ['a whole Monday, half a minute before its end', mondays, '2026-03-09 23:59:30', 60, '2026-03-16 00:00:30'],
  ['a whole Monday from its beginning', mondays, '2026-03-09 00:00', 24 * HOUR, '2026-03-10 00:00'],
  ['two whole days run into each other', always, '2026-03-09 23:00', 2 * HOUR, '2026-03-10 01:00'],
  ['day and night, a week', always, '2026-03-09 12:34:56', 7 * 24 * HOUR, '2026-03-16 12:34:56'],
  ['23:59 leaves a minute out', daily('UTC', [['00:00', '23:59']]), '2026-03-09 23:30', HOUR, '2026-03-10 00:31'],
  [
    'an evening and the morning after',
    daily('UTC', [
      ['00:00', '02:00'],
      ['22:00', '24:00'],
    ]),
    '2026-03-09 23:00',
    3 * HOUR,
    '2026-03-10 02:00',
  ],
])

const nights = weekdays('Europe/Berlin', night)
const nightAndDay = daily('Europe/Berlin', [
  ['22:00', '06:00'],
  ['05:00', '09:00'],
])
adds('nights', [
  ['run into the next day', nights, '2026-03-09 23:00', 3 * HOUR, '2026-03-10 02:00'],
  ['from their beginning to their end', nights, '2026-03-09 22:00', 8 * HOUR, '2026-03-10 06:00'],
  ['from the small hours', nights, '2026-03-10 05:00', 2 * HOUR, '2026-03-10 23:00'],
  ['the last of the week ends on Saturday', nights, '2026-03-13 23:00', 7 * HOUR, '2026-03-14 06:00'],
  ['and after it comes Monday evening', nights, '2026-03-14 05:00', 2 * HOUR, '2026-03-16 23:00'],
  ['in the small hours of Monday nothing is open', nights, '2026-03-16 01:00', HOUR, '2026-03-16 23:00'],
  ['that end at 00:00', daily('UTC', [['20:00', '00:00']]), '2026-03-09 22:00', 3 * HOUR, '2026-03-10 21:00'],
  ['of almost a day', daily('UTC', [['12:00', '11:00']]), '2026-03-09 10:00', 2 * HOUR, '2026-03-09 13:00'],
  ['that overlap the morning count once', nightAndDay, '2026-03-09 04:00', 5 * HOUR, '2026-03-09 09:00'],
  ['and with the morning a whole day', nightAndDay, '2026-03-09 09:00', 11 * HOUR, '2026-03-10 09:00'],
  [
    'a holiday takes the night that begins on it and leaves the end of the one before',
    daily('UTC', night, { '2026-03-10': 'off' }),
    ...(['2026-03-09 23:00', 8 * HOUR, '2026-03-11 23:00'] as const),
  ],
  [
    'hours of a day of its own may run into the next day',
    weekdays('UTC', nine, { '2026-03-14': [['20:00', '03:00']] }),
    ...(['2026-03-14 23:00', 5 * HOUR, '2026-03-16 10:00'] as const),
  ],
  [
    'over the end of a month in a leap year',
    daily('UTC', night),
    ...(['2024-02-29 23:00', 8 * HOUR, '2024-03-01 23:00'] as const),
  ],
])

const holidays = weekdays('Europe/London', nine, {
  '2026-03-10': 'off',
  '2026-03-12': [['09:00', '12:00']],
  '2026-03-14': 'work',
  '2026-03-17': off,
  '2026-03-18': [
    ['07:00', '08:00'],
    ['20:00', '21:00'],
  ],
})
const christmas = weekdays('America/Chicago', nine, {
  '2026-12-24': [['09:00', '12:00']],
  '2026-12-25': 'off',
  '2027-01-01': 'off',
})
adds('holidays, part-day holidays and make-up days', [
  ['a holiday is passed over', holidays, '2026-03-09 16:00', 2 * HOUR, '2026-03-11 10:00'],
  ['from within a holiday', holidays, '2026-03-10 11:00', HOUR, '2026-03-11 10:00'],
  ['up to the last second before a holiday', holidays, '2026-03-09 09:00', 8 * HOUR, '2026-03-09 17:00'],
  ['half a day', holidays, '2026-03-12 09:00', 3 * HOUR, '2026-03-12 12:00'],
  ['over half a day', holidays, '2026-03-11 16:00', 5 * HOUR, '2026-03-13 10:00'],
  ['from the free half', holidays, '2026-03-12 15:00', HOUR, '2026-03-13 10:00'],
  ['a Saturday that is worked', holidays, '2026-03-13 16:00', 2 * HOUR, '2026-03-14 10:00'],
  ['and the Sunday after it', holidays, '2026-03-14 16:00', 2 * HOUR, '2026-03-16 10:00'],
  ['no hours at all are a holiday', holidays, '2026-03-16 16:00', 90 * MINUTE, '2026-03-18 07:30'],
  ['hours outside the usual ones', holidays, '2026-03-18 07:30', HOUR, '2026-03-18 20:30'],
  ['Christmas', christmas, '2026-12-24 11:00', 2 * HOUR, '2026-12-28 10:00'],
  ['over Christmas and New Year', christmas, '2026-12-23 09:00', 44 * HOUR, '2027-01-04 10:00'],
  [
    'two weeks off',
    weekdays(
      'UTC',
      nine,
      Object.fromEntries(
        [2, 3, 4, 5, 6, 9, 10, 11, 12, 13].map(day => [`2026-03-${String(day).padStart(2, '0')}`, 'off' as const]),
      ),
    ),
    ...(['2026-02-27 16:00', 2 * HOUR, '2026-03-16 10:00'] as const),
  ],
  [
    'a leap day that is a holiday',
    weekdays('UTC', nine, { '2024-02-29': 'off' }),
    '2024-02-28 16:00',
    2 * HOUR,
    '2024-03-01 10:00',
  ],
  ['a leap day that is worked', weekdays('UTC', nine), '2024-02-29 16:00', 2 * HOUR, '2024-03-01 10:00'],
  ['no leap day', weekdays('UTC', nine), '2025-02-28 16:00', 2 * HOUR, '2025-03-03 10:00'],
  ['over New Year', weekdays('UTC', nine), '2025-12-31 16:30', HOUR, '2026-01-01 09:30'],
  [
    'a house that opens on named days only',
    { zone: 'UTC', hours: Array(7).fill(off), days: { '2026-03-10': nine, '2028-05-05': nine } },
    ...(['2026-03-10 16:00', 2 * HOUR, '2028-05-05 10:00'] as const),
  ],
])

adds('fractions of a second', [
  ['are kept', office, '2026-03-09 10:00:00.250', 1, '2026-03-09 10:00:01.250'],
  ['can be added', office, '2026-03-09 10:00:00.250', 0.5, '2026-03-09 10:00:00.750'],
  ['a millisecond before closing', office, '2026-03-09 16:59:59.999', 0.001, '2026-03-09 17:00'],
  ['a millisecond over it', office, '2026-03-09 16:59:59.999', 0.002, '2026-03-10 09:00:00.001'],
])

const small = daily('Europe/Berlin', [['00:00', '04:00']])
const eastern = daily('America/New_York', [['01:00', '05:00']])
const howe = daily('Australia/Lord_Howe', [['00:00', '06:00']])
const paulo = daily('America/Sao_Paulo', [['00:00', '08:00']])
const beirut = daily('Asia/Beirut', wholeDay)
adds('daylight saving', [
  // Berlin: 2026-03-29 02:00 → 03:00, 2026-10-25 03:00 → 02:00
  ['a night without its third hour', small, '2026-03-29 00:00', 3 * HOUR, '2026-03-29 04:00'],
  ['two hours over the missing one', small, '2026-03-29 01:30', HOUR, '2026-03-29 03:30'],
  ['the instant of the skip', small, '2026-03-29 01:00', HOUR, '2026-03-29 03:00'],
  ['a night with its third hour twice', small, '2026-10-25 00:00', 5 * HOUR, '2026-10-25 04:00'],
  ['from the first 02:30 to the second', small, '2026-10-25 02:30 +02:00', HOUR, '2026-10-25 02:30 +01:00'],
  ['from the second 02:30', small, '2026-10-25 02:30 +01:00', HOUR, '2026-10-25 03:30'],
  [
    'an opening within the missing hour is the skip',
    daily('Europe/Berlin', [['02:30', '05:00']]),
    '2026-03-29 00:00',
    HOUR,
    '2026-03-29 04:00',
  ],
  [
    'a closing within it is the skip',
    daily('Europe/Berlin', [['01:00', '02:30']]),
    '2026-03-29 00:30',
    HOUR,
    '2026-03-29 03:00',
  ],
  [
    'hours wholly within it are none',
    daily('Europe/Berlin', [['02:00', '03:00']]),
    '2026-03-28 02:30',
    HOUR,
    '2026-03-30 02:30',
  ],
  [
    'an opening that comes twice is the first',
    daily('Europe/Berlin', [['02:30', '04:00']]),
    '2026-10-25 00:00',
    HOUR,
    '2026-10-25 02:30 +01:00',
  ],
  [
    'a closing that comes twice is the first',
    daily('Europe/Berlin', [['01:00', '02:30']]),
    '2026-10-25 02:00 +02:00',
    HOUR,
    '2026-10-26 01:30',
  ],
  ['office hours do not feel it', weekdays('Europe/Berlin', nine), '2026-03-27 16:00', 2 * HOUR, '2026-03-30 10:00'],
  ['nor in autumn', weekdays('Europe/Berlin', nine), '2026-10-23 16:00', 2 * HOUR, '2026-10-26 10:00'],
  [
    'day and night for two days over it',
    daily('Europe/Berlin', wholeDay),
    '2026-03-28 12:00',
    48 * HOUR,
    '2026-03-30 13:00',
  ],
  ['a night shift that loses an hour', daily('Europe/Berlin', night), '2026-03-28 22:00', 7 * HOUR, '2026-03-29 06:00'],
  ['a night shift that gains one', daily('Europe/Berlin', night), '2026-10-24 22:00', 9 * HOUR, '2026-10-25 06:00'],
  // New York: 2026-03-08 02:00 → 03:00, 2026-11-01 02:00 → 01:00
  ['New York in spring', eastern, '2026-03-08 01:30', HOUR, '2026-03-08 03:30'],
  ['New York in autumn', eastern, '2026-11-01 01:30 -04:00', HOUR, '2026-11-01 01:30 -05:00'],
  ['New York in autumn, the whole night', eastern, '2026-11-01 01:00 -04:00', 5 * HOUR, '2026-11-01 05:00'],
  // Lord Howe: half an hour, 2026-04-05 02:00 → 01:30 and 2026-10-04 02:00 → 02:30
  ['half an hour less', howe, '2026-10-04 00:00', 5.5 * HOUR, '2026-10-04 06:00'],
  ['half an hour more', howe, '2026-04-05 00:00', 6.5 * HOUR, '2026-04-05 06:00'],
  // São Paulo: 2017-10-15 00:00 → 01:00, 2018-02-18 00:00 → 2018-02-17 23:00
  ['a day without its first hour', paulo, '2017-10-14 23:00', 7 * HOUR, '2017-10-15 08:00'],
  ['a day that begins at 01:00', paulo, '2017-10-15 01:00', HOUR, '2017-10-15 02:00'],
  [
    'an evening with 23:00 twice',
    daily('America/Sao_Paulo', [['22:00', '24:00']]),
    '2018-02-17 22:00',
    3 * HOUR,
    '2018-02-18 00:00',
  ],
  ['a zone that has given it up', paulo, '2026-10-18 00:00', 8 * HOUR, '2026-10-18 08:00'],
  // Beirut: 2026-03-29 00:00 → 01:00, 2026-10-25 00:00 → 2026-10-24 23:00
  ['Beirut in spring', beirut, '2026-03-28 12:00', 24 * HOUR, '2026-03-29 13:00'],
  ['Beirut in autumn', beirut, '2026-10-24 12:00', 24 * HOUR, '2026-10-25 11:00'],
  // Cairo, by its law of 2023: 2026-04-24 00:00 → 01:00
  ['Cairo on a Friday at midnight', daily('Africa/Cairo', wholeDay), '2026-04-23 23:00', 2 * HOUR, '2026-04-24 02:00'],
  // Casablanca goes back for Ramadan: 2026-02-15 03:00 → 02:00
  [
    'a zone that goes back in winter',
    daily('Africa/Casablanca', wholeDay),
    '2026-02-15 00:00',
    24 * HOUR,
    '2026-02-15 23:00',
  ],
  // Samoa left out 2011-12-30
  ['a date that a zone leaves out', daily('Pacific/Apia', nine), '2011-12-29 16:00', 2 * HOUR, '2011-12-31 10:00'],
  ['a night over that date goes on', daily('Pacific/Apia', night), '2011-12-29 23:00', 2 * HOUR, '2011-12-31 01:00'],
])

adds('zones with odd offsets', [
  ['India, half an hour', weekdays('Asia/Kolkata', nine), '2026-03-09 16:30', HOUR, '2026-03-10 09:30'],
  ['Nepal, three quarters', weekdays('Asia/Kathmandu', nine), '2026-03-09 16:30', HOUR, '2026-03-10 09:30'],
  ['the Chatham Islands', weekdays('Pacific/Chatham', nine), '2026-04-03 16:30', HOUR, '2026-04-06 09:30'],
  ['Newfoundland', weekdays('America/St_Johns', nine), '2026-03-06 16:30', HOUR, '2026-03-09 09:30'],
  ['fourteen hours ahead', weekdays('Pacific/Kiritimati', nine), '2026-03-13 16:30', HOUR, '2026-03-16 09:30'],
  ['eleven hours behind', weekdays('Pacific/Pago_Pago', nine), '2026-03-13 16:30', HOUR, '2026-03-16 09:30'],
  ['UTC', weekdays('UTC', nine), '2026-03-13 16:30', HOUR, '2026-03-16 09:30'],
])

describe('counting backwards', () => {
  test.each<Row>([
    ['within a day', office, '2026-03-09 12:00', 2 * HOUR, '2026-03-09 10:00'],
    ['over a night', office, '2026-03-10 10:00', 2 * HOUR, '2026-03-09 16:00'],
    ['over a weekend', office, '2026-03-16 10:00', 7 * HOUR, '2026-03-13 11:00'],
    ['to an opening stays there', office, '2026-03-09 17:00', 8 * HOUR, '2026-03-09 09:00'],
    ['from an opening', office, '2026-03-10 09:00', HOUR, '2026-03-09 16:00'],
    ['from closed time', office, '2026-03-15 12:00', HOUR, '2026-03-13 16:00'],
    ['nothing, in open time', office, '2026-03-09 12:00', 0, '2026-03-09 12:00'],
    ['nothing, at an opening', office, '2026-03-09 09:00', 0, '2026-03-09 09:00'],
    ['nothing, in closed time, is the closing before', office, '2026-03-15 12:00', 0, '2026-03-13 17:00'],
    ['over a break', lunch, '2026-03-10 13:30', HOUR, '2026-03-10 11:30'],
    ['over midnight', mondays, '2026-03-16 00:00:30', 60, '2026-03-09 23:59:30'],
    ['over a holiday', holidays, '2026-03-11 10:00', 2 * HOUR, '2026-03-09 16:00'],
    ['over half a day', holidays, '2026-03-13 10:00', 5 * HOUR, '2026-03-11 16:00'],
    ['through a night', nights, '2026-03-10 02:00', 3 * HOUR, '2026-03-09 23:00'],
    ['through a night that the morning overlaps', nightAndDay, '2026-03-10 09:00', 11 * HOUR, '2026-03-09 22:00'],
    ['over a missing hour', small, '2026-03-29 03:30', HOUR, '2026-03-29 01:30'],
    ['over an hour that comes twice', small, '2026-10-25 03:30', HOUR, '2026-10-25 02:30 +01:00'],
    [
      'to the only day that was ever open',
      { zone: 'UTC', hours: Array(7).fill(off), days: { '1999-01-01': nine } },
      '2026-03-09 09:00',
      HOUR,
      '1999-01-01 16:00',
    ],
  ])('%s', (_, calendar, to, seconds, from) => {
    expectAt(calendar, subtractWorkingSeconds(calendar, at(calendar.zone, to), seconds).at, from)
  })
})

describe('the time between', () => {
  test.each<Row>([
    ['two instants of a day', office, '2026-03-09 10:00', 90 * MINUTE, '2026-03-09 11:30'],
    ['the same instant', office, '2026-03-09 10:00', 0, '2026-03-09 10:00'],
    ['two instants of one night', office, '2026-03-09 18:00', 0, '2026-03-10 08:00'],
    ['two instants of a weekend', office, '2026-03-14 00:00', 0, '2026-03-15 24:00'],
    ['closed time to closed time, around a day', office, '2026-03-09 03:00', 8 * HOUR, '2026-03-09 23:00'],
    ['Friday and Monday', office, '2026-03-13 16:00', 2 * HOUR, '2026-03-16 10:00'],
    ['the ends of a month', office, '2026-03-01 00:00', 22 * 8 * HOUR, '2026-04-01 00:00'],
    ['the ends of a year', office, '2026-01-01 00:00', 261 * 8 * HOUR, '2027-01-01 00:00'],
    ['the ends of a break', lunch, '2026-03-10 12:00', 0, '2026-03-10 13:00'],
    ['the ends of a week with holidays', holidays, '2026-03-09 00:00', (8 + 8 + 3 + 8 + 8) * HOUR, '2026-03-16 00:00'],
    ['two milliseconds', office, '2026-03-09 10:00:00.001', 0.001, '2026-03-09 10:00:00.002'],
    ['the ends of a night', nights, '2026-03-09 12:00', 8 * HOUR, '2026-03-10 12:00'],
    ['a night and the morning that it overlaps', nightAndDay, '2026-03-09 12:00', 11 * HOUR, '2026-03-10 12:00'],
    [
      'the ends of the day that is 23 hours long',
      daily('Europe/Berlin', wholeDay),
      '2026-03-29 00:00',
      23 * HOUR,
      '2026-03-30 00:00',
    ],
    [
      'the ends of the day that is 25 hours long',
      daily('Europe/Berlin', wholeDay),
      '2026-10-25 00:00',
      25 * HOUR,
      '2026-10-26 00:00',
    ],
    ['the two 02:30', small, '2026-10-25 02:30 +02:00', HOUR, '2026-10-25 02:30 +01:00'],
    ['two instants of a house that never opens', daily('UTC', off), '2020-01-01 00:00', 0, '2026-01-01 00:00'],
  ])('%s', (_, calendar, from, seconds, to) => {
    const [start, end] = [at(calendar.zone, from), at(calendar.zone, to)]
    expect(workingSecondsBetween(calendar, start, end)).toBe(seconds)
    expect(workingSecondsBetween(calendar, end, start)).toBe(0 - seconds)
  })
})

describe('opening and closing', () => {
  test.each<readonly [string, Calendar, string, boolean, string, string]>([
    ['before opening', office, '2026-03-09 08:59:59', false, '2026-03-09 09:00', '2026-03-09 17:00'],
    ['at opening', office, '2026-03-09 09:00', true, '2026-03-09 09:00', '2026-03-09 17:00'],
    ['in open time', office, '2026-03-09 12:00', true, '2026-03-09 12:00', '2026-03-09 17:00'],
    ['just before closing', office, '2026-03-09 16:59:59.999', true, '2026-03-09 16:59:59.999', '2026-03-09 17:00'],
    ['at closing', office, '2026-03-09 17:00', false, '2026-03-10 09:00', '2026-03-10 17:00'],
    ['on a Saturday', office, '2026-03-14 12:00', false, '2026-03-16 09:00', '2026-03-16 17:00'],
    ['at the beginning of a break', lunch, '2026-03-10 12:00', false, '2026-03-10 13:00', '2026-03-10 17:00'],
    ['in the morning of a day with a break', lunch, '2026-03-10 10:00', true, '2026-03-10 10:00', '2026-03-10 12:00'],
    ['on a holiday', holidays, '2026-03-10 12:00', false, '2026-03-11 09:00', '2026-03-11 17:00'],
    ['on the free half of a day', holidays, '2026-03-12 12:00', false, '2026-03-13 09:00', '2026-03-13 17:00'],
    ['on a Saturday that is worked', holidays, '2026-03-14 12:00', true, '2026-03-14 12:00', '2026-03-14 17:00'],
    ['at night', nights, '2026-03-10 03:00', true, '2026-03-10 03:00', '2026-03-10 06:00'],
    ['at midnight within a night', nights, '2026-03-10 00:00', true, '2026-03-10 00:00', '2026-03-10 06:00'],
    ['at 24:00 that ends the day', untilMidnight, '2026-03-10 00:00', false, '2026-03-10 18:00', '2026-03-11 00:00'],
    ['on a Sunday before a whole Monday', mondays, '2026-03-15 12:00', false, '2026-03-16 00:00', '2026-03-17 00:00'],
    [
      'in a night that the morning prolongs',
      nightAndDay,
      '2026-03-10 03:00',
      true,
      '2026-03-10 03:00',
      '2026-03-10 09:00',
    ],
    [
      'before hours that the clocks skip',
      daily('Europe/Berlin', [['02:30', '04:00']]),
      '2026-03-29 01:00',
      false,
      '2026-03-29 03:00',
      '2026-03-29 04:00',
    ],
  ])('%s', (_, calendar, when, open, opening, closing) => {
    const instant = at(calendar.zone, when)
    expect(isOpen(calendar, instant)).toBe(open)
    expectAt(calendar, nextOpening(calendar, instant), opening)
    expectAt(calendar, nextClosing(calendar, instant), closing)
  })

  test('a house that is always open opens now, and never closes', () => {
    const now = '2026-03-09T12:00:00.000Z'
    expect([isOpen(always, now), nextOpening(always, now)]).toEqual([true, now])
    expect(() => nextClosing(always, now)).toThrow('never closed')
  })

  test('one that closes on a single day far away closes then', () => {
    const once = daily('UTC', wholeDay, { '2031-01-01': 'off' })
    expect(nextClosing(once, '2026-03-09T12:00:00.000Z')).toBe('2031-01-01T00:00:00.000Z')
  })
})

describe('working days', () => {
  test.each<readonly [string, Calendar, string, boolean]>([
    ['a Monday', office, '2026-03-09', true],
    ['a Saturday', office, '2026-03-14', false],
    ['a holiday', holidays, '2026-03-10', false],
    ['half a holiday', holidays, '2026-03-12', true],
    ['a Saturday that is made up', holidays, '2026-03-14', true],
    ['a day whose hours are none', holidays, '2026-03-17', false],
    ['a leap day', office, '2024-02-29', true],
    [
      'an instant that is Saturday in London and Sunday in Auckland',
      weekdays('Pacific/Auckland', nine),
      '2026-03-13T20:00:00Z',
      false,
    ],
    [
      'an instant that is Sunday in London and Monday in Auckland',
      weekdays('Pacific/Auckland', nine),
      '2026-03-15T20:00:00Z',
      true,
    ],
    ['the day on which a night ends', nights, '2026-03-14', false],
    ['a date that the zone leaves out', daily('Pacific/Apia', nine), '2011-12-30', false],
  ])('%s', (_, calendar, day, expected) => {
    expect(isWorkingDay(calendar, day)).toBe(expected)
  })

  test.each<readonly [string, Calendar, string, number, string]>([
    ['the next', office, '2026-03-09', 1, '2026-03-10'],
    ['over a weekend', office, '2026-03-13', 2, '2026-03-17'],
    ['from a Saturday', office, '2026-03-14', 1, '2026-03-16'],
    ['over a holiday', holidays, '2026-03-09', 1, '2026-03-11'],
    ['to a day that is made up', holidays, '2026-03-13', 1, '2026-03-14'],
    ['back over a weekend', office, '2026-03-16', -1, '2026-03-13'],
    ['back seven', office, '2026-03-13', -7, '2026-03-04'],
    ['over a leap day', office, '2024-02-28', 2, '2024-03-01'],
    ['back into another year', office, '2026-01-02', -3, '2025-12-30'],
  ])('so many on: %s', (_, calendar, date, days, expected) => {
    expect(workingDayAfter(calendar, date, days)).toBe(expected)
  })
})

describe('what cannot be understood is refused by name', () => {
  const now = '2026-03-09T12:00:00.000Z'
  test.each<readonly [string, Partial<Calendar>, string]>([
    ['a zone', { zone: 'Mars/Olympus' }, 'the calendar of Mars/Olympus has a zone that is not known'],
    ['an empty zone', { zone: '' }, 'zone that is not known'],
    ['six weekdays', { hours: Array(6).fill(nine) }, 'hours for 6 weekdays, not 7'],
    ['eight weekdays', { hours: Array(8).fill(nine) }, 'hours for 8 weekdays, not 7'],
    ['a time', { hours: Array(7).fill([['09:00', '25:00']]) }, 'Monday that are no times of day: 09:00 to 25:00'],
    ['a time beyond 24:00', { hours: Array(7).fill([['09:00', '24:01']]) }, 'no times of day: 09:00 to 24:01'],
    ['a beginning at 24:00', { hours: Array(7).fill([['24:00', '06:00']]) }, 'no times of day: 24:00 to 06:00'],
    ['a time with 60 minutes', { hours: Array(7).fill([['08:60', '09:00']]) }, 'no times of day'],
    ['a word', { hours: Array(7).fill([['noon', '17:00']]) }, 'no times of day: noon to 17:00'],
    [
      'hours without length',
      { hours: [nine, nine, [['09:00', '09:00']], off, off, off, off] },
      'Wednesday without any length',
    ],
    ['a day', { days: { '2026-02-30': 'off' } }, 'a day that is no date: 2026-02-30'],
    ['a day of another form', { days: { '9 March': 'off' } }, 'a day that is no date: 9 March'],
    ['hours of a day', { days: { '2026-03-10': [['9', '17']] } }, 'hours on 2026-03-10 that are no times of day'],
    [
      'a kind of day',
      { days: { '2026-03-10': 'closed' as 'off' } },
      "neither 'off' nor 'work' nor hours for 2026-03-10",
    ],
    [
      'a make-up day of no week',
      { hours: Array(7).fill(off), days: { '2026-03-10': 'work' } },
      'no weekday whose hours 2026-03-10',
    ],
    ['a covered day', { coveredTo: '2026' }, 'covered from or to no date: 2026'],
  ])('%s', (_, wrong, fault) => {
    const calendar = { ...office, ...wrong }
    for (const use of [
      () => addWorkingSeconds(calendar, now, 1),
      () => subtractWorkingSeconds(calendar, now, 1),
      () => workingSecondsBetween(calendar, now, now),
      () => nextOpening(calendar, now),
      () => isOpen(calendar, now),
      () => isWorkingDay(calendar, '2026-03-09'),
      () => checkCalendar(calendar),
    ]) {
      expect(use).toThrow(RangeError)
      expect(use).toThrow(fault)
    }
  })

  test('all faults at once', () => {
    expect(() => checkCalendar({ ...office, hours: [], zone: 'X', days: { tomorrow: 'off' } })).toThrow(
      'the calendar of X has a zone that is not known; has hours for 0 weekdays, not 7; names a day that is no date: tomorrow',
    )
  })

  test('hours that overlap, in a calendar that is checked', () => {
    const overlapping: readonly Interval[] = [
      ['09:00', '12:30'],
      ['12:00', '17:00'],
    ]
    expect(() => checkCalendar(weekdays('UTC', overlapping))).toThrow('hours that overlap')
    expect(() => checkCalendar(weekdays('UTC', nine, { '2026-03-10': overlapping }))).toThrow('hours that overlap')
    for (const fine of [office, lunch, nights, holidays, always]) expect(checkCalendar(fine)).toBe(fine)
  })

  test.each([['2026-03-09'], ['2026-03-09T12:00:00'], ['2026-13-09T12:00:00Z'], ['today'], ['']])(
    'the instant %p',
    instant => {
      expect(() => addWorkingSeconds(office, instant, 1)).toThrow('is no instant')
      expect(() => workingSecondsBetween(office, instant, now)).toThrow(RangeError)
      expect(() => nextOpening(office, instant)).toThrow(RangeError)
    },
  )

  test.each([[-1], [-0.001], [Number.NaN], [Number.POSITIVE_INFINITY]])('%p seconds', seconds => {
    expect(() => addWorkingSeconds(office, now, seconds)).toThrow('working seconds must be 0 or more')
    expect(() => subtractWorkingSeconds(office, now, seconds)).toThrow(RangeError)
  })

  test('a house that never opens, or never again', () => {
    const never = daily('UTC', off)
    const once: Calendar = { ...never, days: { '2026-03-09': nine } }
    expect(() => addWorkingSeconds(never, now, 0)).toThrow('the calendar of UTC has no opening after 2026-03-09T12:00')
    expect(() => nextOpening(never, now)).toThrow(RangeError)
    expect(() => nextClosing(never, now)).toThrow(RangeError)
    expect(() => subtractWorkingSeconds(never, now, 1)).toThrow('no opening before')
    expect(() => workingDayAfter(never, '2026-03-09')).toThrow('no such working day')
    expect(addWorkingSeconds(once, now, 5 * HOUR).at).toBe('2026-03-09T17:00:00.000Z')
    expect(() => addWorkingSeconds(once, now, 5 * HOUR + 1)).toThrow(RangeError)
    expect([isOpen(never, now), isWorkingDay(never, '2026-03-09')]).toEqual([false, false])
  })

  test('a date that is none, and no days to go', () => {
    expect(() => isWorkingDay(office, '2026-02-30')).toThrow("'2026-02-30' is no date")
    expect(() => workingDayAfter(office, '2026-03-09', 0)).toThrow(RangeError)
    expect(() => workingDayAfter(office, '2026-03-09', 1.5)).toThrow(RangeError)
  })
})

test('an instant may be written with an offset; the answer is UTC', () => {
  expect(addWorkingSeconds(office, '2026-03-09T20:00:00+08:00', HOUR).at).toBe('2026-03-09T13:00:00.000Z')
  expect(workingSecondsBetween(office, '2026-03-09T20:00:00+08:00', '2026-03-09T13:00:00Z')).toBe(HOUR)
})

test('the example at the head of the module is true', () => {
  const example: Calendar = {
    zone: 'Europe/Berlin',
    hours: [
      ...Array(5).fill([
        ['09:00', '12:30'],
        ['13:30', '17:00'],
      ]),
      [],
      [],
    ],
    days: { '2026-12-24': [['09:00', '12:00']], '2026-12-25': 'off', '2026-12-19': 'work' },
  }
  const end = { at: '2026-12-24T09:00:00.000Z', provisional: false }
  expect(addWorkingSeconds(example, '2026-12-23T15:00:00Z', 2 * HOUR)).toEqual(end)
  expect(workingSecondsBetween(example, '2026-12-23T15:00:00Z', end.at)).toBe(7200)
  expect(nextOpening(example, '2026-12-24T12:00:00Z')).toBe('2026-12-28T08:00:00.000Z')
  expect(isWorkingDay(example, '2026-12-25')).toBe(false)
})
