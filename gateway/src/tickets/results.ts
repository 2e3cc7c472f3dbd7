/** Codes are stored, labels are shown. Codes are never used again with another meaning. */
interface Choice {
  readonly code: string
  readonly zh: string
  readonly en: string
}

/** What came of a contact. */
export const ticketResults = [
  { code: 'explained', zh: '已解释说明', en: 'Explained' },
  { code: 'apologised', zh: '已致歉安抚', en: 'Apologised' },
  { code: 'refunded', zh: '已退款', en: 'Refunded' },
  { code: 'remade', zh: '已安排补做', en: 'Remade' },
  { code: 'compensated', zh: '已补偿卡券', en: 'Compensated with a coupon' },
  { code: 'forwarded', zh: '已转门店处理', en: 'Forwarded to the store' },
  { code: 'unreached', zh: '未联系上顾客', en: 'Customer not reached' },
] as const satisfies readonly Choice[]

/** What has to happen now. */
export const ticketNextSteps = [
  { code: 'none', zh: '无需跟进', en: 'Nothing' },
  { code: 'call-back', zh: '回访顾客', en: 'Call the customer back' },
  { code: 'store-follow-up', zh: '门店跟进', en: 'Store follows up' },
  { code: 'refund-pending', zh: '等待退款到账', en: 'Wait for the refund' },
  { code: 'escalate', zh: '升级主管', en: 'Escalate to a supervisor' },
] as const satisfies readonly Choice[]

export type TicketResult = (typeof ticketResults)[number]['code']
export type TicketNextStep = (typeof ticketNextSteps)[number]['code']
