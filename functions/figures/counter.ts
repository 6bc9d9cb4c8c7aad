import { streamHandler } from '../../shared/entry/stream'
import { eventFromImage, figures } from '../../shared/wiring'
import { countLines } from './count-lines'

export const handler = streamHandler(() => ({ eventOf: eventFromImage, figures: figures() }), countLines)
