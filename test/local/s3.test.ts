import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createS3, s3Types } from '../../infra/local/services/s3'
import { aResource, fakeKernel } from './support/fake-kernel'

describe('a bucket', () => {
  const bucket = aResource(s3Types, 'AWS::S3::Bucket', 'Failed', { BucketName: 'failed' })
  const kernel = fakeKernel({ resources: [bucket] })
  const objects = createS3(kernel)

  test('keeps an object as a file that a person can read', () => {
    objects.put('failed', 'aws/lambda/2026/batch 1.json', '{}')
    expect(readFileSync(join(kernel.folder, 's3/failed/aws/lambda/2026/batch%201.json'), 'utf8')).toBe('{}')
  })

  test('is found by its ARN', () => {
    objects.put('arn:aws:s3:::failed', 'a', '1')
    expect(readFileSync(join(kernel.folder, 's3/failed/a'), 'utf8')).toBe('1')
  })

  test.each(['../../outside', './a', 'a//b'])('refuses the key %s, which a file system would read otherwise', key => {
    expect(() => objects.put('failed', key, '')).toThrow(`the local cloud does not honour object key ${key}`)
  })

  test('must be in the template', () => {
    expect(() => objects.put('other', 'a', '')).toThrow(expect.objectContaining({ code: 'NoSuchBucket' }))
  })
})
