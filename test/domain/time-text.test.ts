import { sayInstant } from '../../shared/domain/time-text'

describe('an instant in words', () => {
  test.each([
    ['2026-03-09T01:00:37.000Z', '2026年3月9日 周一 09:00（北京时间）', 'Mon 9 March 2026, 09:00 (Beijing time)'],
    ['2026-12-31T16:05:00.000Z', '2027年1月1日 周五 00:05（北京时间）', 'Fri 1 January 2027, 00:05 (Beijing time)'],
  ])('%s in Shanghai', (at, chinese, english) => {
    expect(sayInstant(at, 'Asia/Shanghai', 'zh-Hans')).toBe(chinese)
    expect(sayInstant(at, 'Asia/Shanghai', 'en')).toBe(english)
  })

  test('in São Paulo, in summer and winter', () => {
    expect(sayInstant('2017-01-10T12:00:00.000Z', 'America/Sao_Paulo', 'en')).toBe(
      'Tue 10 January 2017, 10:00 (São Paulo time)',
    )
    expect(sayInstant('2017-07-10T12:00:00.000Z', 'America/Sao_Paulo', 'en')).toBe(
      'Mon 10 July 2017, 09:00 (São Paulo time)',
    )
  })

  test('a zone without a name of its own is said by its offset', () => {
    expect(sayInstant('2026-03-09T01:00:00.000Z', 'Asia/Kolkata', 'en')).toBe('Mon 9 March 2026, 06:30 (UTC+05:30)')
  })
})
