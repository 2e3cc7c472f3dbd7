import { describe, expect, it } from 'vitest'
import { customProperties, dark, light, type Palette } from './palette.ts'

/** WCAG 2.2, 1.4.3: relative luminance and contrast ratio. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0)
}
function contrast(one: string, other: string): number {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05)
}

type Name = keyof Palette
const texts: readonly Name[] = ['text', 'textSecond', 'accent', 'ready', 'busy', 'wrapUp', 'danger', 'rest']
const grounds: readonly Name[] = ['page', 'surface', 'sunken', 'hover']
const soft: readonly [Name, Name][] = [
  ['accent', 'accentSoft'],
  ['ready', 'readySoft'],
  ['busy', 'busySoft'],
  ['wrapUp', 'wrapUpSoft'],
  ['danger', 'dangerSoft'],
  ['rest', 'restSoft'],
  ['text', 'accentSoft'],
  ['text', 'busySoft'],
  ['text', 'dangerSoft'],
]
const solids: readonly Name[] = ['accentSolid', 'readySolid', 'busySolid', 'wrapUpSolid', 'dangerSolid', 'restSolid']

describe.each([
  ['light', light],
  ['dark', dark],
])('%s palette', (_, palette) => {
  it.each(texts.flatMap((text) => grounds.map((ground) => [text, ground] as const)))(
    '%s is readable on %s (4.5:1)',
    (text, ground) => {
      expect(contrast(palette[text], palette[ground])).toBeGreaterThanOrEqual(4.5)
    },
  )
  it.each(soft)('%s is readable on %s (4.5:1)', (text, ground) => {
    expect(contrast(palette[text], palette[ground])).toBeGreaterThanOrEqual(4.5)
  })
  it.each(solids)('white is readable on %s (4.5:1)', (solid) => {
    expect(contrast(palette.onSolid, palette[solid])).toBeGreaterThanOrEqual(4.5)
  })
  it('outlines of controls are visible (3:1)', () => {
    expect(contrast(palette.outline, palette.surface)).toBeGreaterThanOrEqual(3)
  })
})

it('names custom properties as style sheets do', () => {
  expect(customProperties(light)).toContainEqual(['--accent-soft', light.accentSoft])
})
