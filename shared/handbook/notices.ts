import type { NoticeRule } from '../domain/notice'
import type { NoticeId } from '../domain/table'

/** 通知: requirements §5. Their words stand in notices/, one file a language. */
export const notices: Readonly<Record<NoticeId, NoticeRule>> = {
  'N-01': {
    zh: '已受理',
    recipient: 'customer',
    onlyWhile: ['received', 'classified', 'assigned'],
    requirement: 'N-01, R-CHN-11',
  },
  'N-05': {
    zh: '处理结果',
    recipient: 'customer',
    onlyWhile: ['resolved', 'closed'],
    requirement: 'N-05, C-42',
  },
  'N-08': { zh: '已收到订单', recipient: 'customer', requirement: 'N-08' },
  'N-10': {
    zh: '审核通过，请核对到账',
    recipient: 'team',
    team: 'finance',
    role: 'finance',
    onlyWhile: ['pending_payment', 'payment_overdue'],
    requirement: 'N-10, R-ORD-09, C-36',
  },
  'N-11': { zh: '到账确认', recipient: 'customer', requirement: 'N-11, R-ORD-12' },
  'N-11-service': {
    zh: '到账确认（客服）',
    recipient: 'team',
    team: 'customer_service',
    role: 'agent',
    requirement: 'N-11, R-ORD-12',
  },
  'N-12': {
    zh: '尚未收到付款',
    recipient: 'customer',
    onlyWhile: ['payment_overdue'],
    requirement: 'N-12, R-ORD-13',
  },
  'N-12-service': {
    zh: '未按时到账，请联系客户',
    recipient: 'team',
    team: 'customer_service',
    role: 'agent',
    onlyWhile: ['payment_overdue'],
    requirement: 'N-12, R-ORD-13',
  },
  'N-13': { zh: '订单已取消', recipient: 'customer', requirement: 'N-13, R-ORD-15' },
  'N-14': {
    zh: '已到账，请发货',
    recipient: 'team',
    team: 'warehouse',
    role: 'warehouse',
    onlyWhile: ['ready_to_ship', 'packed'],
    requirement: 'N-14, R-ORD-17',
  },
  'N-15': { zh: '已发货', recipient: 'customer', requirement: 'N-15, R-ORD-20' },
  'N-18': { zh: '订单已完成', recipient: 'customer', requirement: 'N-18' },
}
