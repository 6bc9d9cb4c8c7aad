/** 客户咨询登记表 (F-01): what is chosen from a list. */

/** 销售阶段 (R-CLS-01). */
export const salesStages = ['pre_sale', 'in_sale', 'after_sale'] as const

/** 咨询受理、探问、价值共识、克服异议、鼓励行动 (R-CSL-01). */
export const consultationSteps = ['accept', 'probe', 'valueAgreement', 'objection', 'encourageAction'] as const

/** 异议: no purchasing power for now, no decision right for now, not yet fully informed, price (R-CLS-25). */
export const objections = ['no_purchasing_power', 'no_decision_right', 'not_informed', 'price'] as const

/** 已下单、待回电、已结束. */
export const consultationOutcomes = ['ordered', 'call_back', 'closed'] as const
