import { limits } from '../../shared/handbook/limits'

/** §1.6 once more, by hand: how long, when it warns, what it sets going, when it does not run, whom it tells. */
const listed: Readonly<Record<keyof typeof limits, object>> = {
  'SLA-01': { limit: { hours: 24 }, warnAtShare: 0.75 },
  'SLA-02': { limit: { hours: 2 }, warnAtShare: 0.75, countsFrom: 'receipt', supersedes: 'SLA-01' },
  'SLA-03': { limit: { hours: 48 }, warnAtShare: 0.75 },
  'SLA-34': {
    limit: { hours: 2 },
    target: { hours: 1 },
    absolute: { hours: 24 },
    warnAtShare: 0.75,
    tells: { breach: 'supervisor', overrun: 'operations manager' },
  },
  'SLA-35': { limit: { ofMarket: 'handover' }, warnAtShare: 0.75 },
  'SLA-36': { limit: { workingDays: 1 }, warnAtShare: 0.75, onBreach: 'not_arrived', unless: 'cash_on_delivery' },
  'SLA-37': { limit: { workingDays: 5 }, warnAtShare: 0.75, unless: 'cash_on_delivery' },
  'SLA-38': {
    limit: { months: 1 },
    warnWorkingDaysBefore: 5,
    notices: { warning: ['N-48'] },
    countsFrom: 'entry',
    unless: 'no_invoice_wanted',
  },
  'SLA-43': { limit: { workingHours: 2 }, warnAtShare: 0.75 },
  DISPATCH: { limit: { workingDays: 1 }, warnAtShare: 0.75, onBreach: 'delay' },
  'AUTO-RECEIPT': { limit: { ofMarket: 'autoReceipt' }, alarm: true, onBreach: 'auto_receipt' },
}

describe('the limits of the handbook', () => {
  test.each(Object.entries(listed))('%s is what §1.6 says', (id, terms) => {
    const { zh, kind, owner, requirement, ...said } = limits[id as keyof typeof limits]
    expect(said).toEqual(terms)
  })
})
