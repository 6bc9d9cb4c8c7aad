import { Duration, Stack } from 'aws-cdk-lib'
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  MathExpression,
  type Metric,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch'
import type { Construct } from 'constructs'
import type { Stage } from '../stages'
import type { ApiStage } from './api-stage'
import type { KefuFunction } from './constructs/kefu-function'
import type { WorkQueue } from './constructs/work-queue'
import type { DataStack } from './data-stack'
import type { Mail } from './mail'
import type { OrderMachine } from './order-machine'

export interface Watched {
  readonly stage: Stage
  readonly data: DataStack
  readonly api: ApiStage
  readonly functions: Readonly<Record<string, KefuFunction>>
  readonly queues: Readonly<Record<string, WorkQueue>>
  readonly orders: OrderMachine
  readonly mail: Mail
}

/** For whoever runs the department: what customers ask, what happens to it, and whether promises hold. */
export function businessDashboard(scope: Construct, { stage, api, queues, orders, mail }: Watched): Dashboard {
  return dashboard(scope, 'Business', stage, [
    [new TextWidget({ markdown: `# ${stage.shopName}: the department`, width: 24, height: 1 })],
    [
      graph('Asked of us', [
        named(api.metric('Count', 'Sum', 'POST /v1/tickets'), 'tickets'),
        named(api.metric('Count', 'Sum', 'POST /v1/orders'), 'orders'),
      ]),
      graph('What happened', [everyFigure(stage)]),
    ],
    [
      graph('Orders: workflows begun and completed', [
        orders.machine.metricStarted(),
        orders.machine.metricSucceeded(),
      ]),
      graph('Mails that bounced, and complaints (share)', mail.reputation()),
    ],
    [
      graph(
        'How long people wait for us (seconds)',
        Object.entries(queues).map(([name, { queue }]) => named(queue.metricApproximateAgeOfOldestMessage(), name)),
      ),
    ],
  ])
}

/** For whoever is woken: which part is slow, failing, full or silent. */
export function machineDashboard(scope: Construct, watched: Watched): Dashboard {
  const { stage, data, api, functions, queues, orders } = watched
  const each = (metric: (lambda: KefuFunction['lambda']) => Metric) =>
    Object.entries(functions).map(([name, { lambda }]) => named(metric(lambda), name))
  const tables = Object.entries({ cases: data.cases, customers: data.customers })
  const refused = api.metric('4xx', 'Sum')
  return dashboard(scope, 'Machine', stage, [
    [new AlarmStatusWidget({ title: 'Alarms', alarms: alarmsIn(Stack.of(scope)), width: 24, height: 6 })],
    [
      graph('API: requests and how they failed', [api.metric('Count', 'Sum'), refused, api.metric('5xx', 'Sum')]),
      graph('API: milliseconds', [api.metric('Latency', 'p50'), api.metric('Latency', 'p99')]),
    ],
    [
      graph(
        'Errors',
        each(lambda => lambda.metricErrors()),
      ),
      graph(
        'Throttles',
        each(lambda => lambda.metricThrottles()),
      ),
    ],
    [
      graph(
        'Milliseconds, p99',
        each(lambda => lambda.metricDuration({ statistic: 'p99' })),
      ),
      graph(
        'Instances',
        each(lambda => lambda.metric('ConcurrentExecutions', { statistic: 'Maximum' })),
      ),
    ],
    [
      graph(
        'Messages waiting',
        Object.entries(queues).map(([name, { queue }]) =>
          named(queue.metricApproximateNumberOfMessagesVisible(), name),
        ),
      ),
      graph(
        'Dead letters',
        Object.entries(queues).map(([name, { deadLetters }]) =>
          named(deadLetters.metricApproximateNumberOfMessagesVisible(), name),
        ),
      ),
    ],
    [
      graph(
        'Units read and written',
        tables.flatMap(([name, table]) => [
          named(table.metricConsumedReadCapacityUnits(), `${name} read`),
          named(table.metricConsumedWriteCapacityUnits(), `${name} written`),
        ]),
      ),
      graph('Executions gone wrong', [
        orders.machine.metricFailed(),
        orders.machine.metricTimedOut(),
        orders.machine.metricThrottled(),
      ]),
    ],
  ])
}

const named = (metric: Metric, label: string) => metric.with({ label })

const graph = (title: string, left: IMetric[]) => new GraphWidget({ title, left, width: 12, height: 6 })

/** Whatever the functions count, by its own name: a new figure needs no new line here. */
const everyFigure = ({ name }: Stage) =>
  new MathExpression({
    expression: `SEARCH('{"Kefu/${name}",service}', 'Sum', 3600)`,
    label: '',
    usingMetrics: {},
    period: Duration.hours(1),
  })

const dashboard = (scope: Construct, id: string, stage: Stage, widgets: IWidget[][]) =>
  new Dashboard(scope, id, {
    dashboardName: `kefu-${stage.name}-${id.toLowerCase()}`,
    widgets,
    defaultInterval: Duration.days(1),
  })

const alarmsIn = (stack: Stack) =>
  stack.node
    .findAll()
    .filter((construct): construct is Alarm => 'alarmArn' in construct && 'addAlarmAction' in construct)
