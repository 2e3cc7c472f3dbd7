import { randomness, uuidOf } from './randomness.ts'
import type { DemoStore } from './stores.ts'

const surnames = '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹'
const givenNames = [
  '伟', '芳', '娜', '敏', '静', '丽', '强', '磊', '军', '洋', '勇', '艳', '杰', '涛', '明', '超', '霞', '平', '刚', '桂英',
  '子轩', '雨桐', '浩然', '欣怡', '梓涵', '思远', '佳琪', '宇航', '诗涵', '俊杰', '晓彤', '嘉怡', '志鹏', '雅婷', '文博', '美玲',
] // biome-ignore format: names
const prefixes = [
  '130',
  '131',
  '133',
  '135',
  '136',
  '137',
  '138',
  '139',
  '150',
  '152',
  '157',
  '158',
  '176',
  '180',
  '186',
  '189',
  '199',
]
const tags = [
  '常客',
  '无糖偏好',
  '乳糖不耐',
  '企业团购',
  '爱点评',
  '投诉敏感',
  '学生',
  '周末顾客',
  '外卖为主',
  '新品尝鲜',
]

export interface DemoCustomer {
  readonly id: string
  readonly name: string | null
  readonly memberLevel: string | null
  readonly tags: string[]
  readonly store: DemoStore
  /** BCP 47; null: as everybody. */
  readonly language: string | null
  readonly number: string
  /** Days before the demo was loaded. */
  readonly sinceDays: number
}

/** The customer whom the demonstration calls are from. */
export const HERO_NUMBER = '+8613800138000'

/** 500 customers, the first of them 张伟. Numbers have 0000 in the middle: they look masked, and are nobody's. */
export function makeCustomers(stores: readonly DemoStore[]): DemoCustomer[] {
  const open = stores.filter((store) => store.status === 'OPEN')
  const beijing = open.find((store) => store.city === '北京市')
  if (!beijing) throw new Error('the demo chain has no open store in Beijing')
  const hero: DemoCustomer = {
    id: uuidOf('customer 0'),
    name: '张伟',
    memberLevel: '金卡',
    tags: ['常客', '无糖偏好'],
    store: beijing,
    language: null,
    number: HERO_NUMBER,
    sinceDays: 812,
  }
  const others = Array.from({ length: 499 }, (_, index) => makeCustomer(index + 1, open))
  return [hero, ...others]
}

function makeCustomer(running: number, stores: readonly DemoStore[]): DemoCustomer {
  const chance = randomness(`customer ${running}`)
  const name = chance.pick([...surnames]) + chance.pick(givenNames)
  const customer = {
    id: uuidOf(`customer ${running}`),
    // One in twelve never told a name.
    name: chance.chance(1 / 12) ? null : name,
    memberLevel: chance.weighted([
      [null, 15],
      ['普卡', 45],
      ['银卡', 25],
      ['金卡', 12],
      ['黑金卡', 3],
    ]),
    tags: [...new Set([chance.pick(tags), chance.pick(tags)])].slice(0, chance.between(0, 2)),
    store: chance.pick(stores),
    number: `+86${chance.pick(prefixes)}0000${String(running).padStart(4, '0')}`,
    sinceDays: chance.between(2, 1_200),
  }
  // Last, so that it moves nobody else's lot.
  return { ...customer, language: customer.store.province === '广东省' && chance.chance(1 / 4) ? 'yue' : null }
}
