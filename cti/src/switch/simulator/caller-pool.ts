/** Who calls: numbers and names as a Chinese hotline sees them. All made up; nobody's. */
import type { Random } from './random.ts'

/** Real prefixes of the four carriers (three digits of eleven). */
const MOBILE = (
  '130 131 132 133 134 135 136 137 138 139 147 150 151 152 153 155 156 157 158 159 166 170 172 173 175 176 177 178 180 ' +
  '181 182 183 184 185 186 187 188 189 190 191 192 193 195 196 197 198 199'
).split(' ')
/** Area codes of the cities that the demo chain has stores in, and their neighbours. */
const LANDLINE = '010 021 022 023 024 025 027 028 029 0571 0574 0577 0512 0591 0592 0755 020 0769 0731 0531'.split(' ')
const SURNAMES = [...'王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹']
const GIVEN = (
  '伟 芳 娜 敏 静 丽 强 磊 军 洋 勇 艳 杰 娟 涛 明 超 秀英 霞 平 刚 桂英 建华 志强 晓燕 婷婷 浩然 子涵 梓萱 雨桐 ' +
  '欣怡 宇轩 思远 佳琪 海燕 文博 春梅 国庆 小红 玉兰'
).split(' ')

export interface PooledCaller {
  readonly from: string
  readonly name?: string
}

export interface CallerPoolOptions {
  /** One caller in so many withholds the number; 0: none does. */
  readonly withheldOneIn: number
}

const digits = (random: Random, count: number): string => {
  let text = ''
  for (let at = 0; at < count; at += 1) text += random.integer(0, 9)
  return text
}

/** Most are mobiles; one in eight a landline, one in twenty written with +86, one in thirty with 0086. */
export function nextCaller(random: Random, { withheldOneIn }: CallerPoolOptions): PooledCaller {
  if (withheldOneIn > 0 && random.integer(1, withheldOneIn) === 1) return { from: 'anonymous' }
  const name = random.integer(1, 3) === 1 ? {} : { name: random.pick(SURNAMES) + random.pick(GIVEN) }
  if (random.integer(1, 8) === 1) {
    const area = random.pick(LANDLINE)
    return { from: `${area}${random.integer(2, 8)}${digits(random, area.length === 3 ? 7 : 6)}`, ...name }
  }
  const mobile = random.pick(MOBILE) + digits(random, 8)
  if (random.integer(1, 20) === 1) return { from: `+86${mobile}`, ...name }
  if (random.integer(1, 30) === 1) return { from: `0086${mobile}`, ...name }
  return { from: mobile, ...name }
}
