import type { Role } from '../domain/case'
import type { PersonalField } from '../domain/may'

interface PersonalFieldRow {
  readonly zh: string
  /** Who is shown it; customers see what is their own. */
  readonly readers: readonly Role[]
  /** Who may complete or correct it in the customer's file. Absent: it is learned from contacts only, or is not in the file. */
  readonly writers?: readonly Role[]
  /** R-CUS-06: 基本信息, 购物信息, 偏好信息; `case`: kept with an order or ticket. */
  readonly group: 'basic' | 'preferences' | 'case'
  readonly requirement: string
}

const service: readonly Role[] = ['customer', 'agent', 'supervisor']
const parcel: readonly Role[] = [...service, 'warehouse']

/** Minimum necessary (最小必要, R-CUS-04, R-CUS-09): finance and couriers need none of these, the warehouse what stands on a parcel. */
export const personalFields: Readonly<Record<PersonalField, PersonalFieldRow>> = {
  name: { zh: '姓名', readers: service, writers: service, group: 'basic', requirement: 'R-CUS-02' },
  sex: { zh: '性别', readers: service, writers: service, group: 'basic', requirement: 'R-CUS-02, R-CUS-04' },
  email: { zh: '电子邮箱', readers: service, writers: service, group: 'basic', requirement: 'R-CUS-02' },
  phone: { zh: '联系电话', readers: parcel, writers: service, group: 'basic', requirement: 'R-CUS-02' },
  address: { zh: '地址', readers: parcel, writers: service, group: 'basic', requirement: 'R-CUS-02' },
  accountId: { zh: '账号', readers: service, group: 'basic', requirement: 'R-CHN-10' },
  handle: { zh: '社交账号', readers: service, group: 'basic', requirement: 'R-CHN-10' },
  language: { zh: '语言', readers: service, writers: service, group: 'basic', requirement: 'F-20' },
  region: { zh: '地区', readers: service, writers: ['agent', 'supervisor'], group: 'basic', requirement: 'F-20' },
  customerTier: {
    zh: '客户等级',
    readers: service,
    writers: ['supervisor'],
    group: 'basic',
    requirement: 'R-CUS-02, R-CUS-07',
  },
  serviceTier: {
    zh: '服务等级',
    readers: service,
    writers: ['supervisor'],
    group: 'basic',
    requirement: 'R-CUS-02, C-38',
  },
  serviceScore: { zh: '服务评分', readers: service, writers: ['supervisor'], group: 'basic', requirement: 'R-CUS-02' },
  marketingConsent: {
    zh: '营销同意',
    readers: service,
    writers: service,
    group: 'basic',
    requirement: 'R-PRV-09, F-20',
  },
  preferences: {
    zh: '客户偏好',
    readers: service,
    writers: service,
    group: 'preferences',
    requirement: 'R-CUS-02, R-CUS-04',
  },
  serviceNeeds: { zh: '服务需求', readers: service, writers: service, group: 'preferences', requirement: 'R-CUS-02' },
  consignee: { zh: '收货人', readers: parcel, group: 'case', requirement: 'R-ORD-02' },
  /** The lead reads what no rule knows where to put, and checks records. */
  words: { zh: '留言内容', readers: [...service, 'team_lead'], group: 'case', requirement: 'R-TKT-08, R-DSP-06' },
}
