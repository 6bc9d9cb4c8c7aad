import type { Brand, Mailbox } from '../shared/domain/notice'

/** Everything in which one stage differs from another. The stacks read nothing else about a stage. */
export interface Stage {
  readonly name: string
  readonly region: string
  /** Over how many partitions each index key is spread. A running shop may raise it, never lower it. */
  readonly shards: number
  /** How often due clocks are looked for (R-SLA-44). A breach is recorded at its due time whatever this is. */
  readonly sweepMinutes: number
  /** How long lines of history gather before they are counted: what figures may be late, and what they cost. At most 300. */
  readonly figureSeconds: number
  /** How often orders are looked for whose workflow is not at the gate of their state. */
  readonly reconcileMinutes: number
  /** What SES grants the account, in mails a second. */
  readonly mailPerSecond: number
  /** Names of the keys that sign links in mails. The first signs, all are accepted: to change the key, put a new name first, and
   *  take the old one out when the last link that it signed is over (handbook/links). */
  readonly linkKeys: readonly [string, ...string[]]
  /** Instances kept for each function of a kind; all of them together fit the default account quota of 1,000. */
  readonly concurrency: { readonly http: number; readonly stream: number; readonly work: number }
  readonly logRetentionDays: 1 | 7 | 30 | 90 | 365
  /** Read and write units a second that a flash sale finds ready; DynamoDB's own start is 12,000 and 4,000. */
  readonly warmThroughput?: { readonly readUnitsPerSecond: number; readonly writeUnitsPerSecond: number }
  /** Requests a second: the ceiling of the API, and the part of each route's own limit (`x-throttle`) that holds here. */
  readonly throttle: { readonly rate: number; readonly burst: number; readonly shareOfRoutes: number }
  /** Pages beside the API's own that may call it from a browser. */
  readonly pageOrigins: readonly string[]
  readonly shopName: string
  readonly mailDomain: string
  readonly mailSender: string
  /** What stands before that address; the name of the shop where nothing else is said. */
  readonly mailSenderName?: string
  /** How mails look and end, and the languages that they are written in: the first for whoever speaks another. */
  readonly mailBrand: Brand
  /** Other addresses of the domain at which customers may write. SES takes mail for these and the sender alone, each also with a
   *  label (`service+label@…`); it refuses all others. */
  readonly mailAliases: readonly string[]
  /** Where a department or a role reads its notices. */
  readonly teamMailboxes: Readonly<Record<Mailbox, string>>
  /** Where each agent has mail, as <their id>@<domain>, which the shop's own mail system passes on. Absent: a ticket in an agent's
   *  list is the notice, since a mail costs more than all else that a ticket does. */
  readonly agentMailDomain?: string
  readonly alarmEmail?: string
}

const mailOf = (mailDomain: string) => ({
  mailDomain,
  mailBrand: {
    colour: '#1f5fbf',
    footer: {
      'zh-Hans': `Kefu 客服 · ${mailDomain}`,
      'zh-Hant': `Kefu 客服 · ${mailDomain}`,
      en: `Kefu customer service · ${mailDomain}`,
    },
    languages: ['zh-Hans', 'zh-Hant', 'en'],
  } as const satisfies Brand,
  mailSender: `service@${mailDomain}`,
  mailAliases: [`help@${mailDomain}`, `support@${mailDomain}`],
  teamMailboxes: {
    customer_service: `customer-service@${mailDomain}`,
    finance: `finance@${mailDomain}`,
    warehouse: `warehouse@${mailDomain}`,
    supervisor: `supervisors@${mailDomain}`,
    team_lead: `team-leads@${mailDomain}`,
    operations_manager: `operations@${mailDomain}`,
    senior_management: `management@${mailDomain}`,
    technical: `technical@${mailDomain}`,
    process_optimisation: `process-optimisation@${mailDomain}`,
    emergency: `emergency@${mailDomain}`,
  },
})

export const stages = {
  dev: {
    name: 'dev',
    region: 'ap-southeast-1',
    shards: 1,
    sweepMinutes: 5,
    figureSeconds: 10,
    reconcileMinutes: 60,
    mailPerSecond: 1,
    linkKeys: ['a'],
    concurrency: { http: 5, stream: 2, work: 2 },
    logRetentionDays: 7,
    throttle: { rate: 50, burst: 100, shareOfRoutes: 1 },
    pageOrigins: ['http://localhost:3000'],
    shopName: 'Kefu Dev 客服',
    ...mailOf('dev.kefu.example'),
  },
  staging: {
    name: 'staging',
    region: 'ap-southeast-1',
    shards: 4,
    sweepMinutes: 1,
    figureSeconds: 60,
    reconcileMinutes: 60,
    mailPerSecond: 14,
    linkKeys: ['a'],
    concurrency: { http: 20, stream: 10, work: 5 },
    logRetentionDays: 30,
    throttle: { rate: 500, burst: 1000, shareOfRoutes: 1 },
    pageOrigins: [],
    shopName: 'Kefu Staging 客服',
    ...mailOf('staging.kefu.example'),
  },
  prod: {
    name: 'prod',
    region: 'ap-southeast-1',
    shards: 16,
    sweepMinutes: 1,
    figureSeconds: 300,
    reconcileMinutes: 60,
    mailPerSecond: 200,
    linkKeys: ['a'],
    concurrency: { http: 100, stream: 50, work: 30 },
    logRetentionDays: 90,
    warmThroughput: { readUnitsPerSecond: 12_000, writeUnitsPerSecond: 20_000 },
    throttle: { rate: 5000, burst: 5000, shareOfRoutes: 1 },
    pageOrigins: [],
    shopName: 'Kefu 客服',
    ...mailOf('kefu.example'),
  },
  /** Never deployed: journeys, replays and benchmarks on the local cloud. */
  simulation: {
    name: 'simulation',
    region: 'ap-southeast-1',
    shards: 2,
    sweepMinutes: 60,
    figureSeconds: 300,
    reconcileMinutes: 1440,
    mailPerSecond: 100,
    linkKeys: ['a'],
    concurrency: { http: 40, stream: 4, work: 4 },
    logRetentionDays: 1,
    throttle: { rate: 5000, burst: 5000, shareOfRoutes: 100 },
    pageOrigins: ['http://localhost:3000'],
    shopName: 'Kefu 客服',
    ...mailOf('kefu.example'),
  },
} as const satisfies Record<string, Stage>

export type StageName = keyof typeof stages

/** Throws with the list of stages, since a mistyped stage must never become a new shop. */
export function stageNamed(name: string): Stage {
  if (!Object.hasOwn(stages, name))
    throw new Error(`there is no stage '${name}'; there are ${Object.keys(stages).join(', ')}`)
  return stages[name as StageName]
}
