/**
 * How a phone number is shown. The browser never gets more digits than its reader may see; the whole number leaves the server only
 * through the audited reveal. Pure.
 */
import type { Role, ShownNumber } from '../contract/index.ts'

export interface KnownNumber {
  /** E.164 with +, or a national service number. Absent: withheld, or not a number. */
  readonly number?: string | null | undefined
  /** As signalled. */
  readonly raw?: string | null | undefined
  /** Absent: told from the number's shape. */
  readonly kind?: string | null | undefined
  readonly province?: string | null | undefined
  readonly city?: string | null | undefined
}

export type NumberKind = ShownNumber['kind']
const kinds: ReadonlySet<string> = new Set<NumberKind>([
  'mobile',
  'landline',
  'privacy',
  'service',
  'international',
  'anonymous',
  'unknown',
])

/** Everybody sees masked numbers first; those who may see more ask for it, one customer at a time, and it is written down. */
const masks: Readonly<Record<Role, boolean>> = {
  agent: true,
  supervisor: true,
  admin: true,
  region: true,
  store: true,
}

export function shownNumber(known: KnownNumber, role: Role): ShownNumber {
  const kind = known.kind && kinds.has(known.kind) ? (known.kind as NumberKind) : kindOf(known.number)
  const place = {
    ...(known.province ? { province: known.province } : {}),
    ...(known.city ? { city: known.city } : {}),
  }
  if (kind === 'anonymous') return { masked: false, kind, ...place }
  const digits = known.number ?? undefined
  if (digits === undefined) {
    const text = cleaned(known.raw)
    if (text === undefined) return { masked: false, kind, ...place }
    const display = masks[role] ? withoutPhoneNumbers(text) : text
    return { display, masked: display !== text, kind, ...place }
  }
  const masked = masks[role] ? maskedNumber(digits, kind) : undefined
  return masked === undefined
    ? { display: groupedNumber(digits), masked: false, kind, ...place }
    : { display: masked, masked: true, kind, ...place }
}

/** A number that somebody typed into a form, in the same way; nobody's own (service numbers) as it was typed. */
export function maskedPhone(typed: string, role: Role): string {
  const { display, masked } = shownNumber({ number: typed }, role)
  return masked && display !== undefined ? display : typed
}

/** Kind by shape alone: mainland numbering plan (YD/T 1123), privacy numbers have 15 digits, 400/800/95/96/1xx are services. */
export function kindOf(number: string | null | undefined): NumberKind {
  if (!number) return 'unknown'
  const mainland = mainlandPart(number)
  if (mainland === undefined) return number.startsWith('+') ? 'international' : 'unknown'
  if (/^1[3-9]\d{9}$/.test(mainland)) return 'mobile'
  if (/^\d{15}$/.test(mainland)) return 'privacy'
  if (isService(mainland)) return 'service'
  return /^[2-9]\d{8,10}$|^10\d{7,8}$/.test(mainland) ? 'landline' : 'unknown'
}

/** Masked form, or undefined when the number is nobody's own: service numbers and extensions. */
function maskedNumber(number: string, kind: NumberKind): string | undefined {
  const mainland = mainlandPart(number)
  if (mainland !== undefined) {
    if (isService(mainland) || mainland.length <= 5) return undefined
    if (kind === 'mobile' && mainland.length === 11) return `${mainland.slice(0, 3)}****${mainland.slice(-4)}`
    const area = kind === 'landline' ? areaCode(mainland) : undefined
    return area === undefined ? hidden(mainland) : `0${area}-${hidden(mainland.slice(area.length))}`
  }
  const code = countryCode(number)
  const rest = number.slice(1 + code.length)
  return `+${code} ${hidden(rest)}`
}

/** At least four digits and at least half of them are hidden, whatever the length. */
function hidden(digits: string): string {
  const tail = Math.min(4, Math.floor(digits.length / 2), Math.max(0, digits.length - 4))
  return `****${digits.slice(digits.length - tail)}`
}

/** For people: 138 0013 8000, 0571-8765 4321, 400 800 1234, +1 2025550123. */
export function groupedNumber(number: string): string {
  const mainland = mainlandPart(number)
  if (mainland === undefined) {
    const code = countryCode(number)
    return `+${code} ${number.slice(1 + code.length)}`
  }
  if (/^1[3-9]\d{9}$/.test(mainland)) return `${mainland.slice(0, 3)} ${mainland.slice(3, 7)} ${mainland.slice(7)}`
  if (/^[48]00\d{7}$/.test(mainland)) return `${mainland.slice(0, 3)} ${mainland.slice(3, 6)} ${mainland.slice(6)}`
  const area = kindOf(number) === 'landline' ? areaCode(mainland) : undefined
  if (area === undefined) return mainland
  const local = mainland.slice(area.length)
  return `0${area}-${local.slice(0, -4)} ${local.slice(-4)}`
}

/** Names and texts that came with a call may carry its number: any run of seven digits or more loses its middle. */
export function withoutPhoneNumbers(text: string): string {
  return text.replace(/\+?\d(?:[ -]?\d){6,}/g, (run) => hidden(run.replace(/\D/g, '')))
}

/** The same for everything inside a JSON value, but only this very number in any of its spellings. */
export function withoutNumber(value: unknown, number: string | null | undefined): unknown {
  const national = (number ? (mainlandPart(number) ?? number.slice(1)) : '').replace(/\D/g, '')
  if (number == null || national.length < 7 || isService(national)) return value
  const spelling = new RegExp(`(?:\\+|00)?(?:86)?0?${[...national].join('[ -]?')}`, 'g')
  const mask = maskedNumber(number, kindOf(number)) ?? '****'
  const walk = (part: unknown): unknown => {
    if (typeof part === 'string') return part.replace(spelling, mask)
    if (Array.isArray(part)) return part.map(walk)
    if (typeof part === 'object' && part !== null)
      return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, walk(inner)]))
    return part
  }
  return walk(value)
}

/** National significant number of a mainland number; numbers without + are national already. */
function mainlandPart(number: string): string | undefined {
  if (number.startsWith('+86')) return number.slice(3)
  return number.startsWith('+') ? undefined : number.replace(/\D/g, '')
}

const isService = (mainland: string): boolean => /^([48]00\d{7}|9[56]\d{3,6}|1[012]\d|1[0-2]\d{3})$/.test(mainland)

/** Without the trunk prefix 0: 10 and 2x have two digits, all others three. */
const areaCode = (mainland: string): string =>
  /^(10|2\d)/.test(mainland) ? mainland.slice(0, 2) : mainland.slice(0, 3)

/** ITU-T E.164 country codes: one digit for +1 and +7, two for those listed, else three. */
function countryCode(number: string): string {
  const digits = number.slice(1)
  if (/^[17]/.test(digits)) return digits.slice(0, 1)
  const two = /^(2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/
  return digits.slice(0, two.test(digits) ? 2 : 3)
}

const controls = /\p{Cc}/gu
function cleaned(raw: string | null | undefined): string | undefined {
  const text = raw?.replace(controls, '').trim().slice(0, 64)
  return text ? text : undefined
}
