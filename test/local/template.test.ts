// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the placeholders of CloudFormation and IAM
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ResourceType } from '../../infra/local/kernel'
import { iamTypes } from '../../infra/local/policies'
import { dynamodbTypes } from '../../infra/local/services/dynamodb-tables'
import { inertTypes } from '../../infra/local/services/inert'
import { kmsTypes } from '../../infra/local/services/kms'
import { s3Types } from '../../infra/local/services/s3-buckets'
import { environmentOf, loadTemplate } from '../../infra/local/template'
import { account } from './support/fake-kernel'

const thing: ResourceType = {
  honoured: ['Name', 'Value.**', 'List.*', 'Env.*'],
  ignored: { Colour: 'nobody sees it' },
  identify: ({ logicalId, properties }) => ({
    ref: properties.Name ?? logicalId,
    attributes: { Arn: `arn:aws:thing:::${properties.Name ?? logicalId}` },
  }),
}
const types = { 'Test::Thing': thing }
const aThing = (Properties: object = {}, more: object = {}) => ({ Type: 'Test::Thing', Properties, ...more })

function load(stacks: Record<string, object>, known: Record<string, ResourceType> = types) {
  const assembly = mkdtempSync(join(tmpdir(), 'kefu-assembly-'))
  for (const [name, body] of Object.entries(stacks))
    writeFileSync(join(assembly, `${name}.template.json`), JSON.stringify(body))
  return loadTemplate(assembly, Object.keys(stacks), account, known)
}

const resolved = (Value: unknown) =>
  load({ shop: { Resources: { It: aThing({ Value }), Other: aThing({ Name: 'other' }) } } }).find('Test::Thing', 'It')
    ?.properties.Value

describe('a template', () => {
  test.each([
    ['Ref', { Ref: 'Other' }, 'other'],
    ['Ref of a pseudo parameter', { Ref: 'AWS::Region' }, account.region],
    ['Fn::GetAtt', { 'Fn::GetAtt': ['Other', 'Arn'] }, 'arn:aws:thing:::other'],
    ['Fn::Join', { 'Fn::Join': ['-', ['a', { Ref: 'Other' }]] }, 'a-other'],
    ['Fn::Sub', { 'Fn::Sub': '${AWS::AccountId}/${Other}' }, '000000000000/other'],
    [
      'a policy’s Condition, which is no intrinsic',
      { Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      { Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
    ],
  ])('resolves %s', (_name, value, expected) => {
    expect(resolved(value)).toEqual(expected)
  })

  test('joins its stacks by exports and imports', () => {
    const template = load({
      service: { Resources: { User: aThing({ Value: { 'Fn::ImportValue': 'data:Arn' } }) } },
      data: {
        Resources: { Kept: aThing({ Name: 'kept' }) },
        Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Kept', 'Arn'] }, Export: { Name: 'data:Arn' } } },
      },
    })
    expect(template.find('Test::Thing', 'User')?.properties.Value).toBe('arn:aws:thing:::kept')
    expect(template.find('Test::Thing', 'arn:aws:thing:::kept')?.logicalId).toBe('Kept')
  })

  test('is refused with the path of everything in it that nobody honours, all at once', () => {
    const loading = () =>
      load({
        shop: {
          Transform: 'AWS::Serverless-2016-10-31',
          Parameters: { Size: { Type: 'String' } },
          Conditions: { Small: { 'Fn::Equals': ['s', 's'] } },
          Resources: {
            Good: aThing(
              { Name: 'good', Colour: 'red', Env: { A: '1' }, List: [] },
              { DependsOn: ['Bad'], DeletionPolicy: 'Retain' },
            ),
            Bad: aThing({ Name: { Deep: 1 }, Shape: 'round', List: [{ Id: 1 }] }, { CreationPolicy: {} }),
            Strange: { Type: 'AWS::EC2::Instance' },
            Custom: { Type: 'Custom::S3AutoDeleteObjects', Properties: { ServiceToken: { Ref: 'Good' } } },
            Odd: aThing({ Value: { 'Fn::Cidr': ['10.0.0.0/16', 1, 8] } }),
            Lost: aThing({ Value: { 'Fn::GetAtt': ['Good', 'Colour'] } }),
            Chosen: aThing({ Value: { 'Fn::If': ['Small', 's', 'l'] } }, { Condition: 'Small' }),
            Absent: aThing({ Value: { Ref: 'AWS::NoValue' } }),
            Filled: aThing({ Value: { 'Fn::Sub': ['${a}', { a: 'b' }] } }),
            Dotted: aThing({ Value: { 'Fn::Sub': '${Good.Arn}' } }),
            Alone: aThing({ Value: { 'Fn::ImportValue': 'nowhere' } }),
          },
        },
      })
    expect(loading).toThrow(
      [
        'the local cloud does not honour this of the template:',
        'shop.Transform',
        'shop.Parameters',
        'shop.Conditions',
        'shop/Bad.CreationPolicy',
        'shop/Chosen.Condition',
        'shop/Bad.Properties.Name.Deep',
        'shop/Bad.Properties.Shape',
        'shop/Bad.Properties.List.0.Id',
        'shop/Strange (type AWS::EC2::Instance)',
        'shop/Custom (type Custom::S3AutoDeleteObjects)',
        'shop/Odd (intrinsic function Fn::Cidr)',
        'shop/Lost (attribute Colour of shop/Good)',
        'shop/Chosen (intrinsic function Fn::If)',
        'shop/AWS::NoValue (no such resource in the template)',
        'shop/Filled (Fn::Sub with variables)',
        'shop/Good.Arn (no such resource in the template)',
        'shop/Alone (import of nowhere, which no loaded stack exports)',
      ].join('\n  '),
    )
  })

  const all = { ...iamTypes, ...dynamodbTypes, ...kmsTypes, ...s3Types, ...inertTypes }
  test.each(Object.keys(all))('refuses an unknown property of %s', type => {
    expect(() => load({ shop: { Resources: { It: { Type: type, Properties: { Unheard: 1 } } } } }, all)).toThrow(
      'shop/It.Properties.Unheard',
    )
  })

  test.each(Object.entries(all).map(([name, type]) => [name, type] as const))(
    'gives a reason for all it ignores of %s',
    (_name, { ignored }) => {
      for (const reason of Object.values(ignored)) expect(reason).not.toBe('')
    },
  )

  test('knows the account and region that a stack was made for', () => {
    const assembly = mkdtempSync(join(tmpdir(), 'kefu-assembly-'))
    const artifacts = { shop: { environment: 'aws://unknown-account/eu-central-1' } }
    writeFileSync(join(assembly, 'manifest.json'), JSON.stringify({ artifacts }))
    expect(environmentOf(assembly, 'shop')).toEqual({ account: undefined, region: 'eu-central-1' })
  })
})
