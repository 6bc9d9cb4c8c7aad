import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { accessKeyOf } from '../../../infra/local/credentials'
import { createEndpoint, type Endpoint } from '../../../infra/local/endpoint'
import type { ApiService, Iam } from '../../../infra/local/kernel'
import { account } from './fake-kernel'

export const ROLE = `arn:aws:iam::${account.id}:role/desk`
export const allowAll: Iam = { authorize: () => {} }

/** An endpoint on any free port that serves the given services. */
export async function serving(iam: Iam, ...services: readonly (ApiService | undefined)[]): Promise<Endpoint> {
  const endpoint = await createEndpoint(0)
  endpoint.serve(iam, services)
  return endpoint
}

/** What an SDK client of a function is made with: its role's key, one attempt. */
export function clientOf(endpoint: Endpoint, role = ROLE) {
  return {
    endpoint: endpoint.url,
    region: account.region,
    credentials: { accessKeyId: accessKeyOf(role), secretAccessKey: 'local' },
    maxAttempts: 1,
  }
}

export function dynamodbOf(endpoint: Endpoint): DynamoDBClient {
  return new DynamoDBClient(clientOf(endpoint))
}
