import { RemovalPolicy } from 'aws-cdk-lib'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Key } from 'aws-cdk-lib/aws-kms'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import type { Construct } from 'constructs'
import type { Stage } from '../stages'

/** Where every alarm goes: encrypted under a key of its own, since CloudWatch may not use the key that AWS manages for SNS. */
export function alarmTopic(scope: Construct, stage: Stage): Topic {
  const key = new Key(scope, 'AlarmsKey', {
    description: `Alarms of kefu-${stage.name} under way`,
    enableKeyRotation: true,
    removalPolicy: RemovalPolicy.DESTROY,
  })
  const topic = new Topic(scope, 'Alarms', { displayName: `Kefu ${stage.name}`, masterKey: key, enforceSSL: true })
  key.addToResourcePolicy(forCloudWatch(['kms:Decrypt', 'kms:GenerateDataKey*'], '*'))
  topic.addToResourcePolicy(forCloudWatch(['sns:Publish'], topic.topicArn))
  if (stage.alarmEmail) topic.addSubscription(new EmailSubscription(stage.alarmEmail))
  return topic
}

const forCloudWatch = (actions: string[], resource: string) =>
  new PolicyStatement({
    principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
    actions,
    resources: [resource],
  })
