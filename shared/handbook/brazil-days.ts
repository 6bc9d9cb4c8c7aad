import type { YearOfDays } from '../domain/market'

/** Feriados nacionais (Lei 662/1949, Lei 6.802/1980). Carnival and Corpus Christi are optional (ponto facultativo) and
 *  stay working days. R-I18-03. */
export const brazilDays: Readonly<Record<string, YearOfDays>> = {
  2016: { off: '01-01 03-25 04-21 05-01 09-07 10-12 11-02 11-15 12-25' },
  2017: { off: '01-01 04-14 04-21 05-01 09-07 10-12 11-02 11-15 12-25' },
  2018: { off: '01-01 03-30 04-21 05-01 09-07 10-12 11-02 11-15 12-25' },
}
