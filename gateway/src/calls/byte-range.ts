/** Single byte ranges of RFC 9110, section 14. Pure. */
export type ByteRange =
  /** No range asked, or a form that may be ignored (several ranges, another unit): everything. */
  | { readonly kind: 'whole' }
  /** Both inclusive. */
  | { readonly kind: 'part'; readonly first: number; readonly last: number }
  | { readonly kind: 'unsatisfiable' }

const whole = { kind: 'whole' } as const
const unsatisfiable = { kind: 'unsatisfiable' } as const

/** @param size bytes of the whole */
export function byteRange(header: string | undefined, size: number): ByteRange {
  const [, from, to] = /^bytes=\s*(\d{0,15})-(\d{0,15})\s*$/i.exec(header ?? '') ?? []
  if (from === undefined || to === undefined || (from === '' && to === '')) return whole
  if (from === '') {
    const length = Math.min(Number(to), size)
    return length === 0 ? unsatisfiable : { kind: 'part', first: size - length, last: size - 1 }
  }
  const first = Number(from)
  if (to !== '' && Number(to) < first) return whole
  if (first >= size) return unsatisfiable
  return { kind: 'part', first, last: to === '' ? size - 1 : Math.min(Number(to), size - 1) }
}
