import type { Instant } from '../domain/case'
import type { CustomerStore } from '../stores/ports'
import { fileOfPerson } from './person'

const attempts = 4

/** The customer wants no surveys, greetings and offers any more; kept with its time and source (R-PRV-09). Twice is once. */
export async function withdrawConsent(
  { customers }: { readonly customers: Pick<CustomerStore, 'file' | 'correct'> },
  customerId: string,
  { id, at, by }: { readonly id: string; readonly at: Instant; readonly by: string },
): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const file = await fileOfPerson({ customers }, customerId)
    if (!file || file.fields.marketingConsent?.value === 'withdrawn') return
    const outcome = await customers.correct({
      ...{ customerId: file.customerId, version: file.version, names: { own: [], shared: [] } },
      change: { id, at, by, fields: ['marketingConsent'], requestHash: '' },
      fields: { marketingConsent: { value: 'withdrawn', source: 'customer_feedback', at } },
    })
    if (outcome !== 'customer') return
  }
  throw new Error(`others kept changing the file of ${customerId}: it comes again`)
}
