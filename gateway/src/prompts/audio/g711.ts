/** Telephony's two logarithmic encodings, ITU-T G.711. Pure. */

/** @returns −1 … 1 */
export function alaw(code: number): number {
  const bits = code ^ 0x55
  const exponent = (bits >> 4) & 7
  const mantissa = bits & 15
  const size = exponent === 0 ? (mantissa << 4) + 8 : ((mantissa << 4) + 0x108) << (exponent - 1)
  return ((bits & 0x80) === 0 ? -size : size) / 0x8000
}

/** @returns −1 … 1 */
export function mulaw(code: number): number {
  const bits = ~code & 0xff
  const size = ((((bits & 15) << 3) + 0x84) << ((bits >> 4) & 7)) - 0x84
  return ((bits & 0x80) === 0 ? size : -size) / 0x8000
}
