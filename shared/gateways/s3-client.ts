import { S3Client } from '@aws-sdk/client-s3'
import { sdkClient } from './sdk-client'

/** TLS and S3 itself guard what is moved; a checksum in a signed address would only bind the browser. */
export const s3Client = (requestTimeout: number) =>
  new S3Client({
    ...sdkClient({ maxAttempts: 3, requestTimeout }),
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
