/** What a carrier's code means to an order: `scan` O16, `delay` and `lost` O17, `delivered` and `slip` O21. */
export type Meaning = 'scan' | 'delay' | 'lost' | 'delivered' | 'slip'

export type CodeListName = 'kefu' | 'kuaidi100'

interface Code {
  readonly means: Meaning
  readonly zh: string
}

/** 物流状态: what is not listed is a scan (R-TRK-01, R-TRK-03, R-ORD-23). */
export const carrierCodes: Readonly<Record<CodeListName, Readonly<Record<string, Code>>>> = {
  /** Ours, for carriers who write what we document. */
  kefu: {
    picked_up: { means: 'scan', zh: '已揽收' },
    departed: { means: 'scan', zh: '已发出' },
    arrived: { means: 'scan', zh: '已到达' },
    customs: { means: 'scan', zh: '清关' },
    out_for_delivery: { means: 'scan', zh: '派送中' },
    attempt_failed: { means: 'scan', zh: '投递未成功' },
    delayed: { means: 'delay', zh: '延误' },
    lost: { means: 'lost', zh: '丢失' },
    damaged: { means: 'lost', zh: '破损' },
    delivered: { means: 'delivered', zh: '已签收' },
    receipt_slip: { means: 'slip', zh: '快递回执单' },
  },
  /** 快递100's `state` of a parcel. */
  kuaidi100: {
    '0': { means: 'scan', zh: '在途' },
    '1': { means: 'scan', zh: '揽收' },
    '2': { means: 'delay', zh: '疑难' },
    '3': { means: 'delivered', zh: '签收' },
    '4': { means: 'lost', zh: '退签' },
    '5': { means: 'scan', zh: '派件' },
    '6': { means: 'lost', zh: '退回' },
    '7': { means: 'scan', zh: '转投' },
    '8': { means: 'scan', zh: '清关' },
    '14': { means: 'delay', zh: '拒签' },
  },
}
