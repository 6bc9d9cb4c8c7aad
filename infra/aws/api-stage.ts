import { RemovalPolicy } from 'aws-cdk-lib'
import { type CfnRoute, CfnStage } from 'aws-cdk-lib/aws-apigatewayv2'
import { Metric } from 'aws-cdk-lib/aws-cloudwatch'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import type { Stage } from '../stages'
import type { ApiRoute, Throttle } from './routes'

export interface ApiStageProps {
  readonly stage: Stage
  readonly apiId: string
  readonly routes: readonly ApiRoute[]
  readonly made: readonly CfnRoute[]
}

/** What was asked and how it ended. Neither path, address nor agent: they would name the customer (R-PRV-07). */
const accessLog = {
  requestId: '$context.requestId',
  at: '$context.requestTimeEpoch',
  route: '$context.routeKey',
  status: '$context.status',
  milliseconds: '$context.responseLatency',
  integrationMilliseconds: '$context.integrationLatency',
  integrationStatus: '$context.integrationStatus',
  gatewayError: '$context.error.message',
  authorizerError: '$context.authorizer.error',
  client: '$context.authorizer.claims.client_id',
}

/** The one stage of the API: access log and limits, those of each route and the ceiling of all. */
export class ApiStage extends Construct {
  constructor(
    scope: Construct,
    private readonly props: ApiStageProps,
  ) {
    super(scope, 'Stage')
    const { stage, apiId, routes, made } = props
    const log = new LogGroup(this, 'AccessLog', {
      logGroupName: `/aws/vendedlogs/kefu-${stage.name}-api`,
      retention: stage.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    const cfnStage = new CfnStage(this, 'Default', {
      apiId,
      stageName: '$default',
      autoDeploy: true,
      accessLogSettings: { destinationArn: log.logGroupArn, format: JSON.stringify(accessLog) },
      defaultRouteSettings: limit(stage.throttle),
      routeSettings: Object.fromEntries(
        routes.map(({ key, throttle }) => [key, pascal(limit(within(stage, throttle)))]),
      ),
    })
    // Settings for a route that does not exist yet are refused.
    for (const route of made) cfnStage.addResourceDependency(route)
  }

  /** A figure of the API that CloudWatch keeps, for all routes or for one. */
  metric(metricName: string, statistic: string, route?: string): Metric {
    const { apiId } = this.props
    const [Method, Resource] = route?.split(' ') ?? []
    const dimensionsMap = Method && Resource ? { ApiId: apiId, Stage: '$default', Method, Resource } : { ApiId: apiId }
    return new Metric({ namespace: 'AWS/ApiGateway', metricName, statistic, dimensionsMap })
  }
}

const within = ({ throttle }: Stage, { rate, burst }: Throttle): Throttle => ({
  rate: Math.min(throttle.rate, rate * throttle.shareOfRoutes),
  burst: Math.min(throttle.burst, burst * throttle.shareOfRoutes),
})

const limit = ({ rate, burst }: Throttle) => ({
  throttlingRateLimit: rate,
  throttlingBurstLimit: burst,
  detailedMetricsEnabled: true,
})

/** CDK passes the settings of single routes on as they are. */
const pascal = (settings: ReturnType<typeof limit>) =>
  Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [name.charAt(0).toUpperCase() + name.slice(1), value]),
  )
