/** What the house asks of every client of a service: to give up soon, since whoever waits has seconds, and to put its middleware
 *  together once and not for each request (nothing here changes them after the client is made). DynamoDB's document client
 *  refuses the latter. */
export const sdkClient = ({ maxAttempts, requestTimeout }: { maxAttempts: number; requestTimeout: number }) => ({
  maxAttempts,
  cacheMiddleware: true,
  requestHandler: { connectionTimeout: 1_000, requestTimeout },
})
