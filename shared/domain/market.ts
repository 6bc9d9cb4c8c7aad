/** BCP 47, as far as the house writes it. */
export type Language = 'zh-Hans' | 'en'

/** A region with its own calendar, zone and currency (R-I18-03), ISO 3166-1. */
export type Market = 'CN' | 'BR'
