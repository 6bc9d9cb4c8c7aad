import { mutations } from './mutations'

/** Breaks one row before the tests of a file run, in the very objects that they see. */
mutations()[Number(process.env.KEFU_BREAK)]?.apply()
