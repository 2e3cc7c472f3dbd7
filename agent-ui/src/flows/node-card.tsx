/** A node on the canvas: what it is, what it does, and a connector for each way out. */
import type { FlowNodeDocument } from '@ringdesk/gateway/contract'
import { Handle, type Node, type NodeProps, Position, useUpdateNodeInternals } from '@xyflow/react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { waysOf } from './flow-editing.ts'
import type { FlowWords } from './flow-words.ts'
import { nodeIcons } from './node-icons.tsx'

export type DrawnNode = Node<
  {
    node: FlowNodeDocument
    words: FlowWords
    isStart: boolean
    severity: 'error' | 'warning' | undefined
    /** In a dry run. */
    walked: 'here' | 'passed' | undefined
  },
  'flow'
>

export function NodeCard({ id, data, selected }: NodeProps<DrawnNode>) {
  const { t } = useTranslation()
  const { node, words, isStart, severity, walked } = data
  const ways = waysOf(node)
  const update = useUpdateNodeInternals()
  const slots = ways.map(({ slot }) => `${slot} ${words.shortWay(node, slot)}`).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the connectors have moved
  useEffect(() => update(id), [slots])
  return (
    <div
      className="flow-card"
      data-type={node.type}
      data-selected={selected}
      data-severity={severity}
      data-walked={walked}
      data-testid={`node-${id}`}
    >
      <Handle type="target" position={Position.Top} />
      <div className="flow-card-head">
        {nodeIcons[node.type]}
        <span className="cut">{words.node(id)}</span>
        {isStart && (
          <span className="tag" data-tone="accent">
            {t('flows.start')}
          </span>
        )}
        {severity && (
          <span className="flow-mark" role="img" aria-label={t(`flows.severity.${severity}`)}>
            !
          </span>
        )}
      </div>
      <div className="flow-card-text">{words.summary(node)}</div>
      {ways.length > 0 && (
        <div className="flow-card-ways">
          {ways.map(({ slot, to }) => (
            <span key={slot} className="flow-pill" data-open={to === undefined} title={words.way(node, slot)}>
              {words.shortWay(node, slot)}
              <Handle type="source" position={Position.Bottom} id={slot} />
            </span>
          ))}
        </div>
      )}
    </div>
  )
}
