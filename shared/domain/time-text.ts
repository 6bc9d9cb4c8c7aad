import { DateTime } from 'luxon'
import type { Instant } from './case'
import type { Language } from './market'

const weekdays: Readonly<Record<Language, readonly string[]>> = {
  'zh-Hans': ['周一', '周二', '周三', '周四', '周五', '周六', '周日'],
  en: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
}
const months = 'January February March April May June July August September October November December'.split(' ')

const zones: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  'Asia/Shanghai': { 'zh-Hans': '北京时间', en: 'Beijing time' },
  'America/Sao_Paulo': { 'zh-Hans': '圣保罗时间', en: 'São Paulo time' },
}

/** An instant as people of a zone read it, to the minute: what is due at 17:00:37 is promised for 17:00. Spelt out here, so
 *  that no change of a language library changes our letters. */
export function sayInstant(at: Instant, zone: string, language: Language): string {
  const local = DateTime.fromISO(at, { zone })
  const time = `${String(local.hour).padStart(2, '0')}:${String(local.minute).padStart(2, '0')}`
  const weekday = weekdays[language][local.weekday - 1]
  const place = zones[zone]?.[language] ?? local.toFormat("'UTC'ZZ")
  return language === 'zh-Hans'
    ? `${local.year}年${local.month}月${local.day}日 ${weekday} ${time}（${place}）`
    : `${weekday} ${local.day} ${months[local.month - 1]} ${local.year}, ${time} (${place})`
}
