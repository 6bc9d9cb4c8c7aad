/** 问题类别: what a message is about, one of them (R-CLS-02, C-45). */
export const topics = [
  ...(['product', 'order', 'payment', 'logistics', 'after_sales', 'invoice'] as const),
  ...(['account', 'complaint', 'technical', 'feedback', 'other'] as const),
] as const
