/** The types that every new database has; administrators change them as they like. A migration has put them there. */
import type { FormDocument } from '../../contract/index.ts'
import { delivery, foreignObject, refund, taste, wrongOrMissing } from './product-types.ts'
import { membershipCoupon, other, praise, serviceAttitude, storeEnvironment } from './service-types.ts'

/** In the order that forms offer them. */
export const shippedTypes: readonly { readonly id: string; readonly document: FormDocument }[] = [
  { id: 'taste', document: taste },
  { id: 'service-attitude', document: serviceAttitude },
  { id: 'wrong-or-missing-item', document: wrongOrMissing },
  { id: 'foreign-object', document: foreignObject },
  { id: 'refund', document: refund },
  { id: 'store-environment', document: storeEnvironment },
  { id: 'delivery', document: delivery },
  { id: 'membership-coupon', document: membershipCoupon },
  { id: 'praise', document: praise },
  { id: 'other', document: other },
]
