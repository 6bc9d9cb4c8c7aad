import type { Stack } from 'aws-cdk-lib'
import { Bucket } from 'aws-cdk-lib/aws-s3'
import { functionNames } from '../../infra/aws/functions'
import { instancesOf } from '../../infra/aws/instances'
import { type StageName, stageNamed, stages } from '../../infra/stages'
import { synthesisOf, synthesize } from './synthesis'

process.env.JSII_DEPRECATED = 'fail'
const names = Object.keys(stages) as StageName[]

describe.each(names)('the stage %s', name => {
  test('is synthesized without an account, without a finding and without a deprecated call', () => {
    expect(synthesisOf(name).report.pluginReports).toEqual([])
  })

  test('has no custom resource, and nothing that makes one behind our back', () => {
    const { data, service } = synthesisOf(name)
    const types = [...data.resources, ...service.resources].map(resource => resource.Type)
    expect(types.filter(type => type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource')).toEqual(
      [],
    )
    expect(service.all('AWS::Lambda::Function')).toHaveLength(functionNames.length)
  })

  test('differs from dev in settings only', () => {
    const shape = (stage: StageName) => {
      const { data, service } = synthesisOf(stage)
      return [...data.resources, ...service.resources].map(
        ({ id, Type }) => `${Type} ${id.replace(/[0-9a-f]{32}$/, '')}`,
      )
    }
    expect(shape(name)).toEqual(shape('dev'))
  })

  test('bears its name on everything that has a name', () => {
    const { data, service } = synthesisOf(name)
    const given = [...data.resources, ...service.resources].flatMap(({ Properties: p }) => [
      ...[
        p.TableName,
        p.QueueName,
        p.FunctionName,
        p.LogGroupName,
        p.StateMachineName,
        p.DashboardName,
        p.AlarmName,
        p.UserPoolName,
      ],
    ])
    const texts = given.filter(value => typeof value === 'string')
    expect(texts.length).toBeGreaterThan(30)
    expect(texts.filter(text => !text.includes(`kefu-${name}`))).toEqual([])
  })

  test('fits the account that AWS gives: 1,000 instances of which 100 stay free', () => {
    const reserved = functionNames.reduce((sum, fn) => sum + instancesOf(stages[name], fn), 0)
    expect(reserved).toBeLessThanOrEqual(900)
  })
})

describe('the stages', () => {
  test('share one list of settings, and a mistyped name is refused with the right ones', () => {
    expect(stageNamed('dev').region).toBe('ap-southeast-1')
    expect(() => stageNamed('prd')).toThrow("there is no stage 'prd'; there are dev, staging, prod, simulation")
    expect(() => stageNamed('toString')).toThrow('there is no stage')
  })

  test('tie the stacks by few plain values: names and ARNs of the two tables, the stream, and the three keys', () => {
    const exported = Object.keys(synthesisOf('prod').data.json.Outputs).map(id => id.replace(/[0-9A-F]{8}/g, ' '))
    expect(exported.map(id => id.replace(/^ExportsOutput/, '').trim()).sort()).toEqual([
      'FnGetAttCases Arn',
      'FnGetAttCases StreamArn',
      'FnGetAttCustomers Arn',
      'FnGetAttCustomersKey Arn',
      'FnGetAttLinkKeya Arn',
      'FnGetAttLookupKey Arn',
      'RefCases',
      'RefCustomers',
      'RefLinkKeya',
      'RefLookupKey',
    ])
  })
})

describe('the check', () => {
  test('stops the synth at a finding that has no reason beside it', () => {
    const careless = () =>
      synthesize(stages.dev, app => new Bucket(app.node.findChild('kefu-dev-data') as Stack, 'Careless'))
    expect(careless).toThrow('AwsSolutions-S10')
  })
})
