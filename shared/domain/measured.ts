import { measuredLimits } from '../handbook/measured-limits'
import type { MarketCalendar } from './calendars'
import type { Instant } from './case'
import { endOf } from './deadlines'

/** Whether a measured limit was kept by what took from one instant to another: exactly in time is in time (convention 1). */
export const keptMeasured = (
  id: keyof typeof measuredLimits,
  from: Instant,
  to: Instant,
  calendar: MarketCalendar,
): boolean => to <= endOf(measuredLimits[id].limit, from, calendar).at
