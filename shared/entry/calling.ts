import * as z from 'zod'
import { code } from './shapes'

/** 致电: what no mail could say, said by phone (R-NTF-03). Whoever gets no answer tries again, until they give it up. */
export const calling = z.strictObject({ notice: code(20), result: z.enum(['told', 'message_left', 'given_up']) })

export const callingExample = { notice: 'N-08', result: 'told' }
