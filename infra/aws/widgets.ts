import { Duration } from 'aws-cdk-lib'
import { Dashboard, GraphWidget, type IMetric, type IWidget, type Metric } from 'aws-cdk-lib/aws-cloudwatch'
import type { Construct } from 'constructs'
import type { Stage } from '../stages'
import type { ApiStage } from './api-stage'
import type { KefuFunction } from './constructs/kefu-function'
import type { DataStack } from './data-stack'
import type { FunctionName } from './functions'
import type { Mail } from './mail'
import type { OrderMachine } from './order-machine'
import type { Queues } from './queues'

/** What the dashboards look at. */
export interface Watched {
  readonly stage: Stage
  readonly data: DataStack
  readonly api: ApiStage
  readonly functions: Readonly<Record<FunctionName, KefuFunction>>
  readonly queues: Queues
  readonly orders: OrderMachine
  readonly mail: Mail
}

export const named = (metric: Metric, label: string) => metric.with({ label })

export const graph = (title: string, left: IMetric[]) => new GraphWidget({ title, left, width: 12, height: 6 })

/** One line for each member of a record, under its name. */
export const lines = <T>(members: Readonly<Record<string, T>>, metric: (member: T) => Metric) =>
  Object.entries(members).map(([name, member]) => named(metric(member), name))

export const dashboard = (scope: Construct, id: string, stage: Stage, widgets: IWidget[][]) =>
  new Dashboard(scope, id, {
    dashboardName: `kefu-${stage.name}-${id.toLowerCase()}`,
    widgets,
    defaultInterval: Duration.days(1),
  })
