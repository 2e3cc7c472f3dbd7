/** What 「一盏茶」 sells: everything that was ever ordered, what else stands on the menu, and what it had last year. */
import type { Prisma } from '../../gateway/src/database/client/client.ts'
import { drinkNames } from './orders.ts'

const brand = '一盏茶'
const others = ['冰豆花', '芋泥鲜奶', '烤奶', '金桔柠檬', '提拉米苏杯', '原味松饼']
const lastYears = ['青提冰沙', '桂花酒酿小圆子']

export const products: Prisma.ProductCreateManyInput[] = [
  ...[...drinkNames, ...others].map((name) => ({ name, brand })),
  ...lastYears.map((name) => ({ name, brand, active: false })),
]
