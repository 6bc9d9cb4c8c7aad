/** What a function is, apart from its rights (see grants.ts). */
export interface FunctionSpec {
  readonly entry: string
  /** `http` answers people, `stream` and `work` catch up behind them; the stage gives each kind its instances. */
  readonly kind: 'http' | 'stream' | 'work'
  readonly memoryMegabytes: number
  readonly timeoutSeconds: number
  /** What a person can no longer do when the function fails: the text of its alarms. */
  readonly loss: string
}

/** An HTTP function answers well within the 30 seconds of API Gateway. */
const http = { kind: 'http', memoryMegabytes: 1024, timeoutSeconds: 10 } as const
const work = { kind: 'work', memoryMegabytes: 512, timeoutSeconds: 30 } as const

/** Every function of the house, by the name that queues, alarms, logs and bundles give it. */
export const functionSpecs = {
  intake: {
    ...http,
    entry: 'functions/intake/handler.ts',
    loss: 'Customers cannot send us a message: the storefront shows them an error and no ticket is opened.',
  },
  tickets: {
    ...http,
    entry: 'functions/tickets/handler.ts',
    loss: 'Agents cannot see, take, answer or resolve tickets, and customers cannot read our answers.',
  },
  orders: {
    ...http,
    entry: 'functions/orders/handler.ts',
    loss: 'Customers cannot place orders, and staff cannot approve, pay, pack or ship them.',
  },
  customers: {
    ...http,
    entry: 'functions/customers/handler.ts',
    loss: 'Staff cannot open a customer file or see what a customer asked and bought before.',
  },
  attachments: {
    ...http,
    entry: 'functions/attachments/handler.ts',
    loss: 'Customers and staff can neither upload nor download attachments: a photo of the damage does not reach us.',
  },
  webhooks: {
    ...http,
    entry: 'functions/webhooks/handler.ts',
    loss: 'Shops cannot hand in orders and carriers cannot tell of parcels: both try again for some hours and then give up.',
  },
  links: {
    ...http,
    entry: 'functions/links/handler.ts',
    loss: 'Customers who follow a link in our mail see an error: they can neither rate us nor say that it is not solved.',
  },
  roster: {
    ...http,
    entry: 'functions/roster/handler.ts',
    loss: 'Agents cannot say that they are there, and supervisors cannot change who works where: tickets go to whoever was there last.',
  },
  'classification-rules': {
    ...http,
    entry: 'functions/classification/rules-handler.ts',
    loss: 'Supervisors cannot try or change the rules of the shop: new tickets are classified by those in force.',
  },
  reference: {
    ...http,
    memoryMegabytes: 256,
    entry: 'functions/reference/handler.ts',
    loss: 'Developers cannot read the API page or fetch openapi.json.',
  },
  figures: {
    ...http,
    entry: 'functions/figures/handler.ts',
    loss: 'Supervisors cannot see the figures of the day, the team and the agents, nor whether targets are met.',
  },
  publication: {
    kind: 'stream',
    memoryMegabytes: 512,
    timeoutSeconds: 60,
    entry: 'functions/publication/handler.ts',
    loss: 'What happens to cases reaches nobody: no classification, no notice to customers or teams, orders stand still.',
  },
  'figure-counter': {
    kind: 'stream',
    memoryMegabytes: 512,
    timeoutSeconds: 60,
    entry: 'functions/figures/counter.ts',
    loss: 'What happens to cases is not counted: figures and targets stand still.',
  },
  classification: {
    ...work,
    /** What died is tried again six times this later: before a ticket goes to triage without it. */
    timeoutSeconds: 6,
    entry: 'functions/classification/handler.ts',
    loss: 'New tickets go to triage unread after three quarters of a minute: people must say what each is about.',
  },
  dispatch: {
    ...work,
    entry: 'functions/dispatch/handler.ts',
    loss: 'Tickets are given to no agent: they stand in the lists of their teams until someone takes them.',
  },
  notifications: {
    ...work,
    entry: 'functions/notifications/handler.ts',
    loss: 'Customers and teams receive no mails: no receipts, no shipping notices, no cancellations.',
  },
  'mail-events': {
    ...work,
    memoryMegabytes: 256,
    timeoutSeconds: 8,
    entry: 'functions/notifications/mail-events-handler.ts',
    loss: 'Nobody hears what became of our mails: one that came back is not said by phone, and where a sender dies a customer may get it twice.',
  },
  'mail-intake': {
    ...work,
    /** A mail of forty megabytes takes five hundred while it is read (npm run bench -- --only mails); hostile ones may take more. */
    memoryMegabytes: 1536,
    entry: 'functions/intake/mail-handler.ts',
    loss: 'Mails of customers lie unread: no ticket is opened and no answer reaches the agent who asked.',
  },
  'attachment-scans': {
    ...work,
    entry: 'functions/attachments/scans-handler.ts',
    loss: 'Uploaded attachments stay in quarantine: nobody can open what a customer sent along.',
  },
  'workflow-starter': {
    ...work,
    entry: 'functions/workflow/starter.ts',
    loss: 'New orders get no workflow: nobody is reminded of them and unpaid ones are never cancelled.',
  },
  'workflow-gate': {
    ...work,
    entry: 'functions/workflow/gate.ts',
    loss: 'Orders do not enter their next gate: their time limits no longer lead to anything.',
  },
  'workflow-releaser': {
    ...work,
    entry: 'functions/workflow/releaser.ts',
    loss: 'Orders that were decided stay parked at their gate until its time runs out.',
  },
  'workflow-reconciler': {
    ...work,
    timeoutSeconds: 900,
    entry: 'functions/workflow/reconciler.ts',
    loss: 'Orders that lost their workflow are not put right: unpaid ones are never cancelled, others stand still.',
  },
  'sla-sweeper': {
    ...work,
    timeoutSeconds: 60,
    entry: 'functions/sla/sweeper.ts',
    loss: 'Nobody is warned before a promise to a customer is broken, and broken promises are not recorded.',
  },
  'sla-worker': {
    ...work,
    entry: 'functions/sla/worker.ts',
    loss: 'Due clocks are seen but not recorded: no warnings, no breaches, no orders cancelled for want of payment.',
  },
} as const satisfies Record<string, FunctionSpec>

export type FunctionName = keyof typeof functionSpecs
export const functionNames = Object.keys(functionSpecs) as FunctionName[]

/** Where bundle.ts writes the code of a function and the stack takes it from. */
export const bundleOf = (name: FunctionName) => `.build/${name}`
