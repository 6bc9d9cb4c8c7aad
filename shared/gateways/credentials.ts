import { env } from '../env'

/** Stands in every bundle for the SDK's own search for credentials (infra/bundle.ts): Lambda gives a function those of its role
 *  in the environment and nowhere else, and the search through profiles, sign-in portals and metadata services is 133 KB. */
export const defaultProvider = () => async () => ({
  accessKeyId: env('AWS_ACCESS_KEY_ID'),
  secretAccessKey: env('AWS_SECRET_ACCESS_KEY'),
  sessionToken: env('AWS_SESSION_TOKEN'),
})
