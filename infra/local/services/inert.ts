import type { ResourceType } from '../kernel'

const WATCHING =
  'nobody is called out for a machine on a desk: the console shows its state, tests check what an alarm would say'
const LOGS = 'logs go to the terminal and are kept nowhere'
const LABEL = 'a label'

/** Types that describe how AWS watches and notifies. Each property is ignored with its reason; a new one is still refused
 *  until somebody has thought of it. */
export const inertTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::CDK::Metadata': inert({ Analytics: 'tells AWS which constructs were used' }, 'CDKMetadata'),
  'AWS::CloudWatch::Alarm': inert(
    reasons(WATCHING, [
      ...['ActionsEnabled', 'AlarmActions.*', 'OKActions.*', 'AlarmDescription', 'AlarmName', 'ComparisonOperator'],
      ...['DatapointsToAlarm', 'Dimensions.*.*', 'EvaluationPeriods', 'ExtendedStatistic', 'MetricName', 'Metrics.**'],
      ...['Namespace', 'Period', 'Statistic', 'Threshold', 'TreatMissingData', 'Unit'],
    ]),
    'alarm',
  ),
  'AWS::CloudWatch::Dashboard': inert(reasons(WATCHING, ['DashboardBody', 'DashboardName']), 'dashboard'),
  'AWS::Logs::LogGroup': {
    honoured: ['LogGroupName'],
    ignored: { RetentionInDays: LOGS, KmsKeyId: LOGS, LogGroupClass: LOGS, 'Tags.*.*': LABEL },
    identify: ({ stack, logicalId, properties }, { id, region }) => {
      const name = properties.LogGroupName ?? `${stack}-${logicalId}`
      return { ref: name, attributes: { Arn: `arn:aws:logs:${region}:${id}:log-group:${name}:*` } }
    },
  },
  'AWS::SNS::Topic': {
    honoured: ['TopicName'],
    ignored: { ...reasons(WATCHING, ['KmsMasterKeyId', 'Subscription.*.*']), DisplayName: LABEL, 'Tags.*.*': LABEL },
    identify: ({ stack, logicalId, properties }, { id, region }) => {
      const TopicName = properties.TopicName ?? `${stack}-${logicalId}`
      const arn = `arn:aws:sns:${region}:${id}:${TopicName}`
      return { ref: arn, attributes: { TopicArn: arn, TopicName } }
    },
  },
  'AWS::SNS::TopicPolicy': inert(reasons(WATCHING, ['Topics.*', 'PolicyDocument.**']), 'topic-policy'),
  'AWS::SNS::Subscription': inert(reasons(WATCHING, ['Endpoint', 'Protocol', 'TopicArn']), 'subscription'),
}

function reasons(reason: string, paths: readonly string[]): Record<string, string> {
  return Object.fromEntries(paths.map(path => [path, reason]))
}

function inert(ignored: Readonly<Record<string, string>>, kind: string): ResourceType {
  return {
    honoured: [],
    ignored,
    identify: ({ stack, logicalId }, { id, region }) => ({
      ref: `${stack}-${logicalId}`,
      attributes: { Arn: `arn:aws:cloudwatch:${region}:${id}:${kind}:${stack}-${logicalId}` },
    }),
  }
}
