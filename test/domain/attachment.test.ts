import { type Attachment, bringerOf, endsAs, isShownTo, verdictOf } from '../../shared/domain/attachment'
import type { Principal } from '../../shared/domain/may'
import { attachmentTypes } from '../../shared/handbook/attachments'

const customer: Principal = { kind: 'storefront', id: 'shop', customerId: 'c-1' }
const agent: Principal = { kind: 'staff', id: 'agent-1', roles: ['agent'] }

const anAttachment = (fields: Partial<Attachment> = {}): Attachment => ({
  ...{
    id: 'a-1',
    customerId: 'c-1',
    name: 'photo.png',
    type: 'image/png',
    bytes: 8,
    by: 'customer',
    uploaderId: 'shop',
  },
  ...{ requestedAt: '2026-03-09T01:00:00.000Z', requestHash: '', state: 'pending', version: 1 },
  ...fields,
})

describe('the verdict on an attachment', () => {
  test.each([
    ['NO_THREATS_FOUND', 'image/png', { state: 'clean' }],
    ['NO_THREATS_FOUND', 'application/x-msdownload', { state: 'refused', because: 'type' }],
    ['NO_THREATS_FOUND', undefined, { state: 'refused', because: 'type' }],
    ['THREATS_FOUND', 'image/png', { state: 'refused', because: 'threat' }],
    ...['UNSUPPORTED', 'ACCESS_DENIED', 'FAILED', 'SOMETHING_NEW'].map(
      word => [word, 'image/png', { state: 'refused', because: 'not_checked' }] as const,
    ),
  ] as const)('is, when the checker says %s and it is %s, %j', (checked, found, verdict) => {
    expect(verdictOf(checked, 'image/png', found)).toEqual(verdict)
  })
})

describe('a file name', () => {
  test.each([
    ['照片.PNG', 'image/png', true],
    ['a.jpeg', 'image/jpeg', true],
    ['invoice.pdf.exe', 'application/pdf', false],
    ['run.bat', 'text/plain', false],
    ['png', 'image/png', true],
    ['photo', 'image/png', false],
    ['a.html', 'text/html', false],
  ])('%s ends as %s does: %s', (name, type, ends) => {
    expect(endsAs(name, type)).toBe(ends)
  })

  test('never ends as something that runs or is a page', () => {
    const endings = attachmentTypes.flatMap(row => [...row.endings] as string[])
    expect(
      endings.filter(ending => /^(exe|com|bat|cmd|js|hta|html?|svg|xml|scr|ps1|sh|docm|xlsm)$/.test(ending)),
    ).toEqual([])
  })
})

test('who brings a file is the customer, or the one member of staff', () => {
  expect([bringerOf(customer), bringerOf(agent)]).toEqual([{ by: 'customer' }, { by: 'staff', uploaderId: 'agent-1' }])
})

describe('an attachment', () => {
  test('of staff is shown to its customer once it was sent', () => {
    const byStaff = { by: 'staff', uploaderId: 'agent-1' } as const
    expect(isShownTo(customer, anAttachment(byStaff))).toBe(false)
    expect(isShownTo(customer, anAttachment({ ...byStaff, contentId: 'm-1' }))).toBe(true)
    expect(isShownTo(agent, anAttachment(byStaff))).toBe(true)
  })
})
