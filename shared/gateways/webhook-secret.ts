import { randomBytes } from 'node:crypto'

/** 256 bits, and a beginning by which scanners of source code know what has leaked. */
export const newWebhookSecret = (): string => `kefu_wh_${randomBytes(32).toString('base64url')}`
