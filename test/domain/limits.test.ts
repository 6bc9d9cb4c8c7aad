import { limits } from '../../shared/handbook/limits'

const desk = ['supervisor', 'operations_manager', 'senior_management']
const house = ['senior_management', 'senior_management', 'senior_management']
/** Whoever has the case is warned, the ladder is told (N-32). */
const told = { warning: ['N-32'], breach: ['N-32'], escalation: ['N-32'] }
const both = (duty: string) => ({ ticket: duty, complaint: duty })
const response = (hours: number, ladder = desk) => ({
  ...{ limit: { hours }, warnAtShare: 0.75, duty: 'response' },
  ...{ ladder, notices: told },
})
const resolution = (hours: number, ladder = desk) => ({
  limit: { hours },
  warnAtShare: 0.75,
  duty: 'resolution',
  ladder,
  notices: told,
})
const plan = (hours: number) => ({
  ...{ limit: { hours }, warnAtShare: 0.75, duty: 'plan' },
  ...{ endsWith: both('resolution'), ladder: house, notices: told },
})

/** §1.6 once more, by hand: how long, when it warns, what it sets going, when it does not run, whom it tells. */
const listed: Readonly<Record<keyof typeof limits, object>> = {
  'SLA-01': response(24),
  'SLA-02': { ...response(2), countsFrom: 'receipt', supersedes: 'SLA-01' },
  'SLA-03': resolution(48),
  'SLA-05': resolution(48),
  'SLA-06': response(24),
  'SLA-07': resolution(24),
  'SLA-08': { limit: { hours: 48 }, warnAtShare: 0.75, duty: 'closed_loop', ladder: desk, notices: told },
  'SLA-09': response(1, house),
  'SLA-10': plan(24),
  'SLA-11': resolution(48, house),
  'SLA-12': response(1, house),
  'SLA-13': plan(48),
  'SLA-14': resolution(48, house),
  'SLA-15': response(24),
  'SLA-16': resolution(24),
  'SLA-17': response(24),
  'SLA-18': resolution(48),
  'SLA-19': response(24),
  'SLA-21': { limit: { hours: 24 }, warnAtShare: 0.75, duty: 'closed_loop', ladder: desk, notices: told },
  'SLA-22': {
    ...{ limit: { hours: 24 }, warnAtShare: 0.75, duty: 'record', outlivesClosing: true, ladder: desk },
    notices: { ...told, warning: ['N-35'] },
  },
  'SLA-23': { limit: { months: 36 }, duty: 'retention', alarm: true, outlivesClosing: true },
  'SLA-26': { limit: { hours: 0.25 }, warnAtShare: 0.75, duty: 'response' },
  'SLA-27-RESPONSE': {
    ...{ limit: { givenBy: 'respondBy' }, warnAtShare: 0.75, duty: 'response', countsFrom: 'receipt' },
  },
  'SLA-27': { limit: { givenBy: 'resolveBy' }, warnAtShare: 0.75, duty: 'resolution', countsFrom: 'receipt' },
  'SLA-39': {
    ...{ limit: { givenBy: 'dueAt' }, target: { workingHours: 4 }, longest: { workingDays: 1 } },
    ...{ warnAtShare: 0.75, duty: 'call_back', ladder: desk },
    notices: { ...told, warning: ['N-04-agent'] },
  },
  'SLA-42': {
    ...{ limit: { hours: 48 }, duty: 'alarm', alarm: true, tells: { breach: 'supervisor' } },
    endsWith: { ticket: 'response', complaint: 'resolution' },
    notices: { breach: ['N-32'] },
  },
  HANDOVER: {
    ...{ limit: { givenBy: 'tasks' }, warnAtShare: 0.75, duty: 'department', ladder: desk },
    notices: { ...told, warning: ['N-31-department'] },
  },
  PROGRESS: {
    ...{ limit: { hours: 24 }, warnAtShare: 0.75, duty: 'progress' },
    ...{ endsWith: both('resolution'), unless: 'result_told', ladder: desk, notices: told },
  },
  SILENCE: { limit: { days: 7 }, duty: 'silence', alarm: true, onBreach: 'close_silent' },
  CHAT: {
    ...{ limit: { workingSeconds: 60 }, warnAtShare: 0.75, duty: 'chat', endsWith: both('response') },
    ...{ once: true, unless: 'not_in_chat' },
  },
  'ARCHIVE-CHECK': {
    ...{ limit: { workingDays: 5 }, warnAtShare: 0.75, duty: 'archive' },
    ...{ outlivesClosing: true, ladder: desk, tells: { warning: 'team_lead' }, notices: told },
  },
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
