/** Nodes, ways and what is played, in words. */
import type {
  FlowDocumentShape,
  FlowNodeDocument,
  FlowPlayedItem,
  FlowPlayItem,
  FlowProblemShape,
  FlowSurroundingsShape,
} from '@ringdesk/gateway/contract'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { nodeAt, playOf } from './flow-editing.ts'

export interface FlowWords {
  /** What people call the node. */
  node(id: string): string
  /** A way out of it: the answer, or what is taken when nothing else fits. */
  way(node: FlowNodeDocument, slot: string): string
  /** The same as short as a connector: the keys. */
  shortWay(node: FlowNodeDocument, slot: string): string
  /** What the node does, in one line. */
  summary(node: FlowNodeDocument): string
  item(item: FlowPlayItem): string
  played(item: FlowPlayedItem): string
  problem(problem: FlowProblemShape): string
  prompt(name: string): string
}

export function useFlowWords(document: FlowDocumentShape, around: FlowSurroundingsShape): FlowWords {
  const { t } = useTranslation()
  return useMemo(() => {
    const promptOf = new Map(around.prompts.map((one) => [one.name, one]))
    const queueOf = new Map(around.queues.map(({ id, name }) => [id, name]))
    const prompt = (name: string) => promptOf.get(name)?.title ?? name
    const node = (id: string) => {
      const one = nodeAt(document, id)
      return one ? one.label || `${t(`flows.type.${one.type}`)} ${id}` : id
    }
    const item = (one: FlowPlayItem): string => {
      if (one.kind === 'prompt') return one.name === '' ? '—' : prompt(one.name)
      return one.kind === 'of' ? `${one.prefix}{${one.attribute}}` : `“${one.text}”`
    }
    const shortWay = (of: FlowNodeDocument, slot: string): string => {
      const [name, index] = slot.split('.')
      const answer = of.type === 'ask' && name === 'answers' ? of.answers[Number(index)] : undefined
      if (answer) return answer.is === 'one-of' ? answer.digits.join(' ') || '—' : `${answer.from}–${answer.to}`
      const one = of.type === 'branch' && name === 'cases' ? of.cases[Number(index)] : undefined
      if (one?.is === 'one-of') return one.values.join(' ') || '—'
      if (one) return one.is === 'between' ? `${one.from}–${one.to}` : t('flows.caseIs.present')
      return name === 'next' || name === 'otherwise' || name === 'silence' ? t(`flows.way.${name}`) : slot
    }
    const way = (of: FlowNodeDocument, slot: string): string => {
      const [name, index] = slot.split('.')
      const label = of.type === 'ask' && name === 'answers' ? of.answers[Number(index)]?.label : undefined
      return label ? `${shortWay(of, slot)} ${label}` : shortWay(of, slot)
    }
    const summary = (of: FlowNodeDocument): string => {
      switch (of.type) {
        case 'play':
        case 'ask':
        case 'record':
          return playOf(of).map(item).join(' + ')
        case 'branch':
          return of.on
        case 'set':
          return `${of.key} = ${of.value}`
        case 'transfer':
          return queueOf.get(of.queue) ?? (of.queue || '—')
        case 'refuse':
        case 'hang-up':
          return t(`flows.typeText.${of.type}`)
      }
    }
    const placeOf = (problem: FlowProblemShape): string => {
      const of = nodeAt(document, problem.node)
      return of && problem.place !== undefined ? way(of, problem.place) : (problem.place ?? '')
    }
    const problem = (one: FlowProblemShape): string => {
      const about = one.code === 'endless-loop' ? one.about.map(node).join(' → ') : one.about.join()
      if (about === '' && one.code === 'missing-prompt') return t('flows.problem.no-prompt-chosen')
      if (about === '' && one.code === 'missing-queue') return t('flows.problem.no-queue-chosen')
      return t(`flows.problem.${one.code}`, { about, place: placeOf(one) })
    }
    const played = (one: FlowPlayedItem): string =>
      one.kind === 'say' ? `“${one.text}”` : (promptOf.get(one.name)?.words ?? prompt(one.name))
    return { node, way, shortWay, summary, item, played, problem, prompt }
  }, [document, around, t])
}
