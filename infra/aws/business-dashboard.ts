import { Duration } from 'aws-cdk-lib'
import { type Dashboard, MathExpression, Metric, TextWidget } from 'aws-cdk-lib/aws-cloudwatch'
import type { Construct } from 'constructs'
import type { Stage } from '../stages'
import { dashboard, graph, lines, named, type Watched } from './widgets'

/** For whoever runs the department: what customers ask, what happens to it, and whether promises hold. */
export function businessDashboard(scope: Construct, { stage, api, queues, orders, mail }: Watched): Dashboard {
  return dashboard(scope, 'Business', stage, [
    [new TextWidget({ markdown: `# ${stage.shopName}`, width: 24, height: 1 })],
    [
      graph('Asked of us', [
        named(api.metric('Count', 'Sum', 'POST /v1/tickets'), 'tickets'),
        named(api.metric('Count', 'Sum', 'POST /v1/orders'), 'orders'),
      ]),
      graph('What happened', [everyFigure(stage)]),
    ],
    [
      graph(
        'Promises of time',
        ['ClockWarned', 'ClockBreached', 'ClockOverrun'].map(name => figure(stage, name)),
      ),
      graph('Orders begun and completed', [orders.machine.metricStarted(), orders.machine.metricSucceeded()]),
    ],
    [
      graph('Mails that bounced, and complaints (share)', mail.reputation()),
      graph(
        'How long work waits behind the scenes (seconds)',
        lines(queues, ({ queue }) => queue.metricApproximateAgeOfOldestMessage()),
      ),
    ],
  ])
}

const period = Duration.hours(1)

/** A kind of event, counted as it was published. */
const figure = ({ name }: Stage, metricName: string) =>
  new Metric({
    namespace: `Kefu/${name}`,
    metricName,
    dimensionsMap: { service: 'publication' },
    statistic: 'Sum',
    period,
  })

/** Whatever the functions count, by its own name: a new figure needs no new line here. */
const everyFigure = ({ name }: Stage) =>
  new MathExpression({
    expression: `SEARCH('{"Kefu/${name}",service}', 'Sum', ${period.toSeconds()})`,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudWatch fills it in
    label: "${PROP('MetricName')}",
    usingMetrics: {},
    period,
  })
