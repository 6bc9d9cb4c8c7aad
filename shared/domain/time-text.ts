import type { Instant } from './case'
import type { Language } from './market'
import { localParts, zoneOffset } from './zone'

const weekdays: Readonly<Record<Language, readonly string[]>> = {
  'zh-Hans': ['周一', '周二', '周三', '周四', '周五', '周六', '周日'],
  'zh-Hant': ['週一', '週二', '週三', '週四', '週五', '週六', '週日'],
  en: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
}
const months = 'January February March April May June July August September October November December'.split(' ')

const zones: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  'Asia/Shanghai': { 'zh-Hans': '北京时间', 'zh-Hant': '北京時間', en: 'Beijing time' },
  'America/Sao_Paulo': { 'zh-Hans': '圣保罗时间', 'zh-Hant': '聖保羅時間', en: 'São Paulo time' },
}

/** An instant as people of a zone read it, to the minute: what is due at 17:00:37 is promised for 17:00. Spelt out here, so
 *  that no change of a language library changes our letters. */
export function sayInstant(at: Instant, zone: string, language: Language): string {
  const { year, month, day, weekday, time } = localParts(zone, at)
  const name = weekdays[language][weekday]
  const place = zones[zone]?.[language] ?? sayOffset(zoneOffset(zone, Date.parse(at)))
  return language !== 'en'
    ? `${year}年${month}月${day}日 ${name} ${time}（${place}）`
    : `${name} ${day} ${months[month - 1]} ${year}, ${time} (${place})`
}

const sayOffset = (ms: number): string =>
  `UTC${ms < 0 ? '-' : '+'}${new Date(Math.abs(ms)).toISOString().slice(11, 16)}`
