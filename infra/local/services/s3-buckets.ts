import type { ResourceType } from '../kernel'
import { policyPaths } from '../policies'

export const s3Types: Readonly<Record<string, ResourceType>> = {
  'AWS::S3::Bucket': {
    honoured: [
      'BucketName',
      'NotificationConfiguration.EventBridgeConfiguration.EventBridgeEnabled',
      'CorsConfiguration.CorsRules.*.AllowedHeaders.*',
      'CorsConfiguration.CorsRules.*.AllowedMethods.*',
      'CorsConfiguration.CorsRules.*.AllowedOrigins.*',
      'CorsConfiguration.CorsRules.*.ExposedHeaders.*',
      'CorsConfiguration.CorsRules.*.MaxAge',
      'LifecycleConfiguration.Rules.*.ExpirationInDays',
      'LifecycleConfiguration.Rules.*.Prefix',
      'LifecycleConfiguration.Rules.*.Status',
      'LifecycleConfiguration.Rules.*.TagFilters.*.Key',
      'LifecycleConfiguration.Rules.*.TagFilters.*.Value',
    ],
    ignored: {
      'BucketEncryption.ServerSideEncryptionConfiguration.*.ServerSideEncryptionByDefault.SSEAlgorithm':
        'files are not encrypted here; a bucket with its own key is refused, since nothing would check the right to use it',
      'PublicAccessBlockConfiguration.*': 'nothing here is public: 127.0.0.1 is all there is',
    },
    identify: ({ stack, logicalId, properties }, { region }) => {
      const name = properties.BucketName ?? `${stack}-${logicalId}`.toLowerCase()
      const domain = {
        DomainName: `${name}.s3.amazonaws.com`,
        RegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
      }
      return { ref: name, attributes: { Arn: `arn:aws:s3:::${name}`, ...domain } }
    },
  },
  'AWS::S3::BucketPolicy': {
    honoured: ['Bucket', ...policyPaths('PolicyDocument', 'Resource.**', 'Principal.*')],
    ignored: {},
    identify: ({ properties: { Bucket } }) => ({ ref: Bucket }),
  },
}
