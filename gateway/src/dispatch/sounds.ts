/**
 * How Chinese characters sound, as numbers that can be compared: the syllable without its tone (what a typist confuses), and the syllable as
 * many speakers say it (zh = z, n = l, ang = an …). Readings from pinyin-pro. A character with several readings has its commonest one on both
 * sides of a comparison, so the same character always sounds the same.
 */
import { pinyin } from 'pinyin-pro'

const syllables = new Map<string, number>()
/** By UTF-16 unit; 0: not asked yet. */
const exact = new Uint16Array(65_536)
const blurred = new Uint16Array(65_536)

/** Same number: same syllable. Signs that are no Chinese characters have one each. */
export function syllableOf(unit: number): number {
  if (exact[unit] === 0) listen(unit)
  return exact[unit] ?? 0
}

/** Same number: the same to a speaker who does not tell zh from z, n from l, f from h, -ng from -n. */
export function blurredSyllableOf(unit: number): number {
  if (blurred[unit] === 0) listen(unit)
  return blurred[unit] ?? 0
}

/** zhang → zan, lin → lin, ning → lin. */
export function blur(syllable: string): string {
  return syllable
    .replace(/^([zcs])h/, '$1')
    .replace(/^n(?=.)/, 'l')
    .replace(/^f(?=[aeiou])/, 'h')
    .replace(/^hu(?=[aeio])/, 'h')
    .replace(/([aei])ng$/, '$1n')
}

function listen(unit: number): void {
  const sign = String.fromCharCode(unit)
  const syllable = /\p{Script=Han}/u.test(sign)
    ? pinyin(sign, { toneType: 'none', v: true, nonZh: 'removed' }) || sign
    : sign
  exact[unit] = numberOf(syllable)
  blurred[unit] = numberOf(`~${blur(syllable)}`)
}

function numberOf(syllable: string): number {
  const known = syllables.get(syllable)
  if (known !== undefined) return known
  // 65,536 signs of one unit at most, of which most share a syllable; the number space cannot run out for real texts.
  const next = Math.min(syllables.size + 1, 65_535)
  syllables.set(syllable, next)
  return next
}
