import type { Case } from './case'

export type TicketState = 'received' | 'classified' | 'assigned' | 'in_progress' | 'resolved' | 'closed'

export type Topic =
  | 'product'
  | 'order'
  | 'payment'
  | 'logistics'
  | 'after_sales'
  | 'invoice'
  | 'account'
  | 'complaint'
  | 'technical'
  | 'feedback'
  | 'other'
export type Grade = 'L1' | 'L2' | 'L3' | 'L4' | 'L5' | 'L6'
export type Priority = 'P1' | 'P2' | 'P3' | 'P4'
export type Severity = 'general' | 'major' | 'especially_major'

/** What was understood, and why: `because` names the rules that spoke (R-CLS-32). */
export interface Classification {
  readonly topic: Topic
  readonly severity: Severity
  readonly urgent: boolean
  readonly grade: Grade
  readonly priority: Priority
  readonly team: string
  readonly language: 'zh-Hans' | 'zh-Hant' | 'en' | 'other'
  readonly because: readonly string[]
}

/** 客户等级 (R-CLS-21). */
export type CustomerTier = 'general' | 'key' | 'special'

export interface TicketFacts {
  readonly channel: string
  readonly direction: 'customer_initiated' | 'agent_initiated'
  readonly orderId?: string
  /** The customer's tier when the ticket came in; general when absent. */
  readonly tier?: CustomerTier
  readonly classification?: Classification
  readonly assigneeId?: string
  /** Set once, never changed (R-DSP-02). */
  readonly firstResponderId?: string
  /** The messages in order; their texts are content items. */
  readonly messages: readonly TicketMessage[]
  /** Notices that must be said by phone, since no mail arrives (R-NTF-03, R-NTF-04). */
  readonly callsWanted?: readonly string[]
}

export interface TicketMessage {
  readonly contentId: string
  readonly from: 'customer' | 'agent'
  readonly at: string
  readonly purpose: 'request' | 'reply' | 'result'
}

export type Ticket = Case<TicketState, TicketFacts>

export type TicketEvent = 'receive' | 'classify' | 'take' | 'respond' | 'resolve' | 'want_call' | 'record_call'
