/** Stores and complaints as the dispatch engine sees them. */

export type StoreStatus = 'open' | 'closed' | 'moved'

export interface Store {
  readonly id: string
  readonly name: string
  readonly brand: string
  readonly province: string
  readonly city: string
  readonly district: string
  readonly address: string
  /** Degrees; absent when unknown. WGS 84 or GCJ 02: the engine does not depend on the few hundred metres between them. */
  readonly lat?: number
  readonly lon?: number
  /** Minutes of the local day; a store that closes after midnight closes at more than 1,440. Absent when unknown. */
  readonly opensAt?: number
  readonly closesAt?: number
  readonly status: StoreStatus
}

/** What is known of a complaint. Everything may be missing. */
export interface DispatchCase {
  readonly orderStoreId?: string
  readonly lat?: number
  readonly lon?: number
  readonly addressText?: string
  /** How the customer named the store. */
  readonly storeText?: string
  /** Home area of the calling number: a place (浙江杭州), an area code (0571), a division code (330100), or a number. */
  readonly phoneArea?: string
  readonly category?: string
}

/** A moment where the stores are. */
export interface LocalTime {
  /** 1 Monday … 7 Sunday. */
  readonly weekday: number
  /** 0–1,439. */
  readonly minute: number
}
