import { Stack } from 'aws-cdk-lib'
import { Alarm, AlarmStatusWidget, type Dashboard } from 'aws-cdk-lib/aws-cloudwatch'
import type { Construct } from 'constructs'
import { dashboard, graph, lines, type Watched } from './widgets'

/** For whoever is woken: which part is slow, failing, full or silent. */
export function machineDashboard(scope: Construct, watched: Watched): Dashboard {
  const { stage, data, api, functions, queues, orders } = watched
  const alarms = Stack.of(scope)
    .node.findAll()
    .filter(construct => construct instanceof Alarm)
  const tables = { cases: data.cases, customers: data.customers }
  return dashboard(scope, 'Machine', stage, [
    [new AlarmStatusWidget({ title: 'Alarms', alarms, width: 24, height: 6 })],
    [
      graph('API: requests, refused and failed', [
        api.metric('Count', 'Sum'),
        api.metric('4xx', 'Sum'),
        api.metric('5xx', 'Sum'),
      ]),
      graph('API: milliseconds', [api.metric('Latency', 'p50'), api.metric('Latency', 'p99')]),
    ],
    [
      graph(
        'Errors',
        lines(functions, ({ lambda }) => lambda.metricErrors()),
      ),
      graph(
        'Throttles',
        lines(functions, ({ lambda }) => lambda.metricThrottles()),
      ),
    ],
    [
      graph(
        'Milliseconds, p99',
        lines(functions, ({ lambda }) => lambda.metricDuration({ statistic: 'p99' })),
      ),
      graph(
        'Instances',
        lines(functions, ({ lambda }) => lambda.metric('ConcurrentExecutions', { statistic: 'Maximum' })),
      ),
    ],
    [
      graph(
        'Messages waiting',
        lines(queues, ({ queue }) => queue.metricApproximateNumberOfMessagesVisible()),
      ),
      graph(
        'Dead letters',
        lines(queues, ({ deadLetters }) => deadLetters.metricApproximateNumberOfMessagesVisible()),
      ),
    ],
    [
      graph(
        'Units read',
        lines(tables, table => table.metricConsumedReadCapacityUnits()),
      ),
      graph(
        'Units written',
        lines(tables, table => table.metricConsumedWriteCapacityUnits()),
      ),
    ],
    [
      graph('Executions gone wrong', [
        orders.machine.metricFailed(),
        orders.machine.metricTimedOut(),
        orders.machine.metricThrottled(),
      ]),
      graph('Events of cases, published and counted: age (milliseconds)', [
        ...[functions.publication, functions['figure-counter']].map(({ lambda }) =>
          lambda.metric('IteratorAge', { statistic: 'Maximum' }),
        ),
      ]),
    ],
  ])
}
