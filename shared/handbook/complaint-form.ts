import type { Department } from '../domain/ticket'

/** 客户投诉受理表 (F-06): what is chosen from a list. */

/** 投诉类别 (R-CLS-17). */
export const complaintClasses = ['ordinary', 'major', 'urgent'] as const

/** 投诉问题分类 (R-CLS-04): quality, price, promise not kept, payment, receipt of goods, service or agent, other. */
export const complaintTypes = [
  'product_quality',
  'product_price',
  'promise_not_kept',
  'transaction_payment',
  'transaction_receipt',
  'service_dissatisfaction',
  'other',
] as const

/** 投诉原因 (R-CLS-18): differs from the promise, defective, staff or partner failed in duty. */
export const complaintCauses = ['differs_from_promise', 'defective', 'failed_in_duty'] as const

/** 相关部门 (R-DSP-07): whom a complaint of this type concerns beside the service team, which has it; what is not here concerns it alone. */
export const departmentOfComplaint: Partial<Readonly<Record<(typeof complaintTypes)[number], Department>>> = {
  product_quality: 'warehouse',
  transaction_payment: 'finance',
  transaction_receipt: 'warehouse',
}
