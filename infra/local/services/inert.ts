import type { ResourceType } from '../kernel'

const WATCHING =
  'nobody is called out for a machine on a desk: the console shows its state, tests check what an alarm would say'

/** Types that describe how AWS watches and notifies. Each property is ignored with its reason; a new one is still refused
 *  until somebody has thought of it. */
export const inertTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::CloudWatch::Alarm': inert([
    ...['AlarmActions.*', 'AlarmDescription', 'AlarmName', 'ComparisonOperator', 'Dimensions.*.*', 'EvaluationPeriods'],
    ...['MetricName', 'Namespace', 'Period', 'Statistic', 'Threshold', 'TreatMissingData'],
  ]),
  'AWS::CloudWatch::Dashboard': inert(['DashboardBody', 'DashboardName']),
  'AWS::Logs::LogGroup': {
    honoured: ['LogGroupName'],
    ignored: { RetentionInDays: 'nothing here grows old: a folder is kept or begun anew' },
    identify: ({ stack, logicalId, properties }, { id, region }) => {
      const name = properties.LogGroupName ?? `${stack}-${logicalId}`
      return { ref: name, attributes: { Arn: `arn:aws:logs:${region}:${id}:log-group:${name}:*` } }
    },
  },
  'AWS::SNS::Topic': {
    honoured: [],
    ignored: { KmsMasterKeyId: WATCHING, DisplayName: 'a label' },
    identify: ({ stack, logicalId }, { id, region }) => ({ ref: `arn:aws:sns:${region}:${id}:${stack}-${logicalId}` }),
  },
  'AWS::SNS::TopicPolicy': inert(['Topics.*', 'PolicyDocument.**']),
}

function inert(paths: readonly string[]): ResourceType {
  return {
    honoured: [],
    ignored: Object.fromEntries(paths.map(path => [path, WATCHING])),
    identify: ({ stack, logicalId }, { id, region }) => ({
      ref: `${stack}-${logicalId}`,
      attributes: { Arn: `arn:aws:cloudwatch:${region}:${id}:alarm:${stack}-${logicalId}` },
    }),
  }
}
