import { handlingClasses } from '../../shared/domain/figures'
import { added, kpiOf } from '../../shared/domain/kpi'
import { kpis } from '../../shared/handbook/kpis'

const of = (id: string, amounts: Record<string, number>) => kpiOf(kpis[id]!, amounts)

describe('an indicator', () => {
  test.each([
    ['K-01', { awaited: 4, answeredIn24h: 3 }, { numerator: 3, denominator: 4, value: 0.75, met: false }],
    ['K-02', { urgent: 2, urgentAnsweredIn2h: 2 }, { value: 1, met: true }],
    ['K-03', { answered: 2, answerSeconds: 172_800 }, { value: 24, unit: 'hours', met: true }],
    ['K-04', { resolved: 2, resolvedSeconds: 172_800 }, { value: 24, unit: 'hours', met: false }],
    ['K-06', { resolved: 3, resolvedIn48h: 3 }, { value: 1, met: true }],
    ['K-07', { 'met:SLA-09': 9, 'missed:SLA-09': 1 }, { numerator: 9, denominator: 10, value: 0.9, met: false }],
    ['K-08', { 'met:SLA-10': 1, 'met:SLA-13': 2, 'missed:SLA-13': 1 }, { numerator: 3, denominator: 4, value: 0.75 }],
    ['K-09', { major: 1, majorAnsweredIn48h: 1 }, { value: 1, met: true }],
    ['K-10', { 'met:SLA-21': 1 }, { value: 1, met: true }],
    ['K-11', { 'missed:SLA-22': 1 }, { numerator: 0, denominator: 1, value: 0, met: false }],
    ['K-12', { rated: 10, satisfied: 9 }, { value: 0.9, met: true }],
    ['K-14', { toAcknowledge: 1, acknowledgedIn24h: 1 }, { value: 1, met: true }],
    ['K-15', { toRemedy: 5 }, { value: 0, met: false }],
    ['K-16', { complained: 1, placed: 50 }, { value: 0.02 }],
    ['K-17', { repeated: 1, received: 4 }, { value: 0.25 }],
    ['K-18', { reopened: 1, resolved: 10 }, { value: 0.1 }],
    ['K-19', { answered: 4, awaited: 4 }, { value: 1, met: true }],
    [
      'K-42',
      { 'met:SLA-01': 7, 'missed:SLA-01': 1, 'missed:SLA-22': 2 },
      { numerator: 3, denominator: 10, value: 3, met: false },
    ],
  ])('%s is made of %o', (id, amounts, value) => {
    expect(of(id, amounts)).toMatchObject(value)
  })

  test('says nothing of what was not there, and neither that its target was met (K-07)', () => {
    expect(of('K-07', {})).toEqual({ numerator: 0, denominator: 0, unit: 'share' })
  })

  test('without a target is neither met nor missed (K-16)', () => {
    expect(of('K-16', { complained: 1, placed: 2 })).not.toHaveProperty('met')
  })

  test('of no broken promise is met (K-42)', () => {
    expect(of('K-42', { 'met:SLA-01': 7 })).toMatchObject({ value: 0, met: true })
  })

  test('of complex problems is the class in which the 95th of 100 falls (K-05)', () => {
    const classes = (most: number, later: number, end: string) => ({
      'complexHours:8': most,
      [`complexHours:${end}`]: later,
    })
    expect(of('K-05', { complex: 100, complexIn48h: 95, ...classes(95, 5, '72') })).toMatchObject({
      value: 8,
      met: true,
    })
    expect(of('K-05', { complex: 100, ...classes(94, 6, '72') })).toMatchObject({ value: 72, met: false })
    const endless = of('K-05', { complex: 2, ...classes(1, 1, 'more') })
    expect(endless).toMatchObject({ met: false })
    expect(endless).not.toHaveProperty('value')
    expect(handlingClasses).toContain(kpis['K-05']?.target?.value)
  })

  test('over several days is made of their sums, not of their shares', () => {
    const days = [{ awaited: 1, answeredIn24h: 1 }, { awaited: 3 }]
    expect(of('K-01', added(days))).toMatchObject({ value: 0.25 })
  })
})

test('the issue asks for K-01 to K-11, K-14 to K-19 and K-42', () => {
  const asked = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 14, 15, 16, 17, 18, 19, 42].map(
    n => `K-${String(n).padStart(2, '0')}`,
  )
  expect(Object.keys(kpis)).toEqual(expect.arrayContaining(asked))
  for (const [id, { requirement }] of Object.entries(kpis)) expect(requirement).toContain(id)
})
