/** What a ticket is about, and how it ended: codes are stored, labels are shown. Codes are never reused with another meaning. */
export interface Choice {
  readonly code: string
  readonly zh: string
  readonly en: string
}

export const ticketCategories = [
  { code: 'taste', zh: '饮品口感', en: 'Taste' },
  { code: 'service-attitude', zh: '服务态度', en: 'Service attitude' },
  { code: 'wrong-or-missing-item', zh: '错单漏单', en: 'Wrong or missing item' },
  { code: 'foreign-object', zh: '异物与食品安全', en: 'Foreign object, food safety' },
  { code: 'refund', zh: '退款', en: 'Refund' },
  { code: 'store-environment', zh: '门店环境', en: 'Store environment' },
  { code: 'delivery', zh: '外卖配送', en: 'Delivery' },
  { code: 'membership-coupon', zh: '会员与卡券', en: 'Membership and coupons' },
  { code: 'praise', zh: '表扬', en: 'Praise' },
  { code: 'other', zh: '其他', en: 'Other' },
] as const satisfies readonly Choice[]

export type TicketCategory = (typeof ticketCategories)[number]['code']
