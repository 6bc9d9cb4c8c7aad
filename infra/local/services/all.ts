import type { Kernel, ResourceType, Service } from '../kernel'
import { lambdaTypes } from '../lambda'
import { iamTypes } from '../policies'
import { createCognito } from './cognito'
import { cognitoTypes } from './cognito-pool'
import { createDynamodb } from './dynamodb'
import { dynamodbTypes } from './dynamodb-tables'
import { createEventSources, eventSourceTypes } from './event-sources'
import { createEvents, eventsTypes } from './events'
import { createGateway } from './gateway'
import { gatewayTypes } from './gateway-routes'
import { createGuardduty, guarddutyTypes } from './guardduty'
import { inertTypes } from './inert'
import { createKms, kmsTypes } from './kms'
import { createS3 } from './s3'
import { s3Types } from './s3-buckets'
import { createScheduler, schedulerTypes } from './scheduler'
import { createSes, sesTypes } from './ses'
import { createReceiving } from './ses-receiving'
import { createSqs, sqsTypes } from './sqs'
import { createStepfunctions, stepfunctionsTypes } from './stepfunctions'

/** Every resource type that the local cloud can read; a template with any other is refused. */
export const resourceTypes: Readonly<Record<string, ResourceType>> = {
  ...cognitoTypes,
  ...dynamodbTypes,
  ...eventSourceTypes,
  ...eventsTypes,
  ...gatewayTypes,
  ...guarddutyTypes,
  ...iamTypes,
  ...inertTypes,
  ...kmsTypes,
  ...lambdaTypes,
  ...s3Types,
  ...schedulerTypes,
  ...sesTypes,
  ...sqsTypes,
  ...stepfunctionsTypes,
}

export type Services = ReturnType<typeof createServices>

/** Makes every service; `inOrder` is the order in which they start: first those that others read from. */
export function createServices(kernel: Kernel) {
  const dynamodb = createDynamodb(kernel)
  const sqs = createSqs(kernel)
  const events = createEvents(kernel, sqs)
  const s3 = createS3(kernel, events)
  createGuardduty(kernel, s3, events)
  const receiving = createReceiving(kernel, s3)
  const ses = createSes(kernel, events, receiving)
  const stepfunctions = createStepfunctions(kernel)
  const cognito = createCognito(kernel)
  const gateway = createGateway(kernel, cognito)
  const eventSources = createEventSources(kernel, { queues: sqs, streams: dynamodb, objects: s3 })
  const inOrder: readonly Service[] = [
    ...[dynamodb, createKms(kernel), s3, sqs, ses, stepfunctions, cognito],
    ...[createScheduler(kernel), eventSources, gateway],
  ]
  return { dynamodb, s3, sqs, ses, receiving, stepfunctions, cognito, gateway, inOrder }
}
