/** Skills, queues and the three 400 numbers of the demo chain 「一盏茶」. */
import type { z } from 'zod'
import type { hotlineConfig, queueConfig } from '../../cti/src/index.ts'

type QueueSettings = Omit<z.input<typeof queueConfig>, 'id' | 'name'>
type HotlineSettings = Omit<z.input<typeof hotlineConfig>, 'number' | 'name' | 'queue'>

export const skills = [
  { id: 'aftersales', label: '售后服务' },
  { id: 'delivery', label: '外卖与订单' },
  { id: 'membership', label: '会员与卡券' },
  { id: 'food-safety', label: '食品安全' },
  { id: 'cantonese', label: '粤语' },
  { id: 'english', label: '英语' },
]

const needing = (skill: string, min: number) => ({ all: [{ skill, min }] })

export const queues: { id: string; name: string; settings: QueueSettings }[] = [
  { id: 'aftersales', name: '售后服务', settings: { needs: needing('aftersales', 1), callback: { key: '9' } } },
  { id: 'delivery', name: '外卖与订单', settings: { needs: needing('delivery', 1), callback: { key: '9' } } },
  { id: 'membership', name: '会员与卡券', settings: { needs: needing('membership', 1), wrapUpMs: 45_000 } },
  {
    id: 'food-safety',
    name: '食品安全',
    // Half an hour's head start: whoever found something in a drink does not wait behind coupon questions.
    settings: { needs: needing('food-safety', 5), priority: 30, wrapUpMs: 120_000, serviceLevelMs: 15_000 },
  },
]

const everyDay = (day: [number, number][]) => [day, day, day, day, day, day, day]
const alwaysOpen = { timeZone: 'Asia/Shanghai', week: everyDay([[0, 1440]]), dates: {} }
/** Nobody is ever there: shows what a caller out of hours hears, at any time of day. */
const neverOpen = { timeZone: 'Asia/Shanghai', week: everyDay([]), dates: {} }

export const hotlines: { number: string; name: string; queueId: string; settings: HotlineSettings }[] = [
  {
    number: '4008001234',
    name: '一盏茶顾客服务热线',
    queueId: 'aftersales',
    settings: {
      hours: alwaysOpen,
      menu: {
        prompt: 'menu-main',
        options: {
          '1': { queue: 'aftersales', label: '饮品口感与门店服务' },
          '2': { queue: 'delivery', label: '外卖与订单' },
          '3': { queue: 'membership', label: '会员与卡券' },
        },
        timeoutMs: 5_000,
        tries: 2,
      },
    },
  },
  { number: '4008005678', name: '一盏茶食品安全专线', queueId: 'food-safety', settings: { hours: alwaysOpen } },
  { number: '4008009999', name: '一盏茶加盟咨询专线', queueId: 'aftersales', settings: { hours: neverOpen } },
]
