/** 调整分级的原因 (R-PRI-07, R-CLS-32): why staff correct what the rules proposed. */
export const regradeReasons = [
  'wrong_topic',
  'wrong_grade',
  'more_pressing',
  'less_pressing',
  'new_facts',
  'wrong_team',
] as const

/** 不受理的原因 (T20). */
export const dismissalReasons = ['duplicate', 'spam'] as const
