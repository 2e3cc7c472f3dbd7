/**
 * Every colour of the product, once. antd's tokens and the style sheets' custom properties are both made from these, so light and
 * dark cannot drift apart. One accent, neutral greys; a state colour always comes with a word. The pairs that carry text meet
 * WCAG AA (palette.test.ts).
 */
export interface Palette {
  readonly page: string
  readonly surface: string
  readonly sunken: string
  readonly hover: string
  readonly line: string
  /** Outlines of controls: 3:1 against the surface. */
  readonly outline: string
  readonly text: string
  readonly textSecond: string
  readonly accent: string
  readonly accentSolid: string
  readonly accentSoft: string
  readonly onSolid: string
  readonly ready: string
  readonly readySolid: string
  readonly readySoft: string
  readonly busy: string
  readonly busySolid: string
  readonly busySoft: string
  readonly wrapUp: string
  readonly wrapUpSolid: string
  readonly wrapUpSoft: string
  readonly danger: string
  readonly dangerSolid: string
  readonly dangerSoft: string
  readonly rest: string
  readonly restSolid: string
  readonly restSoft: string
}

export const light: Palette = {
  page: '#eff1f4',
  surface: '#ffffff',
  sunken: '#f7f8fa',
  hover: '#eef1f6',
  line: '#e1e4e9',
  outline: '#868d98',
  text: '#1b1f26',
  textSecond: '#565d69',
  accent: '#2f50c8',
  accentSolid: '#3457d5',
  accentSoft: '#e9eefc',
  onSolid: '#ffffff',
  ready: '#17692f',
  readySolid: '#1c7a38',
  readySoft: '#e3f4e8',
  busy: '#855400',
  busySolid: '#945d00',
  busySoft: '#fdf1d9',
  wrapUp: '#7136ad',
  wrapUpSolid: '#7d3fbe',
  wrapUpSoft: '#f3eafb',
  danger: '#b3261e',
  dangerSolid: '#c1342b',
  dangerSoft: '#fdeceb',
  rest: '#565d69',
  restSolid: '#636b77',
  restSoft: '#e9ebef',
}

export const dark: Palette = {
  page: '#101317',
  surface: '#191d23',
  sunken: '#14181d',
  hover: '#222830',
  line: '#2b313a',
  outline: '#717a87',
  text: '#e7eaef',
  textSecond: '#a5adb9',
  accent: '#93abff',
  accentSolid: '#4463dc',
  accentSoft: '#232c4b',
  onSolid: '#ffffff',
  ready: '#5ccf8f',
  readySolid: '#1f7f45',
  readySoft: '#173223',
  busy: '#e8b452',
  busySolid: '#8f5c06',
  busySoft: '#362a14',
  wrapUp: '#c9a2f5',
  wrapUpSolid: '#8048c2',
  wrapUpSoft: '#2f2340',
  danger: '#ff9a91',
  dangerSolid: '#c1392f',
  dangerSoft: '#3d201f',
  rest: '#a5adb9',
  restSolid: '#5c6572',
  restSoft: '#272d35',
}

/** `accentSoft` becomes `--accent-soft`. */
export function customProperties(palette: Palette): readonly (readonly [name: string, value: string])[] {
  return Object.entries(palette).map(([name, value]) => [
    `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    value,
  ])
}
