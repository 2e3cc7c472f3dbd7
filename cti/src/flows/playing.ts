/** What is really played of what a flow says: names of prompts that the switch has, and words where it can speak. */
import { type FlowValues, type PlayItem, valueIn } from './flow-document.ts'

/** What the switch can play now. */
export interface FlowWorld {
  /** Names of the prompts that the switch has. */
  readonly prompts: Pick<ReadonlySet<string>, 'has'>
  /** Whether the switch speaks text. */
  readonly speech: boolean
}

export type PlayedItem =
  | { readonly kind: 'prompt'; readonly name: string }
  | { readonly kind: 'say'; readonly text: string }

/** What the switch does not have is left out: a customer hears less, but the flow goes on. */
export function resolveItems(items: readonly PlayItem[], values: FlowValues, world: FlowWorld): readonly PlayedItem[] {
  return items.flatMap((item) => resolve(item, values, world))
}

function resolve(item: PlayItem, values: FlowValues, world: FlowWorld): readonly PlayedItem[] {
  const prompt = (name: string): readonly PlayedItem[] => (world.prompts.has(name) ? [{ kind: 'prompt', name }] : [])
  if (item.kind === 'prompt') return prompt(item.name)
  const recorded = item.kind === 'of' ? prompt(nameOf(item.prefix, valueIn(values, item.attribute))) : []
  if (recorded.length > 0) return recorded
  const words = item.kind === 'of' ? item.say : item.text
  const text = world.speech && words !== undefined ? spoken(words, values) : undefined
  return text === undefined ? prompt(item.fallback) : [{ kind: 'say', text }]
}

/** '' of no value: no prompt is called so. */
const nameOf = (prefix: string, value: string | undefined): string => (value ? `${prefix}${value.toLowerCase()}` : '')

const place = /\{([^{}]*)\}/g

/** The names that stand in {braces}. */
export const placesOf = (text: string): readonly string[] => [...text.matchAll(place)].map(([, name = '']) => name)

/** Characters that a switch's speech engine takes at once. */
const MOST_SPOKEN = 500

/** undefined: a value is not known, so the sentence would have a hole; or there is nothing to say, or too much. */
function spoken(text: string, values: FlowValues): string | undefined {
  if (placesOf(text).some((name) => !valueIn(values, name))) return undefined
  const said = text.replaceAll(place, (_all, name: string) => valueIn(values, name) ?? '').trim()
  return said === '' || said.length > MOST_SPOKEN ? undefined : said
}
