import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { AwsError, type Kernel, NotHonoured, type Objects, type ResourceType, type Service } from '../kernel'
import { policyPaths } from '../policies'

export const s3Types: Readonly<Record<string, ResourceType>> = {
  'AWS::S3::Bucket': {
    honoured: ['BucketName'],
    ignored: {
      'BucketEncryption.ServerSideEncryptionConfiguration.*.ServerSideEncryptionByDefault.SSEAlgorithm':
        'files are not encrypted here; a bucket with its own key is refused, since nothing would check the right to use it',
      'PublicAccessBlockConfiguration.*': 'nothing here is public: 127.0.0.1 is all there is',
      'LifecycleConfiguration.Rules.*.**': 'objects stay until the folder is removed',
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

/** Keeps each object as a file below `s3/<bucket>/`, where a person can read it. */
export function createS3({ template, folder }: Kernel): Service & Objects {
  return {
    put(bucket, key, body) {
      const found = template.find('AWS::S3::Bucket', bucket)
      if (!found) throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404)
      const parts = key.split('/')
      if (parts.some(part => ['', '.', '..'].includes(part))) throw new NotHonoured(`object key ${key}`)
      const path = join(folder, 's3', found.ref, ...parts.map(encodeURIComponent))
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, body)
    },
  }
}
