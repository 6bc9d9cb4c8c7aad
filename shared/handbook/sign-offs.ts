import type { GateId } from '../domain/gates'

/** 签字: the lines of the paper dispatch note (发货单), and the event that stands for each (R-ORD-27). */
export const signOffLines: readonly { type: string; gate: GateId; zh: string; en: string; requirement: string }[] = [
  { type: 'OrderApproved', gate: 'review', zh: '审核', en: 'Review', requirement: 'R-ORD-09' },
  { type: 'PaymentConfirmed', gate: 'finance', zh: '到账', en: 'Payment', requirement: 'R-ORD-11' },
  { type: 'PaymentClarified', gate: 'finance', zh: '到账（核实）', en: 'Payment, clarified', requirement: 'R-ABN-03' },
  { type: 'WarehouseNotified', gate: 'warehouse', zh: '通知发货', en: 'Release', requirement: 'R-ORD-17' },
  { type: 'ReshipmentApproved', gate: 'warehouse', zh: '批准补发', en: 'Release, again', requirement: 'O19' },
  { type: 'OrderPacked', gate: 'warehouse', zh: '包装', en: 'Packing', requirement: 'R-ORD-19' },
  { type: 'OrderShipped', gate: 'warehouse', zh: '交快递', en: 'Courier', requirement: 'R-ORD-19' },
  { type: 'OrderCompleted', gate: 'delivery', zh: '收货', en: 'Receipt', requirement: 'R-ORD-23' },
]
