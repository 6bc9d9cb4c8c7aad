import type { CaseEvent } from '../../shared/domain/case'
import { filesIn, mailsIn, wordsIn } from '../../shared/domain/erasure'

const event = (data: object, more: Partial<CaseEvent> = {}) => ({ data, ...more }) as unknown as CaseEvent

describe('what a case refers to', () => {
  const history = [
    event({ channel: 'website', message: { contentId: 'c-1', from: 'customer', attachments: ['f-1', 'f-2'] } }),
    event({ note: 'n-1', task: { contentId: 'c-2', department: 'finance' } }),
    event({ complaint: { demandId: 'd-1', solutionId: 's-1', cause: 'late' }, contentId: 'c-1' }),
    event({ message: { contentId: 'c-3' }, contentId: 'c-3' }, { opens: 'other' }),
    event({ message: { contentId: 'c-3' } }),
    event({ topic: 'note', reason: 'contentId' }),
  ]

  test('is every content item once, wherever an event names it, but not what another case began with (T19)', () => {
    expect(wordsIn(history)).toEqual(['c-1', 'n-1', 'c-2', 'd-1', 's-1'])
  })

  test('and the mails that it came by, but not what another case began with', () => {
    const mails = [
      event({ message: { contentId: 'c-1', mail: 'm-1' } }),
      event({ message: { contentId: 'c-2', mail: 'm-2' } }, { opens: 'other' }),
      event({ note: 'n-1', mail: 'm-3', why: 'auto_reply' }),
    ]
    expect(mailsIn([...mails, ...history])).toEqual(['m-1', 'm-3'])
  })

  test('and the files of its messages', () => {
    expect(filesIn(history)).toEqual(['f-1', 'f-2'])
  })
})
