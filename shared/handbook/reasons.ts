/** 不合格原因: why a review may refuse an order (R-ORD-06, R-ORD-07). Said in words in notices/zh-hans.ts and en.ts. */
export const rejectionReasons = [
  'incomplete_details',
  'not_eligible',
  'out_of_stock',
  'duplicate',
  'suspected_fraud',
] as const

/** 取消原因: why a customer no longer wants an order (R-ORD-30). */
export const cancellationReasons = [
  'changed_mind',
  'ordered_twice',
  'wrong_details',
  'found_elsewhere',
  'too_slow',
] as const

/** 核实结果: what became of a payment that finance does not see, or not whole (R-ABN-03). */
export const paymentFindings = ['paid', 'paid_elsewhere', 'failed', 'wrong_operation'] as const

/** 物流异常 (R-TRK-03). */
export const exceptionKinds = ['delay', 'lost'] as const

/** 发货延迟的原因 (R-ORD-21). */
export const delayReasons = ['out_of_stock', 'supplier_late', 'warehouse_backlog', 'courier_late', 'weather'] as const

/** 异常如何解决 (O18). */
export const exceptionSolutions = ['found', 'delivered_again', 'address_corrected', 'on_its_way'] as const

/** 认定丢件的依据: why a supervisor takes a parcel for lost (O19, O20). */
export const lossReasons = ['confirmed_by_courier', 'no_trace', 'damaged_beyond_use'] as const
