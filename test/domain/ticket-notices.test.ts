import { addresseeOf, wordsFor } from '../../shared/domain/addressee'
import type { CaseEvent } from '../../shared/domain/case'
import { decide } from '../../shared/domain/engine'
import type { Language } from '../../shared/domain/market'
import { renderNotice } from '../../shared/domain/notice'
import { languageFor, noticeFacts, type Told } from '../../shared/domain/notice-facts'
import type { TicketNoticeId } from '../../shared/domain/table'
import type { Ticket, TicketEvent, TicketFacts } from '../../shared/domain/ticket'
import { notices } from '../../shared/handbook/notices'
import { ticketTextsEn } from '../../shared/handbook/notices/tickets-en'
import { aClassification, aMessage, aTask, aTicket, by, later, monday } from '../support/builders'

const ids = Object.keys(ticketTextsEn) as TicketNoticeId[]
const internal = ids.filter(id => notices[id].recipient !== 'customer')
const toCustomers = ids.filter(id => notices[id].recipient === 'customer')
const at = later(monday, { hours: 2 })

const anEvent = (ticket: Ticket, data: object = {}, type = 'TicketTaken'): CaseEvent => ({
  ...{ caseId: ticket.id, kind: ticket.kind, seq: 7, type, from: ticket.state, to: ticket.state, at },
  ...{ actor: by('agent'), data: { ...data } },
})
const inProgress = (facts: object = {}, head: Partial<Ticket> = {}) => aTicket('in_progress', facts, head)

/** A notice as it is sent: of a ticket, about an event that says `data`. */
function said(
  id: TicketNoticeId,
  data: object = {},
  { ticket = inProgress(), type, ...told }: Partial<Told> & { ticket?: Ticket; type?: string } = {},
  language: Language = languageFor(id, ticket),
) {
  const event = anEvent(ticket, data, type)
  const addressee = addresseeOf(notices[id], ticket, event)
  const mailbox = 'mailbox' in addressee ? addressee.mailbox : undefined
  return renderNotice(
    id,
    language,
    noticeFacts(ticket, event, language, { shopName: '云上商城', customerName: '李雷', mailbox, ...told }),
  )
}

describe('what is told in the house', () => {
  test.each(internal)('%s names nobody: neither the customer nor anyone of the staff (R-PRV, R-NTF-01)', id => {
    for (const language of ['zh-Hans', 'zh-Hant', 'en'] as const) {
      const { subject, short, text, html } = said(id, {}, { customerName: '李雷' }, language)
      for (const shown of [subject, short, text, html]) expect(shown).not.toMatch(/李雷|\w@/)
    }
  })

  test('N-02: the ticket, its grade and its deadlines, to whoever has it now', () => {
    const { subject, text } = said('N-02')
    expect(subject).toBe(`【工单】${inProgress().number} 已分派给您（L1 · P3）`)
    expect(text).toContain('等级与优先级：L1 · P3')
    expect(text).toContain('最晚处理完成：2026年3月10日 周二 09:00（北京时间）')
    expect(addresseeOf(notices['N-02'], inProgress(), anEvent(inProgress()))).toEqual({ agentId: 'agent' })
  })

  test('N-02 tells the first responder too when another has it (R-DSP-03)', () => {
    const given = { ...inProgress(), facts: { ...inProgress().facts, assigneeId: 'agent-2' } } as Ticket
    const to = (id: TicketNoticeId) => addresseeOf(notices[id], given, anEvent(given))
    expect([to('N-02'), to('N-02-first-responder')]).toEqual([{ agentId: 'agent-2' }, { agentId: 'agent' }])
    expect(said('N-02-first-responder', {}, { ticket: given }).text).toContain('首问')
  })

  test('N-31: the ticket, the reason and what was tried, to the next one up (R-ESC-01, R-ABN-06)', () => {
    const { subject, text } = said(
      'N-31',
      { reason: 'difficult_customer', tell: 'supervisor' },
      { words: '已致电三次。' },
    )
    expect(subject).toContain('客户难以沟通')
    expect(text).toContain('主管，您好：')
    expect(text).toContain('已做的处理：已致电三次。')
  })

  test('N-31 to a department: the task, until when, and that it is urged (R-ESC-03, R-ESC-08)', () => {
    const task = { department: 'warehouse', contentId: 'x', dueAt: later(monday, { hours: 6 }) }
    const asked = said('N-31-department', { task }, { words: '请核查库存。' })
    expect(asked.text).toContain('仓储部同事：')
    expect(asked.text).toContain('任务：请核查库存。')
    expect(asked.text).toContain('最晚答复：2026年3月9日 周一 15:00（北京时间）')
    const waiting = inProgress({ tasks: [{ ...task, askedAt: monday }] })
    const urged = said('N-31-department', { department: 'warehouse' }, { ticket: waiting, type: 'DepartmentUrged' })
    expect(urged.subject).toContain('【催办】')
    expect(urged.text).toContain('最晚答复：2026年3月9日 周一 15:00（北京时间）')
  })

  test('N-31 urges the department by itself when three quarters of its time are over (T8, R-ESC-08)', () => {
    const task = {
      department: 'warehouse',
      contentId: 'x',
      askedAt: monday,
      dueAt: later(monday, { hours: 6 }),
    } as const
    const ticket = inProgress({ tasks: [{ ...task, department: 'finance', answeredAt: monday }, task] })
    const { subject, text } = said(
      'N-31-department',
      { clock: 'HANDOVER', dueAt: task.dueAt },
      { ticket, type: 'ClockWarned' },
    )
    expect(subject).toContain('【催办】')
    expect(text).toContain('仓储部同事：')
    expect(text).toContain('最晚答复：2026年3月9日 周一 15:00（北京时间）')
  })

  test('N-32: which clock, its deadline, before and after it, to whom the ladder names (R-ESC-06)', () => {
    const dueAt = later(monday, { hours: 24 })
    const warned = said('N-32', { clock: 'SLA-01', dueAt }, { type: 'ClockWarned' })
    expect(warned.subject).toContain('即将到期')
    expect(warned.text).toContain('时限：初步响应 SLA-01')
    expect(warned.text).toContain('到期时间：2026年3月10日 周二 09:00（北京时间）')
    const breached = said('N-32', { clock: 'SLA-01', dueAt, tell: 'operations_manager' }, { type: 'ClockBreached' })
    expect(breached.subject).toContain('【超时】')
    expect(breached.text).toContain('运营经理，您好：')
  })

  test('N-32 of a ticket that nobody has goes to the supervisor (R-DSP-06)', () => {
    const ticket = aTicket('classified')
    expect(addresseeOf(notices['N-32'], ticket, anEvent(ticket))).toEqual({ mailbox: 'supervisor' })
  })

  test('N-33 passes the problem on to the department that it concerns (R-FBK-05)', () => {
    const { text } = said('N-33-department', { department: 'process_optimisation' }, { words: '退货页面难找。' })
    expect(text).toContain('流程优化小组同事：')
    expect(text).toContain('问题：退货页面难找。')
  })

  test('N-35: what is missing, to the handler; that it waits for the check, to the team lead (C-43)', () => {
    expect(said('N-35').text).toContain('尚缺内容：地点、总结、改进措施')
    expect(said('N-35-lead').text).toContain('团队负责人，您好：')
  })

  test('N-36: symptoms, customer and products, to the technical department (R-ABN-01)', () => {
    const ticket = inProgress({ classification: aClassification({ topic: 'technical', grade: 'L3', priority: 'P1' }) })
    const { text } = said('N-36', {}, { ticket, words: '付款页一直转圈。', products: ['P-1001', 'P-2002'] })
    expect(text).toContain('技术部同事：')
    expect(text).toContain('故障现象：付款页一直转圈。')
    expect(text).toContain(`客户编号：${ticket.customerId}`)
    expect(text).toContain('涉及商品：P-1001、P-2002')
  })

  test('N-46: what is asked for and why; then the decision and its limit (R-ESC-02, F-28)', () => {
    const asked = said('N-46', { reason: 'major_interest', amount: 50_000 }, { words: '全额退款并补偿。' })
    expect(asked.text).toContain('申请原因：涉及客户重大利益')
    expect(asked.text).toContain('申请金额：¥500.00')
    expect(asked.text).toContain('申请措施：全额退款并补偿。')
    expect(said('N-46-decision', { decision: 'granted', limit: 30_000 }).text).toContain('授权上限：¥300.00')
    expect(said('N-46-decision', { decision: 'refused' }).subject).toContain('未批准')
  })
})

describe('what customers are told', () => {
  test.each(toCustomers)('%s greets them by name in their language and shows no role, grade or clock', id => {
    for (const language of ['zh-Hans', 'zh-Hant', 'en'] as const) {
      const { text } = said(id, {}, { ticket: inProgress({}, { language }) })
      expect(text).toContain('李雷')
      expect(text).not.toMatch(/SLA-|P3|L1/)
    }
  })

  test('N-03: situation and proposal as written, and when they hear next (R-CLO-07)', () => {
    const { text } = said('N-03', {}, { words: '快递正在查找。\n如明天仍无消息，我们补发。' })
    expect(text).toContain('目前情况与拟定方案：快递正在查找。\n    如明天仍无消息，我们补发。')
  })

  test('N-04: the exact time of the answer (R-ABN-07)', () => {
    const ticket = inProgress({ callBackBy: later(monday, { hours: 4 }) })
    expect(said('N-04', {}, { ticket }).text).toContain('最晚回复：2026年3月9日 周一 13:00（北京时间）')
  })

  test('N-06: an apology, the number, the promise to solve it, 24 and 48 hours (K3)', () => {
    const { text } = said('N-06')
    expect(text).toContain('非常抱歉')
    expect(text).toContain(inProgress().number)
    expect(text).toContain('尽快为您解决')
    expect(text).toMatch(/24 小时内确认，48 小时内告知处理结果/)
  })

  test('N-07: the solution, apology and thanks, and further help (R-NTF-05, R-SLA-41, R-CMP-13)', () => {
    const { text } = said('N-07', {}, { words: '已换货。' })
    expect(text).toContain('解决方案：已换货。')
    expect(text).toMatch(/致歉，也感谢您/)
    expect(text).toContain('其他帮助')
  })

  test.each(['zh-Hans', 'zh-Hant', 'en'] as const)(
    'N-33 in %s thanks, and says that it is no promise (R-FBK-03)',
    language => {
      const ticket = inProgress({}, { language })
      const { text } = said('N-33', { department: 'technical' }, { ticket, words: '搜索将改进。' })
      expect(text).toMatch(/不构成承诺|不構成承諾|not a commitment/)
      expect(text).toMatch(/感谢|感謝|Thank you/)
      expect(text).toMatch(/技术部|技術部|technical department/)
    },
  )

  test('N-38: what will be done and by when, and that they may return or exchange (R-ABN-05)', () => {
    const { text } = said('N-38', { doneBy: later(monday, { days: 1 }) }, { words: '为您换发正确的尺码。' })
    expect(text).toContain('处理办法：为您换发正确的尺码。')
    expect(text).toContain('最晚完成：2026年3月10日 周二 09:00（北京时间）')
    expect(text).toMatch(/退货或换货/)
  })

  test('N-41 asks whether it is solved, by links that are plain in the text and buttons in HTML (T13)', () => {
    const links = { rateUrl: 'https://shop.example/a?b=1&c=2', reopenUrl: 'https://shop.example/n' }
    const { text, html } = said('N-41', {}, { links })
    expect(text).toContain('已经解决，评价服务：\nhttps://shop.example/a?b=1&c=2\n')
    expect(html).toContain('<a href="https://shop.example/a?b=1&#38;c=2"')
    expect(said('N-41').html).not.toContain('<a ')
  })
})

describe('which notice an act sends follows from what the ticket is about', () => {
  const feedback = { classification: aClassification({ topic: 'feedback', grade: 'L6', priority: 'P4' }) } as const
  const sentBy = (ticket: Ticket, event: TicketEvent, data: object) =>
    decide(ticket, { event, actor: by('agent'), at, data }).events.at(-1)?.notices
  const task = (department: string) => ({ task: { ...aTask, department, dueAt: later(at, { days: 1 }) } })
  const result = { message: aMessage({ purpose: 'result' }) }
  const progress = { message: aMessage({ purpose: 'progress' }) }
  const promise = { ...progress, doneBy: later(at, { days: 1 }) }

  test.each<[string, string, TicketEvent, Partial<TicketFacts>, object, TicketNoticeId[]]>([
    ['handing over', 'R-ESC-03', 'hand_over', {}, task('warehouse'), ['N-31-department']],
    ['a technical problem', 'R-ABN-01', 'hand_over', {}, task('technical'), ['N-36']],
    ['feedback passed on', 'R-ESC-08', 'hand_over', feedback, task('finance'), ['N-33-department', 'N-33']],
    ['a result', 'T12', 'resolve', {}, result, ['N-05']],
    ['a result of feedback', 'R-FBK-03', 'resolve', feedback, result, ['N-33']],
    ['progress', 'R-CLO-07', 'report_progress', {}, progress, ['N-03']],
    ['an answer with a date', 'R-ABN-05', 'report_progress', {}, promise, ['N-38']],
  ])('%s (%s)', (_, __, event, facts, data, sent) => {
    expect(sentBy(inProgress(facts), event, data)).toEqual(sent)
  })

  test('a date in the past is no promise (R-ABN-05)', () => {
    expect(() => sentBy(inProgress(), 'report_progress', { ...progress, doneBy: monday })).toThrow('promises a date')
  })
})

describe('the words of an event', () => {
  const everything = { message: { contentId: 'm' }, note: 'n', task: { contentId: 't' } }

  test('are shown to customers only if they were said to them', () => {
    for (const id of toCustomers) {
      expect(wordsFor(notices[id], { data: everything })).toBe('m')
      expect(wordsFor(notices[id], { data: { note: 'n', task: { contentId: 't' } } })).toBeUndefined()
    }
  })

  test.each([
    ['a note', everything, 'n'],
    ['a task', { task: { contentId: 't' } }, 't'],
    ['a message', { message: { contentId: 'm' } }, 'm'],
    ['nothing', {}, undefined],
  ])('are found in the house as %s', (_, data, id) => {
    expect(wordsFor(notices['N-31'], { data })).toBe(id)
  })
})
