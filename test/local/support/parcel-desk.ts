import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Input } from '../../../infra/local/kernel'
import { anAssembly } from './functions'

const arnOf = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] })
const joined = (...parts: Input[]) => ({ 'Fn::Join': ['', parts] })

/** Takes a parcel and hands it to the queue; `?later` delays it. */
const desk = `
  const { SQSClient, SendMessageCommand } = require(${JSON.stringify(require.resolve('@aws-sdk/client-sqs'))})
  const sqs = new SQSClient({ maxAttempts: 1 })
  exports.handler = async event => {
    const { DelaySeconds } = event.queryStringParameters ?? {}
    const MessageBody = event.body ?? '{}'
    if (MessageBody === 'broken') return { statusCode: 400, headers: { 'content-type': 'text/plain' }, body: 'broken' }
    const sent = await sqs.send(new SendMessageCommand({
      QueueUrl: process.env.PARCELS_QUEUE_URL, MessageBody, ...(DelaySeconds && { DelaySeconds: Number(DelaySeconds) }),
    }))
    return { statusCode: 202, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ id: sent.MessageId, at: new Date().toISOString() }) }
  }`
/** Says in its log which parcel it packed, and when. */
const packer = `
  exports.handler = async event => {
    for (const { body } of event.Records) console.log(JSON.stringify({ parcel: body, at: new Date().toISOString() }))
  }`

/** A small assembly with an HTTP API, a queue and two functions, for tests of the world itself. */
export function parcelDesk(change: (resources: Record<string, Input>) => void = () => {}): string {
  const assembly = anAssembly()
  const resources: Record<string, Input> = {
    Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'parcels', VisibilityTimeout: 30 } },
    ...aFunction(assembly, 'Desk', desk, [allow('sqs:SendMessage')], { PARCELS_QUEUE_URL: { Ref: 'Queue' } }),
    ...aFunction(assembly, 'Packer', packer, [
      allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes']),
    ]),
    Packing: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { EventSourceArn: arnOf('Queue'), FunctionName: { Ref: 'Packer' } },
    },
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP' } },
    Stage: {
      Type: 'AWS::ApiGatewayV2::Stage',
      Properties: { ApiId: { Ref: 'Api' }, StageName: '$default', AutoDeploy: true },
    },
    Integration: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        ApiId: { Ref: 'Api' },
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: arnOf('Desk'),
        PayloadFormatVersion: '2.0',
      },
    },
    Route: {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: {
        ApiId: { Ref: 'Api' },
        AuthorizationType: 'NONE',
        RouteKey: 'POST /parcels',
        Target: joined('integrations/', { Ref: 'Integration' }),
      },
    },
    Permission: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: arnOf('Desk'),
        Principal: 'apigateway.amazonaws.com',
        SourceArn: joined(
          ...['arn:aws:execute-api:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }],
          ...[':', { Ref: 'Api' }, '/*/*/parcels'],
        ),
      },
    },
  }
  change(resources)
  writeFileSync(join(assembly, 'Parcels.template.json'), JSON.stringify({ Resources: resources }))
  const stack = { type: 'aws:cloudformation:stack', environment: 'aws://000000000000/ap-southeast-1' }
  writeFileSync(join(assembly, 'manifest.json'), JSON.stringify({ artifacts: { Parcels: stack } }))
  return assembly
}

function allow(Action: string | string[]) {
  return { Effect: 'Allow', Action, Resource: arnOf('Queue') }
}

function aFunction(assembly: string, name: string, code: string, Statement: object[], Variables = {}) {
  mkdirSync(join(assembly, name), { recursive: true })
  writeFileSync(join(assembly, name, 'handler.js'), code)
  const trust = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }
  return {
    [name]: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        FunctionName: name.toLowerCase(),
        Handler: 'handler.handler',
        Runtime: 'nodejs24.x',
        Role: arnOf(`${name}Role`),
        MemorySize: 256,
        Timeout: 10,
        Environment: { Variables },
      },
      Metadata: { 'aws:asset:path': name },
    },
    [`${name}Role`]: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [trust] },
        Policies: [{ PolicyName: name, PolicyDocument: { Version: '2012-10-17', Statement } }],
      },
    },
  }
}
