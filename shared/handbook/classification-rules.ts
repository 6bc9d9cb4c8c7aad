import type { GravityRule } from '../domain/classify'
import type { Grade, Priority, Severity, Topic } from '../domain/ticket'

export { topicPhrasesEn } from './topic-phrases-en'
export { topicPhrasesZh } from './topic-phrases-zh'

/** Kept with each proposal, so that it can be explained after the rules have changed (R-CLS-32). */
export const RULES_VERSION = 'rules-2026-01'

/** Of two topics with equal weight the one that stands first: the more particular one. */
export const topicOrder: readonly Topic[] = [
  'invoice',
  'after_sales',
  'payment',
  'logistics',
  'technical',
  'complaint',
  'account',
  'order',
  'product',
  'feedback',
  'other',
]

/** 严重程度与紧急程度: extent decides (C-24), and danger to people, law and press is never below L2. */
// biome-ignore format: words in lines, not one a line
export const gravityRules: readonly GravityRule[] = [
  {
    id: 'severity-payment-data',
    severity: 'especially_major',
    requirement: 'R-CLS-09, C-24',
    phrases: [
      '支付信息…泄露', '银行卡…泄露', '银行卡…被盗刷', '信用卡…盗刷', '被盗刷', '盗刷', 'card details … leaked',
      'card data … leaked', 'card … stolen after', 'payment details … leaked', 'payment data … leaked',
      'payment information … leaked', 'leaked my card', 'leaked my payment',
    ],
  },
  {
    id: 'severity-platform-outage',
    severity: 'especially_major',
    requirement: 'R-CLS-09, C-24',
    phrases: [
      '平台…瘫痪', '整个平台', '整个网站…打不开', '全网…瘫痪', '所有人都…不了', '大家都…不了', 'whole site … down',
      'entire site … down', 'whole platform', 'entire platform', 'nobody can order', 'nobody can pay',
      'no one can order',
    ],
  },
  {
    id: 'severity-press',
    severity: 'especially_major',
    requirement: 'R-CLS-09',
    phrases: [
      '上热搜', '媒体曝光', '找媒体', '联系记者', '电视台', '上新闻', '315晚会', 'to the press', 'to the newspaper*',
      'to the media', 'journalist', 'on the news',
    ],
  },
  {
    id: 'severity-danger',
    severity: 'major',
    requirement: 'R-CLS-08 (†: danger to people)',
    phrases: [
      '着火', '起火', '冒烟', '爆炸', '触电', '漏电', '烧伤', '烫伤', '受伤', '流血', '住院', '食物中毒', '中毒',
      '吃坏', '严重过敏', '送医', 'caught fire', 'on fire', 'explod*', 'electric shock', 'burned my', 'burnt my',
      'injur*', 'bleeding', 'hospital', 'food poisoning', 'allergic reaction', 'smoke came',
    ],
  },
  {
    id: 'severity-self-harm',
    severity: 'major',
    requirement: 'R-CLS-08 (†: danger to people)',
    phrases: ['不想活', '活不下去', '自杀', '轻生', 'kill myself', 'suicid*', 'end my life'],
  },
  {
    id: 'severity-law',
    severity: 'major',
    requirement: 'R-CLS-08',
    phrases: [
      '起诉', '律师', '法院', '报警', '12315', '消协', 'lawyer', 'solicitor', 'sue you', 'court', 'legal action',
      'police',
    ],
  },
  {
    id: 'severity-account-frozen',
    severity: 'major',
    requirement: 'R-CLS-08',
    phrases: [
      '账号…冻结', '账户…冻结', '账号…被封', '账户…被封', '账号…被盗', '账户…被盗', 'account … frozen',
      'account … blocked', 'account … suspended', 'account … hacked', 'hacked my account',
    ],
  },
  {
    id: 'severity-personal-data',
    severity: 'major',
    requirement: 'R-CLS-08, C-24',
    phrases: [
      '信息…泄露', '隐私…泄露', '资料…泄露', '泄露了我', 'data leak*', 'data breach', 'leaked my', 'data … leaked',
      'sold my data',
    ],
  },
  {
    id: 'urgency-words',
    urgent: true,
    requirement: 'R-PRI-03, R-SLA-02',
    phrases: [
      '紧急', '加急', '急用', '很急', '急急', '特别急', '着急用', '等着用', '急着用', '马上就要', '立刻', '马上给我',
      '今天必须', '今天就要', '今天之内', '明天就要', '赶飞机', '赶时间', '十万火急', 'urgent*', 'asap',
      'as soon as possible', 'immediately', 'emergency', 'right now', 'right away', 'need it today', 'need it tomorrow',
      'by tomorrow', 'by today',
    ],
  },
]

/** 分级 (C-05): topics that are categories of their own keep L4 to L6, unless the severity lifts them to L2 or L3. */
export const gradeOfTopic: Readonly<Record<Topic, Grade>> = {
  product: 'L1',
  order: 'L1',
  payment: 'L1',
  logistics: 'L1',
  after_sales: 'L1',
  invoice: 'L1',
  account: 'L1',
  technical: 'L4',
  complaint: 'L5',
  feedback: 'L6',
  other: 'L1',
}

export const gradeOfSeverity: Readonly<Record<Exclude<Severity, 'general'>, Grade>> = {
  major: 'L2',
  especially_major: 'L3',
}

/** R-PRI-04: what is neither grave nor urgent, by topic. The text names five for P3 and two for P4; the rest is ours (†). */
export const priorityOfTopic: Readonly<Record<Topic, Priority>> = {
  logistics: 'P3',
  payment: 'P3',
  order: 'P3',
  complaint: 'P3',
  after_sales: 'P3',
  account: 'P3',
  technical: 'P3',
  invoice: 'P4',
  product: 'P4',
  feedback: 'P4',
  other: 'P4',
}

/** R-DSP-04: a grade that has its own team, else the team of the topic; R-DSP-06: what fits nowhere goes to triage. */
export const teamOfGrade: Partial<Readonly<Record<Grade, string>>> = {
  L2: 'emergency_team',
  L3: 'senior_management',
  L4: 'process_optimisation',
  L5: 'service_team',
  L6: 'process_optimisation',
}

export const teamOfTopic: Readonly<Record<Topic, string>> = {
  order: 'order',
  logistics: 'logistics',
  payment: 'payment',
  after_sales: 'after_sales',
  product: 'pre_sale',
  invoice: 'service_team',
  account: 'service_team',
  technical: 'process_optimisation',
  complaint: 'service_team',
  feedback: 'process_optimisation',
  other: 'triage',
}
