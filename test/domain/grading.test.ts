import { clocksOfGrading, type Grading, isRaised } from '../../shared/domain/grading'
import { gradeClocks, gradePolicy, handlingDuties } from '../../shared/handbook/grade-policy'
import { limits } from '../../shared/handbook/limits'

const clocksOf = (grading: Grading) => {
  const { alarm, ...own } = Object.fromEntries(clocksOfGrading(grading))
  expect(alarm).toBe('SLA-42')
  return own
}

describe('the clocks of a grade (table 1.3c)', () => {
  test.each<[string, Grading, object]>([
    ['before classification, R-SLA-01 and R-SLA-03', {}, { response: 'SLA-01', resolution: 'SLA-03' }],
    ['L1', { grade: 'L1' }, { response: 'SLA-06', resolution: 'SLA-07', closed_loop: 'SLA-08' }],
    ['L2', { grade: 'L2' }, { response: 'SLA-09', plan: 'SLA-10', resolution: 'SLA-11' }],
    ['L3', { grade: 'L3' }, { response: 'SLA-12', plan: 'SLA-13', resolution: 'SLA-14' }],
    ['L4', { grade: 'L4' }, { response: 'SLA-15', resolution: 'SLA-16' }],
    ['L5', { grade: 'L5' }, { response: 'SLA-17', resolution: 'SLA-18' }],
    ['L6', { grade: 'L6' }, { response: 'SLA-19', resolution: 'SLA-03' }],
    ['urgent before classification (R-SLA-02)', { urgent: true }, { response: 'SLA-02', resolution: 'SLA-03' }],
    ['urgent L4', { grade: 'L4', urgent: true }, { response: 'SLA-02', resolution: 'SLA-16' }],
    [
      'L2, whose hour is shorter than the two of what is urgent (R-SLA-45)',
      { grade: 'L2', urgent: true },
      { response: 'SLA-09', plan: 'SLA-10', resolution: 'SLA-11' },
    ],
    ['complex L6 (R-SLA-05)', { grade: 'L6', complex: true }, { response: 'SLA-19', resolution: 'SLA-05' }],
    [
      'complex L1, whose day is shorter',
      { grade: 'L1', complex: true },
      { response: 'SLA-06', resolution: 'SLA-07', closed_loop: 'SLA-08' },
    ],
    ['an ordinary complaint', { complaintClass: 'ordinary' }, { response: 'SLA-17', resolution: 'SLA-18' }],
    [
      'a complaint whatever its ticket was',
      { complaintClass: 'ordinary', grade: 'L1' },
      { response: 'SLA-17', resolution: 'SLA-18' },
    ],
    [
      'a major complaint (C-15, K2)',
      { complaintClass: 'major', grade: 'L5' },
      { response: 'SLA-09', plan: 'SLA-10', resolution: 'SLA-11' },
    ],
    [
      'an urgent complaint (C-15)',
      { complaintClass: 'urgent', grade: 'L5' },
      { response: 'SLA-02', resolution: 'SLA-18' },
    ],
    [
      'an ordinary complaint about what is especially major (C-05)',
      { complaintClass: 'ordinary', grade: 'L3' },
      { response: 'SLA-12', plan: 'SLA-13', resolution: 'SLA-14' },
    ],
  ])('of %s (%j) are %j', (_, grading, clocks) => {
    expect(clocksOf(grading)).toEqual(clocks)
  })

  test('keep the duty that the policy gives them, and are all known as clocks of a grade', () => {
    const entries = Object.values(gradePolicy).flatMap(({ clocks }) => Object.entries(clocks))
    for (const [duty, id] of entries) {
      expect([id, limits[id].duty]).toEqual([id, duty])
      expect(gradeClocks).toContain(id)
    }
    for (const id of gradeClocks) expect(handlingDuties).toContain(limits[id].duty)
  })
})

describe('raising', () => {
  test('is a step towards P1; the first classification is none', () => {
    expect(isRaised({ priority: 'P3' }, { priority: 'P2' })).toBe(true)
    expect(isRaised({ priority: 'P2' }, { priority: 'P2' })).toBe(false)
    expect(isRaised({ priority: 'P2' }, { priority: 'P4' })).toBe(false)
    expect(isRaised({}, { priority: 'P1' })).toBe(false)
  })
})
