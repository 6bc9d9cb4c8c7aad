import type { complaintCauses, complaintTypes } from '../handbook/complaint-form'
import type { departments } from '../handbook/desk-rows'
import type { Case, Instant } from './case'
import type { Waited } from './waiting'

export type TicketState =
  | 'received'
  | 'classified'
  | 'assigned'
  | 'in_progress'
  | 'waiting_customer'
  | 'waiting_department'
  | 'escalated'
  | 'resolved'
  | 'feedback_sent'
  | 'closed'
  | 'archived'
  | 'destroyed'
  | 'merged'

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
  /** Said by an agent (R-CLS-13): its handling has the clock of R-SLA-05. */
  readonly complex?: boolean
  readonly grade: Grade
  readonly priority: Priority
  readonly team: string
  readonly language: 'zh-Hans' | 'zh-Hant' | 'en' | 'other'
  readonly because: readonly string[]
  /** How often such a proposal is right; below the model's threshold a person decides, between the topic and the second. */
  readonly confidence?: number
  readonly second?: Topic
  readonly triage?: true
  /** Nobody has read it, neither rules nor model: the classification failed or came too late, and may still come (R-DSP-06). */
  readonly unread?: true
  readonly kind?: MessageKind
  readonly stage?: SalesStage
  readonly category?: IssueCategory
  readonly complaint?: { readonly type: ComplaintType; readonly cause?: ComplaintCause }
  /** What the rules and the model had proposed, where staff know better (R-CLS-32). */
  readonly proposed?: Proposed
}

/** 咨询、问题、投诉、反馈. */
export type MessageKind = 'consultation' | 'problem' | 'complaint' | 'feedback'

/** 服务问题分类 (R-CLS-06); how grave it is stands apart (C-05). */
export type IssueCategory = 'general' | 'service_process' | 'customer_complaint' | 'service_feedback'

export type Proposed = Pick<Classification, 'topic' | 'severity' | 'urgent' | 'grade' | 'priority' | 'team'>

export type ComplaintType = (typeof complaintTypes)[number]
export type ComplaintCause = (typeof complaintCauses)[number]

/** 客户等级 (R-CLS-21). */
export type CustomerTier = 'general' | 'key' | 'special'

export type Department = (typeof departments)[number]

/** 内部交接单 (F-22): what a department is asked for; the words are a content item. */
export interface Task {
  readonly department: Department
  readonly contentId: string
  readonly askedAt: Instant
  readonly dueAt: Instant
  readonly answeredAt?: Instant
}

/** 授权申请 (F-28): the reason and the measure asked for are a content item; amounts in minor units of the market's currency. */
export interface Authorisation {
  readonly contentId: string
  readonly requestedBy: string
  readonly amount?: number
  readonly decision?: 'granted' | 'refused'
  readonly decidedBy?: string
  /** Up to what it was granted. */
  readonly limit?: number
}

export interface TicketFacts {
  readonly channel: string
  readonly direction: 'customer_initiated' | 'agent_initiated'
  /** What a system saw, and no customer said (R-CHN-08). */
  readonly source?: 'system'
  /** When staff or a system found the problem, of which no customer told us (R-SLA-20). */
  readonly discoveredAt?: Instant
  readonly orderId?: string
  /** The customer's tier when the ticket came in; general when absent. */
  readonly tier?: CustomerTier
  readonly classification?: Classification
  readonly assigneeId?: string
  /** Set once, never changed (R-DSP-02). */
  readonly firstResponderId?: string
  /** The content item of the first words, when a customer wrote some. */
  readonly requestId?: string
  /** The conversation itself is in the history (conversation.ts). */
  readonly messageCount?: number
  readonly lastMessage?: LastMessage
  /** The content item of the customer's newest message that came by mail: what we write answers that mail. */
  readonly lastMailId?: string
  /** The newest messages that were taken back: what is still to be mailed of them is not (T0a). */
  readonly takenBack?: readonly string[]
  /** The customer asked something after the result, and nobody has answered yet. */
  readonly asks?: true
  /** The first answer of a person. */
  readonly answeredAt?: Instant
  /** Notices that must be said by phone, since no mail arrives (R-NTF-03, R-NTF-04). */
  readonly callsWanted?: readonly string[]
  readonly tasks?: readonly Task[]
  /** Why it is before a supervisor, or higher. */
  readonly escalatedBecause?: string
  readonly authorisation?: Authorisation
  /** That the customer has another file too, as an agent says: until a supervisor has decided (R-CUS-05). */
  readonly samePerson?: { readonly otherId: string; readonly contentId: string; readonly claimedBy: string }
  /** Until when the customer was promised a call (R-ABN-07). */
  readonly callBackBy?: Instant
  /** The emergency that it belongs to (R-ESC-05). */
  readonly incidentId?: string
  readonly tags?: readonly string[]
  readonly reopenCount?: number
  /** An earlier ticket of the same customer, category and order (R-TKT-10). */
  readonly repeatOf?: string
  /** The ticket that this one goes on from, since that one was closed too long ago. */
  readonly followsUp?: string
  /** The case that a mail named, whose sender nothing shows to be one of its correspondents: for staff alone. */
  readonly claimsToBelongTo?: string
  /** Tickets of others who hold our mail about this one: the newest. */
  readonly claimedBy?: readonly string[]
  /** No receipt is sent: that address had several within the hour, and two robots would thank each other for ever. */
  readonly noReceipt?: true
  /** It came by a mail that is probably one of thousands: staff look, and nobody is thanked for it. */
  readonly suspectedSpam?: true
  readonly mergedInto?: string
  readonly mergedFrom?: readonly string[]
  readonly splitFrom?: string
  readonly splitInto?: readonly string[]
  /** The ticket that said the same already (T20). */
  readonly duplicateOf?: string
  readonly verifiedBy?: string
  /** 1 to 5, the first rating after the newest solution. */
  readonly rating?: number
  readonly recordedAt?: Instant
  /** What the record says beside what the history knows (R-TKT-02): a content item. */
  readonly recordId?: string
  /** When the problem occurred, where that was not when we heard of it. */
  readonly occurredAt?: Instant
  readonly legalHold?: LegalHold
  readonly destruction?: { readonly requestedBy: string; readonly at: Instant; readonly method: ErasureMethod }
  /** What was done when its time was over. */
  readonly erased?: ErasureMethod
  /** How often an archived result was said to be wrong or incomplete (R-ARC-05). */
  readonly resultMarks?: number
  readonly archiveNumber?: string
  readonly complaint?: ComplaintForm
  readonly consultation?: Consultation
  /** 客户问题记录表 (F-02): a difficult question that is to lead to an improvement. */
  readonly issue?: 'open' | 'settled'
  /** It was the one that made a mass pattern full (R-ESC-07). */
  readonly massPattern?: true
  readonly waited?: Waited
}

/** Nothing is destroyed that a court, an authority or a claim may still ask for. */
export interface LegalHold {
  readonly by: string
  readonly at: Instant
  readonly reason: string
}

/** Destroyed: all that was said and written goes. Anonymised: what people said goes, the facts of the problem stay (C-23). */
export type ErasureMethod = 'destroyed' | 'anonymised'

export interface LastMessage {
  readonly contentId: string
  readonly from: MessageSender
  readonly by: string
  readonly at: Instant
}

export type ComplaintClass = 'ordinary' | 'major' | 'urgent'

/** 客户投诉受理表 (F-06): its codes; what is said in words is content. */
export interface ComplaintForm {
  readonly class: ComplaintClass
  readonly type?: string
  readonly cause?: string
  readonly fault?: 'ours' | 'customer'
  /** What the customer demands, and what was agreed. */
  readonly demandId?: string
  readonly solutionId?: string
  /** Where it goes on when the departments have answered (K6). */
  readonly coordinatedFrom?: ComplaintState
  readonly callBacks?: number
  readonly satisfied?: boolean
}

/** 客户咨询登记表 (F-01): its codes; need and proposal are content. */
export interface Consultation {
  readonly stage: SalesStage
  readonly steps?: readonly ConsultationStep[]
  readonly objection?: Objection
  readonly outcome: ConsultationOutcome
  /** The order that followed (R-CSL-12). */
  readonly orderId?: string
}

/** 销售阶段 (R-CLS-01). */
export type SalesStage = 'pre_sale' | 'in_sale' | 'after_sale'
export type ConsultationStep = 'accept' | 'probe' | 'valueAgreement' | 'objection' | 'encourageAction'
/** 异议 (R-CLS-25). */
export type Objection = 'no_purchasing_power' | 'no_decision_right' | 'not_informed' | 'price'
export type ConsultationOutcome = 'ordered' | 'call_back' | 'closed'

export type ComplaintState =
  | 'recorded'
  | 'assigned'
  | 'acknowledged'
  | 'investigating'
  | 'coordinating'
  | 'supervisor_handling'
  | 'awaiting_authorisation'
  | 'solution_agreed'
  | 'handled'
  | 'result_fed_back'
  | 'followed_up'
  | 'closed'
  | 'archived'
  | 'destroyed'
  | 'merged'

export type MessageSender = 'customer' | 'agent' | 'house'
export type MessagePurpose = 'request' | 'reply' | 'question' | 'progress' | 'result' | 'apology'

/** What an event says of a message (`data.message`); its words are a content item. */
export interface Message {
  readonly contentId: string
  readonly from: MessageSender
  readonly purpose: MessagePurpose
  readonly attachments?: readonly string[]
  /** The mail that it came with, by the id under which that is kept. */
  readonly mail?: string
}

export type Ticket = Case<TicketState, TicketFacts>
/** A ticket that became a complaint keeps its id, its number and its conversation (R-CMP-01). */
export type Complaint = Case<ComplaintState, TicketFacts>

/** What happens on tickets and complaints alike. */
type DeskEvent =
  | 'classify'
  | 'send_to_triage'
  | 'dispatch'
  | 'take'
  | 'respond'
  | 'customer_writes'
  | 'answer_handover'
  | 'escalate'
  | 'reassign'
  | 'return_to_team'
  | 'regrade'
  | 'object'
  | 'archive'
  | 'destroy'
  | 'complete_record'
  | 'report_progress'
  | 'note'
  | 'keep_mail'
  | 'take_back'
  | 'correct_archive'
  | 'mark_result'
  | 'hold'
  | 'release_hold'
  | 'request_destruction'
  | 'refuse_destruction'
  | 'promise_call_back'
  | 'keep_call_back'
  | 'tag'
  | 'split_off'
  | 'merge_into'
  | 'absorb'
  | 'urge'
  | 'see_pattern'
  | 'rate'
  | 'record_plan'
  | 'request_authorisation'
  | 'decide_authorisation'
  | 'record_consultation'
  | 'claim_same_person'
  | 'decide_same_person'
  | 'log_issue'
  | 'settle_issue'
  | 'want_call'
  | 'record_call'

export type TicketEvent =
  | DeskEvent
  | 'receive'
  | 'record_complaint'
  | 'ask_customer'
  | 'hand_over'
  | 'take_over'
  | 'resolve'
  | 'pass_verification'
  | 'fail_verification'
  | 'confirm_solved'
  | 'close_silent'
  | 'reopen'
  | 'dismiss'

export type ComplaintEvent =
  | DeskEvent
  | 'record'
  | 'assess'
  | 'acknowledge'
  | 'investigate'
  | 'coordinate'
  | 'agree_solution'
  | 'execute'
  | 'feed_back'
  | 'call_back'
  | 'close'
  | 'withdraw'
