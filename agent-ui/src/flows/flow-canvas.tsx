/** The flow as a drawing: nodes are moved and connected by hand. */
import type { FlowDocumentShape } from '@ringdesk/gateway/contract'
import {
  applyNodeChanges,
  Background,
  type Connection,
  Controls,
  type Edge,
  MarkerType,
  MiniMap,
  type NodeChange,
  ReactFlow,
  type ReactFlowInstance,
  ReactFlowProvider,
  useReactFlow,
} from '@xyflow/react'
import '@xyflow/react/dist/style.css'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAppearance } from '../theme/appearance.ts'
import { nodeAt, waysOf, withNode, withoutNode, withWay } from './flow-editing.ts'
import { laidOut } from './flow-layout.ts'
import type { FlowWords } from './flow-words.ts'
import { type DrawnNode, NodeCard } from './node-card.tsx'

interface Props {
  readonly document: FlowDocumentShape
  readonly words: FlowWords
  readonly selected: string | undefined
  /** Counts asks to bring the selected node into sight. */
  readonly sought: number
  readonly wrong: ReadonlyMap<string, 'error' | 'warning'>
  /** Nodes of a dry run, the last is where it is. */
  readonly walked: readonly string[]
  readonly onSelect: (id: string | undefined) => void
  readonly onChange: (document: FlowDocumentShape) => void
  readonly onRemove: (id: string) => void
}

const nodeTypes = { flow: NodeCard }
/** Smaller than this nothing can be read. */
const leastZoom = 0.8
const miniMap = { width: 140, height: 110 }
/** As flows.css draws a node, about. */
const cardWidth = 220
const cardHeight = 110

export function FlowCanvas(props: Props) {
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  )
}

function Canvas({ document, words, selected, sought, wrong, walked, onSelect, onChange, onRemove }: Props) {
  const { t } = useTranslation()
  const appearance = useAppearance((state) => state.appearance)
  const { setCenter, getZoom } = useReactFlow()
  const frame = useRef<HTMLElement>(null)
  const placed = useMemo(
    () => (Object.values(document.nodes).every(({ at }) => at !== undefined) ? document : laidOut(document)),
    [document],
  )
  const [nodes, setNodes] = useState<DrawnNode[]>([])

  useEffect(() => {
    setNodes((before) => {
      const known = new Map(before.map((one) => [one.id, one]))
      return Object.entries(placed.nodes).map(([id, node]) => ({
        // What the library has measured of it stays.
        ...known.get(id),
        id,
        type: 'flow' as const,
        position: node.at ?? { x: 0, y: 0 },
        selected: id === selected,
        ariaLabel: words.node(id),
        data: {
          node,
          words,
          isStart: id === document.start,
          severity: wrong.get(id),
          walked: walked.at(-1) === id ? 'here' : walked.includes(id) ? 'passed' : undefined,
        },
      }))
    })
  }, [placed, document, words, selected, wrong, walked])

  const edges = useMemo(() => edgesOf(document, selected, walked), [document, selected, walked])

  const current = walked.at(-1)
  const wanted = current ?? (sought > 0 ? selected : undefined)
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when it is asked for, not when the node is dragged
  useEffect(() => {
    const at = nodeAt(placed, wanted)?.at
    if (at) void setCenter(at.x + 110, at.y + 50, { zoom: Math.max(leastZoom, getZoom()), duration: 150 })
  }, [wanted, sought])

  const onNodesChange = (changes: NodeChange<DrawnNode>[]) => {
    setNodes((before) => applyNodeChanges(changes, before))
    const moved = changes.flatMap((one) =>
      one.type === 'position' && one.dragging === false && one.position ? [one] : [],
    )
    if (moved.length > 0)
      onChange(
        moved.reduce((next, { id, position: at }) => {
          const node = nodeAt(next, id)
          return node && at ? withNode(next, id, { ...node, at: { x: Math.round(at.x), y: Math.round(at.y) } }) : next
        }, placed),
      )
    for (const one of changes) if (one.type === 'select' && one.selected) onSelect(one.id)
  }
  const connect = ({ source, sourceHandle, target }: Connection) => {
    if (sourceHandle !== null) onChange(withWay(placed, source, sourceHandle, target))
  }

  /** All of it where that can be read, else its beginning. */
  const beginAtStart = ({ setViewport }: ReactFlowInstance<DrawnNode>) => {
    const { clientWidth, clientHeight } = frame.current ?? { clientWidth: 900, clientHeight: 580 }
    const places = Object.values(placed.nodes).flatMap(({ at }) => (at ? [at] : []))
    const [left, top] = [Math.min(...places.map(({ x }) => x)), Math.min(...places.map(({ y }) => y))]
    const width = Math.max(...places.map(({ x }) => x)) - left + cardWidth
    const height = Math.max(...places.map(({ y }) => y)) - top + cardHeight
    const zoom = Math.min(1, Math.max(leastZoom, Math.min((clientWidth - 80) / width, (clientHeight - 60) / height)))
    const fits = width * zoom <= clientWidth
    const middle = fits ? left + width / 2 : (nodeAt(placed, document.start)?.at?.x ?? left) + cardWidth / 2
    void setViewport({ x: clientWidth / 2 - middle * zoom, y: 30 - top * zoom, zoom })
  }

  return (
    <section
      ref={frame}
      className="flow-canvas"
      aria-label={t('flows.canvas')}
      aria-description={t('flows.canvasKeys')}
      data-testid="canvas"
    >
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        onNodesChange={onNodesChange}
        onNodesDelete={([one, ...more]) => {
          if (more.length === 0 && one) onRemove(one.id)
          else if (one) onChange([one, ...more].reduce((next, { id }) => withoutNode(next, id), placed))
        }}
        onEdgesDelete={(gone) =>
          onChange(
            gone.reduce(
              (next, { source, sourceHandle }) => withWay(next, source, sourceHandle ?? '', undefined),
              placed,
            ),
          )
        }
        onConnect={connect}
        onReconnect={(old, now) =>
          onChange(
            [now].reduce(
              (next, { source, sourceHandle, target }) => withWay(next, source, sourceHandle ?? '', target),
              withWay(placed, old.source, old.sourceHandle ?? '', undefined),
            ),
          )
        }
        onPaneClick={() => onSelect(undefined)}
        deleteKeyCode={['Delete', 'Backspace']}
        multiSelectionKeyCode={null}
        selectionKeyCode={null}
        colorMode={appearance}
        onInit={beginAtStart}
        fitViewOptions={{ maxZoom: 1, padding: 0.08 }}
        minZoom={0.2}
        maxZoom={1.6}
        ariaLabelConfig={{
          'node.a11yDescription.default': t('flows.canvasKeys'),
          'node.a11yDescription.keyboardDisabled': t('flows.canvasKeys'),
          'edge.a11yDescription.default': t('flows.canvasKeys'),
          'controls.ariaLabel': t('flows.control.bar'),
          'controls.zoomIn.ariaLabel': t('flows.control.zoomIn'),
          'controls.zoomOut.ariaLabel': t('flows.control.zoomOut'),
          'controls.fitView.ariaLabel': t('flows.control.fit'),
          'minimap.ariaLabel': t('flows.control.minimap'),
          'handle.ariaLabel': t('flows.control.handle'),
        }}
      >
        <Background gap={24} />
        <Controls showInteractive={false} />
        {nodes.length > 8 && <MiniMap pannable zoomable style={miniMap} />}
      </ReactFlow>
    </section>
  )
}

function edgesOf(document: FlowDocumentShape, selected: string | undefined, walked: readonly string[]): Edge[] {
  return Object.entries(document.nodes).flatMap(([id, node]) =>
    waysOf(node).flatMap(({ slot, to }) => {
      if (to === undefined || !nodeAt(document, to)) return []
      const step = walked.indexOf(id)
      const isWalked = step >= 0 && walked.some((one, index) => one === id && walked[index + 1] === to)
      const isMine = id === selected || to === selected
      return [
        {
          id: `${id}:${slot}`,
          source: id,
          sourceHandle: slot,
          target: to,
          className: isWalked ? 'flow-edge-walked' : isMine ? 'flow-edge-mine' : '',
          markerEnd: { type: MarkerType.ArrowClosed, width: 16, height: 16, markerUnits: 'userSpaceOnUse' },
          ariaLabel: `${id} → ${to}`,
        },
      ]
    }),
  )
}
