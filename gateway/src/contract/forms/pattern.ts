/**
 * Patterns for text fields: a small part of regular expressions, without groups, matched in time linear to the text however they are
 * written. An administrator's pattern can therefore never hold a browser or the gateway up, and means in JSON Schema what it means here.
 *
 * pattern := alternative ('|' alternative)* ; alternative := (atom quantifier?)* ; atom := character | '.' | '\d' | '\' special |
 * '[' '^'? (character | character '-' character | '\d' | escaped)+ ']' ; quantifier := '?' | '*' | '+' | '{n}' | '{n,}' | '{n,m}'
 */

type Test = (point: number) => boolean
interface Step {
  readonly test: Test
  /** May be left out. */
  readonly optional: boolean
  /** May come again. */
  readonly loop: boolean
}

const specials = new Set('\\^$.*+?()[]{}|/')
const most = { repeat: 100, steps: 1_000 }

export class PatternError extends Error {
  override readonly name = 'PatternError'
}

const isDigit: Test = (point) => point >= 0x30 && point <= 0x39
const isAny: Test = (point) => point !== 0x0a && point !== 0x0d && point !== 0x2028 && point !== 0x2029
const same =
  (wanted: number): Test =>
  (point) =>
    point === wanted
const pointOf = (character: string): number => character.codePointAt(0) ?? 0

/** @returns whether the whole text matches. @throws PatternError saying in Chinese what is wrong with the pattern */
export function compilePattern(source: string): (text: string) => boolean {
  const alternatives = parse([...source])
  return (text) => alternatives.some((steps) => matches(steps, text))
}

/** As JSON Schema has it: it looks for a pattern anywhere, ours are about the whole text. */
export const schemaPattern = (source: string): string => `^(?:${source})$`

function matches(steps: readonly Step[], text: string): boolean {
  let at = closure(steps, [0])
  for (const character of text) {
    const point = pointOf(character)
    const next: number[] = []
    for (const position of at) {
      const step = steps[position]
      if (step?.test(point)) next.push(step.loop ? position : position + 1, position + 1)
    }
    if (next.length === 0) return false
    at = closure(steps, next)
  }
  return at.has(steps.length)
}

/** Where one can be without reading anything more. */
function closure(steps: readonly Step[], from: readonly number[]): ReadonlySet<number> {
  const reached = new Set<number>()
  for (const start of from) {
    let position = start
    while (!reached.has(position)) {
      reached.add(position)
      if (!steps[position]?.optional) break
      position++
    }
  }
  return reached
}

function parse(characters: readonly string[]): Step[][] {
  const alternatives: Step[][] = [[]]
  let at = 0
  const take = (): string => {
    const character = characters[at++]
    if (character === undefined) throw new PatternError('没有写完')
    return character
  }
  const escaped = (inClass: boolean): Test => {
    const character = take()
    if (character === 'd') return isDigit
    if (specials.has(character) || (inClass && character === '-')) return same(pointOf(character))
    throw new PatternError(`不支持 \\${character}`)
  }
  const characterClass = (): Test => {
    const negated = characters[at] === '^'
    if (negated) at++
    const tests: Test[] = []
    for (let character = take(); character !== ']'; character = take()) {
      if (character === '\\') tests.push(escaped(true))
      else if (character === '[' || character === '-') throw new PatternError(`方括号中的 ${character} 前要加 \\`)
      else if (characters[at] === '-' && characters[at + 1] !== ']') {
        at++
        const end = take()
        if (end === '\\' || end === '[') throw new PatternError('范围的两端只能是普通字符')
        const [low, high] = [pointOf(character), pointOf(end)]
        if (low > high) throw new PatternError(`范围 ${character}-${end} 写反了`)
        tests.push((point) => point >= low && point <= high)
      } else tests.push(same(pointOf(character)))
    }
    if (tests.length === 0) throw new PatternError('方括号中没有内容')
    return negated ? (point) => !tests.some((test) => test(point)) : (point) => tests.some((test) => test(point))
  }
  const atom = (): Test => {
    const character = take()
    if (character === '\\') return escaped(false)
    if (character === '.') return isAny
    if (character === '[') return characterClass()
    if (character === '^' || character === '$') throw new PatternError('总是匹配全文，不需要 ^ 和 $')
    if (character === '(' || character === ')') throw new PatternError('不支持括号分组')
    if (specials.has(character) && character !== '/') throw new PatternError(`${character} 前要有内容，或加 \\`)
    return same(pointOf(character))
  }
  const quantifier = (): readonly [least: number, most: number] => {
    const [, simple] = [at, characters[at]]
    if (simple === '?' || simple === '*' || simple === '+') {
      at++
      refuseSecond()
      return simple === '?' ? [0, 1] : [simple === '*' ? 0 : 1, Number.POSITIVE_INFINITY]
    }
    if (simple !== '{') return [1, 1]
    const end = characters.indexOf('}', at)
    const found = end < 0 ? null : /^(\d{1,3})(,(\d{0,3}))?$/.exec(characters.slice(at + 1, end).join(''))
    if (!found) throw new PatternError('花括号中应是次数，例如 {2} 或 {2,6}')
    at = end + 1
    refuseSecond()
    const least = Number(found[1])
    const up = found[2] === undefined ? least : found[3] === '' ? Number.POSITIVE_INFINITY : Number(found[3])
    if (up < least) throw new PatternError(`次数 {${found[0]}} 写反了`)
    if (least > most.repeat || (up !== Number.POSITIVE_INFINITY && up > most.repeat))
      throw new PatternError(`次数不能超过 ${most.repeat}`)
    return [least, up]
  }
  function refuseSecond(): void {
    if (['?', '*', '+', '{'].includes(characters[at] ?? '')) throw new PatternError('次数后不能再写次数')
  }
  while (at < characters.length) {
    if (characters[at] === '|') {
      at++
      alternatives.push([])
      continue
    }
    const test = atom()
    const [least, up] = quantifier()
    const steps = alternatives.at(-1)
    steps?.push(...repeated(test, least, up))
    if (alternatives.flat().length > most.steps) throw new PatternError('太长，请写短一些')
  }
  return alternatives
}

function repeated(test: Test, least: number, up: number): Step[] {
  const must = Array.from({ length: least }, (): Step => ({ test, optional: false, loop: false }))
  if (up === Number.POSITIVE_INFINITY) return [...must, { test, optional: true, loop: true }]
  return [...must, ...Array.from({ length: up - least }, (): Step => ({ test, optional: true, loop: false }))]
}
