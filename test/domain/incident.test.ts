import { allowed, decide } from '../../shared/domain/engine'
import { type Incident, type IncidentState, incidentOf, isEmergency, timesOf } from '../../shared/domain/incident'
import { listsOf } from '../../shared/domain/lists'
import { caseNumber } from '../../shared/domain/number'
import { incidentTransitions } from '../../shared/handbook/incident-transitions'
import { aClassification, aTicket, by, later, monday } from '../support/builders'

const id = '0c000000-0000-4000-8000-0000000000c1'
const grave = aTicket('classified', { classification: aClassification({ topic: 'payment', grade: 'L3' }) })
const reported = () => incidentOf(grave, { id, number: caseNumber('incident', id) }).after
const note = 'e0000000-0000-4000-8000-000000000004'

const steps = [
  ['respond', 'agent', { plan: 'system_fault' }],
  ['fix', 'technical', {}],
  ['verify', 'supervisor', { unanswered: 0 }],
] as const
const along = (state: IncidentState): Incident =>
  steps
    .slice(0, ['graded', 'responding', 'resolved', 'verified'].indexOf(state))
    .reduce((incident, [event, role, data]) => {
      const at = later(incident.changedAt, { minutes: 1 })
      return decide(incident, { event, actor: by(role), at, data: { note, ...data } }).after
    }, reported())

describe('the incident table, as far as it is built (§4.5)', () => {
  test('every row is said', () => {
    const said = incidentTransitions.rows.map(
      ({ id, event, from, to, actors, guards = [], starts = [], stops = [] }) =>
        `${id} ${event}: ${from ?? 'nothing'} > ${to ?? 'same'} | ${actors} | ${guards} | ${starts} | ${stops}`,
    )
    const owners = 'supervisor,emergency,operations_manager,senior_management'
    expect(said).toEqual([
      'I1 report: nothing > reported | system |  | SLA-26 | ',
      'I2 grade: reported > graded | system | level_named | SLA-27-RESPONSE,SLA-27 | ',
      'I3 respond: graded > responding | agent,supervisor,emergency | plan_chosen,note_written |  | response',
      `I5 regrade: responding > same | ${owners} | level_named,note_written | SLA-27 | `,
      `I6 fix: responding > resolved | technical,warehouse,finance,${owners} | note_written |  | resolution`,
      `I7 verify: resolved > verified | ${owners} | note_written,tickets_answered |  | `,
      `I8 object: resolved > responding | ${owners} | note_written,level_named | SLA-27 | `,
      `I11 dismiss: reported,graded > reviewed | ${owners} | note_written |  | response,resolution`,
    ])
  })

  test.each<[IncidentState, readonly string[]]>([
    ['graded', ['I3', 'I11']],
    ['responding', ['I5', 'I6']],
    ['resolved', ['I7', 'I8']],
    ['verified', []],
  ])('%s leads on by %j', (state, rows) => {
    const roles = ['agent', 'supervisor', 'technical'] as const
    expect([...new Set(allowed(along(state), roles).map(({ row }) => row))]).toEqual(rows)
  })

  test.each([
    ['I3 without a plan', 'graded', 'respond', {}],
    ['I5 without a level', 'responding', 'regrade', {}],
    ['I6 without words', 'responding', 'fix', { note: '' }],
    ['I7 with customers who wait', 'resolved', 'verify', { unanswered: 2 }],
    ['I8 without the time of its level', 'resolved', 'object', { level: 'I' }],
  ] as const)('%s is refused', (_, state, event, data) => {
    const before = along(state)
    expect(() => decide(before, { event, actor: by('supervisor'), at: monday, data: { note, ...data } })).toThrow(
      /needs|has/,
    )
  })
})

describe('an emergency', () => {
  test('comes of L2 and L3 alone, at the level of C-06 (R-ESC-05)', () => {
    expect((['L1', 'L2', 'L3', 'L4', 'L5', 'L6'] as const).filter(isEmergency)).toEqual(['L2', 'L3'])
    expect(reported().facts).toMatchObject({ level: 'I', topic: 'payment', ticketId: grave.id, detectedAt: monday })
  })

  test.each([
    ['I', 5, 24],
    ['II', 10, 48],
    ['III', 15, 48],
    ['IV', 15, 48],
  ] as const)(
    'of level %s is answered within %i minutes and settled within %i hours (R-SLA-27)',
    (level, minutes, hours) => {
      const times = { respondBy: later(monday, { minutes }), resolveBy: later(monday, { hours }) }
      expect(timesOf(level, monday)).toEqual({ level, ...times })
    },
  )

  test('stands in the list of what is open, the widest first, and of its topic, until it is verified', () => {
    const keys = (incident: Incident) => listsOf(incident).map(entry => entry.listKey)
    for (const state of ['graded', 'responding', 'resolved'] as const)
      expect(keys(along(state))).toEqual(['incidents:open', 'incidents:open:CN:payment'])
    expect(keys(along('verified'))).toEqual([])
  })
})
