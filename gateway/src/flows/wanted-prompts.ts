import type { FlowDocument, PlayItem } from '@ringdesk/cti'

/** The names of all prompts that a flow may want to play to somebody of whom these values are known. */
export function wantedPrompts(document: FlowDocument, values: Readonly<Record<string, string>>): readonly string[] {
  const wanted = new Set<string>()
  const item = (one: PlayItem): void => {
    if (one.kind === 'prompt') wanted.add(one.name)
    else wanted.add(one.fallback)
    if (one.kind === 'of') wanted.add(`${one.prefix}${values[one.attribute]?.toLowerCase() ?? ''}`)
  }
  for (const node of Object.values(document.nodes)) {
    if ('play' in node) node.play.forEach(item)
    if (node.type === 'ask' && node.invalid) wanted.add(node.invalid)
  }
  return [...wanted]
}
