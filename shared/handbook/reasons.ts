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
