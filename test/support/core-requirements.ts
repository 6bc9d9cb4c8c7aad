/** The requirements of kind `core` in the areas of the order desk and the ticket desk, and every limit of §1.6: `CHN` `01..03 05` is
 *  R-CHN-01 to R-CHN-03 and R-CHN-05. */
export const coreAreas: Readonly<Record<string, string>> = {
  CHN: '01..03 05 07..12',
  TKT: '01..04 06 08 09 11',
  PRI: '01..07',
  DSP: '01..09',
  SLA: '01..48',
  ESC: '01..08',
  CLO: '01..10',
  CSL: '07 08 11 13',
  CMP: '01..08 10 12 13 15 16 18',
  FBK: '01 04..08',
  ABN: '01..08',
  SUR: '05..10',
  SUP: '01 02 04 05',
  ARC: '01..10',
  ORD: '01..31',
  TRK: '01..03 05',
  INV: '01..03',
  CUS: '01..04 15',
  NTF: '01..05',
}

/** What waits for a desk that is not built yet, and for which. */
export const ofLaterDesks: Readonly<Record<string, string>> = {
  'ABN 08': 'returns and exchanges',
  'ARC 10': 'emergencies',
  'SLA 28 29': 'emergencies: their review, archive and drills',
  'SLA 30..33': 'assessments of the house by the year, quarter and month, and the technicians of the portal',
  'SLA 40': 'returns and exchanges',
  'SUP 04': 'the knowledge base',
  'SUR 09': 'surveys of those whom an emergency hit',
}

/** `SLA`, `34..36 38`: R-SLA-34, R-SLA-35, R-SLA-36, R-SLA-38. */
export const idsOf = (area: string, numbers: string): readonly string[] =>
  numbers.split(' ').flatMap(span => {
    const [from = '', to = from] = span.split('..')
    return Array.from(
      { length: Number(to) - Number(from) + 1 },
      (_, n) => `R-${area}-${String(Number(from) + n).padStart(2, '0')}`,
    )
  })
