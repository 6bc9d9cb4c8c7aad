import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib'
import { Metric } from 'aws-cdk-lib/aws-cloudwatch'
import type { Construct } from 'constructs'
import { gates } from '../../shared/handbook/gates'
import type { Stage } from '../stages'
import { alarmTopic } from './alarm-topic'
import { Api } from './api'
import { AttachmentScans } from './attachment-scans'
import { businessDashboard } from './business-dashboard'
import { KefuFunction } from './constructs/kefu-function'
import { LossAlarm } from './constructs/loss-alarm'
import type { DataStack } from './data-stack'
import { type FunctionName, functionNames, functionSpecs } from './functions'
import { grants } from './grants'
import { Identity } from './identity'
import { IncomingMail } from './incoming-mail'
import { instancesOf } from './instances'
import { machineDashboard } from './machine-dashboard'
import { Mail } from './mail'
import { MailEvents } from './mail-events'
import { OrderMachine, release } from './order-machine'
import { orderWorkflow } from './order-workflow'
import { workQueues } from './queues'
import { readers } from './readers'
import { rounds } from './rounds'
import { routesOf } from './routes'

export interface ServiceStackProps extends StackProps {
  readonly stage: Stage
  readonly data: DataStack
}

const description = join(__dirname, '../../shared/api/openapi.json')

/** What may be made anew at any time: functions, queues, API, sign-in, workflow, schedules, alarms. */
export class ServiceStack extends Stack {
  constructor(scope: Construct, id: string, { stage, data, ...props }: ServiceStackProps) {
    super(scope, id, props)
    const alarms = alarmTopic(this, stage)
    const functions = Object.fromEntries(
      functionNames.map(name => {
        const spec = { ...functionSpecs[name], name, stage, instances: instancesOf(stage, name), alarms }
        return [name, new KefuFunction(this, spec)]
      }),
    ) as Record<FunctionName, KefuFunction>

    const queues = workQueues(this, stage, functions, alarms)
    readers(this, stage, data, functions, alarms)
    rounds(this, stage, functions, alarms)

    const gate = functions['workflow-gate'].lambda.addAlias('live')
    const definition = orderWorkflow(gates.filter(({ kind }) => kind === 'order'))
    const orders = new OrderMachine(this, { stage, definition, gate, alarms })

    const mail = new Mail(this, stage)
    new MailEvents(this, { stage, mail, told: queues.mailEvents, alarms })
    new IncomingMail(this, { stage, bucket: data.incomingMail, told: queues.incomingMail, alarms })
    new AttachmentScans(this, { stage, buckets: data.attachments, told: queues.attachmentScans, alarms })
    const api = new Api(this, stage)
    const identity = new Identity(this, { stage, page: api.url })
    const rights = grants({ data, queues, identity, mail, api, orders, release: release(this, stage), functions })
    for (const name of functionNames) functions[name].uses(...rights[name])

    const routes = routesOf(JSON.parse(readFileSync(description, 'utf8')), stage.throttle)
    const served = api.serve({ stage, routes, functions, identity })
    new LossAlarm(this, 'ApiFailing', {
      metric: served.metric('5xx', 'Sum'),
      loss: 'Customers and staff see errors: what they asked for was not done.',
      alarms,
    })

    new LossAlarm(this, 'InboundRefused', {
      metric: new Metric({
        namespace: `Kefu/${stage.name}`,
        metricName: 'InboundRefused',
        dimensionsMap: { service: 'webhooks' },
        statistic: 'Sum',
      }),
      loss: 'Something that a shop told us could not be taken in, such as an order without an address: nobody here works on it.',
      alarms,
    })

    const watched = { stage, data, api: served, functions, queues, orders, mail }
    businessDashboard(this, watched)
    machineDashboard(this, watched)

    new CfnOutput(this, 'ApiUrl', { value: api.url })
    new CfnOutput(this, 'SignInUrl', { value: identity.domain.baseUrl() })
    new CfnOutput(this, 'UserPoolId', { value: identity.pool.userPoolId })
    new CfnOutput(this, 'StaffClientId', { value: identity.staff.userPoolClientId })
    new CfnOutput(this, 'StorefrontClientId', { value: identity.storefront.userPoolClientId })
  }
}
