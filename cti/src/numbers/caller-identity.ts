/** Who calls, read from what the trunk signals: numbers arrive in every shape, and some are none. */
import { parsePhoneNumberFromString } from 'libphonenumber-js'
import type { CallerIdentity } from '../facts.ts'
import { homeAreaOf } from './home-area.ts'

/** What carriers and phones send in place of a withheld number. */
const WITHHELD = /^(anonymous|unknown|unavailable|restricted|private|withheld|0+|)$/i
/** Control characters, and U+FFFD left by bytes that were no UTF-8. */
const UNREADABLE = /[\p{Cc}\uFFFD]/gu

const MOBILE = /^1[3-9]\d{9}$/
/** Area code 10, 2x (three digits with the 0) or four digits with it, and 7 or 8 digits of the subscriber. */
const LANDLINE = /^(10|2\d|[3-9]\d{2})[2-9]\d{6,7}$/
/** Privacy (intermediate) numbers: 700 and 15 digits in all, in pilot since 2025. The number names an order, not a person. */
const PRIVACY = /^700\d{12}$/
/** National service numbers: 95xxx, 96xxx, 10xxx, 12xxx, 400 and 800 numbers. */
const SERVICE = /^(9[56]\d{3,6}|1[02]\d{3,6}|[48]00\d{7})$/

/**
 * @param signalled as the switch gives it: +8613…, 008613…, 8613…, 0571-8877…, 013…, anonymous, a sip user
 * @param name display name as signalled
 * @returns `number` in E.164 for people's numbers; bare digits for service and privacy numbers, which have no E.164 form
 */
export function callerIdentity(signalled: string | undefined, name?: string): CallerIdentity {
  const raw = (signalled ?? '').replace(UNREADABLE, '').trim().slice(0, 64)
  const cleanName = name?.replace(UNREADABLE, '').trim().slice(0, 64)
  const known = { raw, ...(cleanName && cleanName !== raw && !WITHHELD.test(cleanName) ? { name: cleanName } : {}) }
  if (WITHHELD.test(raw)) return { ...known, kind: 'anonymous' }

  const digits = raw
    .replace(/^sips?:/i, '')
    .replace(/@.*$/, '')
    .replace(/[\s().-]/g, '')
  if (!/^\+?\d{3,20}$/.test(digits)) return { ...known, kind: 'unknown' }
  const national = nationalPart(digits)
  if (national !== undefined) {
    if (PRIVACY.test(national)) return { ...known, kind: 'privacy', number: national }
    if (MOBILE.test(national)) return { ...known, kind: 'mobile', number: `+86${national}`, ...homeAreaOf(national) }
    if (SERVICE.test(national)) return { ...known, kind: 'service', number: national }
    if (LANDLINE.test(national))
      return { ...known, kind: 'landline', number: `+86${national}`, ...homeAreaOf(national) }
  }
  const foreign = parsePhoneNumberFromString(digits.startsWith('00') ? `+${digits.slice(2)}` : digits, 'CN')
  if (foreign?.isValid() && foreign.countryCallingCode !== '86')
    return { ...known, kind: 'international', number: foreign.number }
  return { ...known, kind: 'unknown' }
}

/** Digits without country code and trunk prefix (some trunks leave the 0 behind +86); undefined for a number of another country. */
function nationalPart(digits: string): string | undefined {
  const withoutTrunkPrefix = (text: string): string => text.replace(/^0/, '')
  if (digits.startsWith('+86')) return withoutTrunkPrefix(digits.slice(3))
  if (digits.startsWith('0086')) return withoutTrunkPrefix(digits.slice(4))
  if (digits.startsWith('+') || digits.startsWith('00')) return undefined
  // 86 could begin a local number, but trunks send area codes: 86 before a whole mobile or fixed number is the country code.
  if (/^860?(1[3-9]\d{9}|(10|2\d|[3-9]\d{2})[2-9]\d{6,7})$/.test(digits)) return withoutTrunkPrefix(digits.slice(2))
  return withoutTrunkPrefix(digits)
}
