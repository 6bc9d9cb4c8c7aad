/** 渠道, the union of all lists (R-CHN-01, C-44): 官网客服, APP聊天, 在线聊天, 电话, 语音客服, 邮件, 社交媒体, 自助服务平台, 在线表单, 第三方渠道, 社群. */
export const channels = [
  'website',
  'app_chat',
  'live_chat',
  'phone',
  'voice',
  'email',
  'social_media',
  'self_service',
  'online_form',
  'third_party',
  'community',
] as const

/** 内部建单: what the order desk opens itself; no one sends it in (†). */
export const houseChannel = 'order_desk'

/** 系统、监控事件: what a system saw and no customer said (R-CHN-08). */
export const systemChannel = 'monitoring'

/** 即时会话: where a customer waits in front of the screen (R-CHN-06). */
export const chatChannels: readonly string[] = ['app_chat', 'live_chat']
