/** Why a decision came out as it did: a code and the values it is worded with (wording.ts). */

export type ReasonCode =
  // What was asked, and what of it could be used.
  | 'no-evidence'
  | 'order-store-unknown'
  | 'position-unusable'
  | 'position-swapped'
  | 'position-far-from-stores'
  | 'phone-area-unknown'
  | 'address-region'
  | 'spoken-region'
  | 'phone-region'
  // A candidate.
  | 'order-store'
  | 'not-order-store'
  | 'near-position'
  | 'far-from-position'
  | 'address-place'
  | 'address-number'
  | 'address-district'
  | 'address-city'
  | 'address-elsewhere'
  | 'name-same'
  | 'name-like'
  | 'name-sounds-like'
  | 'brand-other'
  | 'phone-city'
  | 'phone-elsewhere'
  | 'outside-hours'
  | 'load'
  | 'region-preferred'
  | 'successor-of'
  | 'near-closed-store'
  // The decision.
  | 'order-and-position-agree'
  | 'order-and-position-disagree'
  | 'order-store-closed'
  | 'order-store-moved'
  | 'confident'
  | 'not-confident'
  | 'as-likely'
  | 'named-store-closed'
  | 'no-open-store'
  | 'pool-region'
  // Rules.
  | 'rule-notify'
  | 'rule-pool'
  | 'rule-pool-refused'
  | 'rule-priority'
  | 'rule-confirm'
  | 'rule-prefer'

export interface Reason {
  readonly code: ReasonCode
  readonly values: Readonly<Record<string, string | number>>
}

export function reason(code: ReasonCode, values: Reason['values'] = {}): Reason {
  return { code, values }
}
