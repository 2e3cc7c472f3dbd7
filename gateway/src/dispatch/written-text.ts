/** Text as people and systems write it, brought to one writing. Pure. */

const DIGITS: Readonly<Record<string, string>> = {
  零: '0',
  〇: '0',
  一: '1',
  二: '2',
  两: '2',
  三: '3',
  四: '4',
  五: '5',
  六: '6',
  七: '7',
  八: '8',
  九: '9',
}

/** Common Chinese characters, small letters and figures alone are written so already: most texts, and much cheaper to see. */
function isPlain(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit >= 0x4e00 && unit <= 0x9fa5) continue
    if ((unit >= 0x30 && unit <= 0x39) || (unit >= 0x61 && unit <= 0x7a)) continue
    return false
  }
  return true
}

/** Full-width becomes half-width, capitals small, and whatever separates nothing in Chinese (spaces, brackets, dots) goes. */
export function compact(text: string): string {
  if (isPlain(text)) return text
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}#-]+/gu, '')
}

/** As compact, but what separates parts of an address stays, as one space. */
export function spaced(text: string): string {
  if (isPlain(text)) return text
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}#-]+/gu, ' ')
    .trim()
}

/** 二十三 → 23, 三〇五 → 305, 12 → 12; undefined for anything else. Up to 99 in words. */
export function wholeNumber(text: string): number | undefined {
  if (/^\d{1,6}$/.test(text)) return Number(text)
  const tens = /^([一二三四五六七八九])?十([一二三四五六七八九])?$/.exec(text)
  if (tens) return 10 * Number(DIGITS[tens[1] ?? '一']) + Number(DIGITS[tens[2] ?? '零'])
  const digits = [...text].map((sign) => DIGITS[sign])
  if (digits.length === 0 || digits.length > 6 || digits.includes(undefined)) return undefined
  return Number(digits.join(''))
}

/** The key of an id that was typed, exported or read aloud: case, width and spaces do not count. */
export function idKey(id: string): string {
  return id.normalize('NFKC').replace(/\s+/g, '').toUpperCase()
}
