import type { Interval } from '../domain/calendar'

/** 免打扰: when customers may be told what they did not ask for, on every day, by the clocks of their market (G-22). */
export const tellingHours: { readonly hours: readonly Interval[]; readonly requirement: string } = {
  hours: [['09:00', '20:00']],
  requirement: 'G-22',
}
