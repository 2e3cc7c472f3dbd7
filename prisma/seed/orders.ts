import type { DemoCustomer } from './customers.ts'
import { at, randomness, uuidOf } from './randomness.ts'
import { dayInChina, instantBefore } from './times.ts'

/** fen */
const drinks: [name: string, price: number][] = [
  ['茉莉奶绿', 1500],
  ['桂花乌龙', 1400],
  ['杨枝甘露', 1900],
  ['多肉葡萄', 2100],
  ['黑糖珍珠鲜奶', 1800],
  ['四季春青茶', 1100],
  ['手打柠檬茶', 1300],
  ['芝士莓莓', 2200],
  ['生椰西米露', 1700],
  ['龙井鲜奶茶', 1900],
  ['凤梨冰茶', 1600],
  ['红豆布丁奶茶', 1600],
]
export const drinkNames = drinks.map(([name]) => name)
const cups = ['中杯', '大杯']
const sugar = ['全糖', '七分糖', '五分糖', '三分糖', '无糖']
const ice = ['正常冰', '少冰', '去冰', '热']

export interface DemoOrder {
  readonly id: string
  readonly number: string
  readonly customerId: string
  readonly storeId: string
  readonly placedAt: Date
  readonly channel: string
  readonly status: string
  readonly total: number
  readonly items: { name: string; quantity: number; price: number; options: string }[]
}

/** 3,000 orders of the last 60 days; everybody has at least one. */
export function makeOrders(customers: readonly DemoCustomer[], now: Date): DemoOrder[] {
  return Array.from({ length: 3_000 }, (_, index) => {
    const chance = randomness(`order ${index}`)
    // Some come often: squaring the share favours the front of the list, where 张伟 is.
    const who = index < customers.length ? index : Math.floor((chance.between(0, 999) / 1_000) ** 2 * customers.length)
    const customer = at(customers, who)
    const placedAt = instantBefore(now, chance, 60)
    const recent = now.getTime() - placedAt.getTime() < 3_600_000
    const items = Array.from({ length: chance.between(1, 3) }, () => {
      const [name, price] = chance.pick(drinks)
      const options = [chance.pick(cups), chance.pick(sugar), chance.pick(ice)].join('·')
      return { name, quantity: chance.between(1, 2), price, options }
    })
    return {
      id: uuidOf(`order ${index}`),
      number: `YZC${dayInChina(placedAt)}${String(100_000 + index)}`,
      customerId: customer.id,
      storeId: customer.store.id,
      placedAt,
      channel: chance.pick(['小程序自取', '小程序外卖', '美团外卖', '饿了么外卖', '门店点单']),
      status: recent
        ? chance.pick(['制作中', '配送中'])
        : chance.weighted([
            ['已完成', 94],
            ['已退款', 4],
            ['已取消', 2],
          ]),
      total: items.reduce((sum, { price, quantity }) => sum + price * quantity, 0),
      items,
    }
  })
}
