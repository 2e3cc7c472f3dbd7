/** Draws a flow: canvas or list, the chosen node's properties, its problems, and a dry run. */
import { type FlowDetail, type FlowNodeType, type FlowSurroundingsShape, flowLimits } from '@ringdesk/gateway/contract'
import { Button, Segmented, Tabs } from 'antd'
import { useEffect, useEffectEvent, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { GatewayError } from '../gateway/request.ts'
import { DryRun } from './dry-run.tsx'
import { FlowCanvas } from './flow-canvas.tsx'
import { nodeAt, nodeTypes, withNewNode, withoutNode } from './flow-editing.ts'
import { FlowHead } from './flow-head.tsx'
import { laidOut } from './flow-layout.ts'
import { FlowPanel } from './flow-panel.tsx'
import { useProblems } from './flow-queries.ts'
import { useFlowInHand } from './flow-saving.ts'
import { useFlowWords } from './flow-words.ts'
import { nodeIcons } from './node-icons.tsx'
import { NodePanel } from './node-panel.tsx'
import { NodeTable } from './node-table.tsx'
import { ProblemList } from './problem-list.tsx'
import './flows.css'

type Part = 'node' | 'problems' | 'trial'

interface Props {
  readonly detail: FlowDetail
  readonly around: FlowSurroundingsShape
}

export function FlowEditor({ detail, around }: Props) {
  const { t } = useTranslation()
  const flow = useFlowInHand(detail)
  const { document, change } = flow
  const words = useFlowWords(document, around)
  const { problems, upToDate, error, refetch } = useProblems(document)
  const [selected, setSelected] = useState<string>()
  const [part, setPart] = useState<Part>('node')
  const [view, setView] = useState<'canvas' | 'table'>('canvas')
  /** Nodes of the dry run: where it is, and where it has been. */
  const [walked, setWalked] = useState<readonly string[]>([])
  /** Counts asks to bring the selected node into sight. */
  const [sought, setSought] = useState(0)
  const node = nodeAt(document, selected)
  const errors = problems.filter(({ severity }) => severity === 'error')
  const wrong = useMemo(
    () =>
      new Map(
        problems.toReversed().flatMap((one) => (one.node === undefined ? [] : [[one.node, one.severity] as const])),
      ),
    [problems],
  )

  const select = (id: string | undefined) => {
    setSelected(id)
    if (id !== undefined && part !== 'trial') setPart('node')
  }
  const goTo = (id: string) => {
    setSelected(id)
    setPart('node')
    setSought((times) => times + 1)
  }
  const add = (type: FlowNodeType) => {
    const grown = withNewNode(document, type, selected)
    change(grown.document)
    goTo(grown.id)
  }
  const remove = (id: string) => {
    change(withoutNode(document, id))
    if (id === selected) setSelected(undefined)
  }
  const publish = async () => {
    const refusal = await flow.publish()
    if (refusal instanceof GatewayError && refusal.code === 'UNFIT_FLOW') {
      await refetch()
      setPart('problems')
    }
    return refusal
  }
  // Wherever the focus is: after a click on the canvas it is nowhere.
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const key = event.key.toLowerCase()
    if (!(event.ctrlKey || event.metaKey) || isTyping(event.target) || (key !== 'z' && key !== 'y')) return
    event.preventDefault()
    if (key === 'y' || event.shiftKey) flow.redo()
    else flow.undo()
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKeyDown(event)
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])

  return (
    <div className="page flow-editor" data-testid="flow-editor">
      <FlowHead flow={flow} errors={errors.length} onPublish={publish} />
      <div className="flow-tools" role="toolbar" aria-label={t('flows.palette')}>
        {nodeTypes.map((type) => (
          <Button
            key={type}
            size="small"
            icon={nodeIcons[type]}
            disabled={Object.keys(document.nodes).length >= flowLimits.nodes}
            title={t(`flows.typeText.${type}`)}
            aria-label={t('flows.addAfter', { type: t(`flows.type.${type}`) })}
            onClick={() => add(type)}
            data-testid={`add-${type}`}
          >
            {t(`flows.type.${type}`)}
          </Button>
        ))}
        <span className="bar-space" />
        <Button size="small" disabled={!flow.canUndo} onClick={flow.undo} title="Ctrl+Z" data-testid="undo">
          {t('flows.undo')}
        </Button>
        <Button size="small" disabled={!flow.canRedo} onClick={flow.redo} title="Ctrl+Shift+Z" data-testid="redo">
          {t('flows.redo')}
        </Button>
        <Button size="small" onClick={() => change(laidOut(document))} data-testid="arrange">
          {t('flows.layout')}
        </Button>
        <Segmented
          size="small"
          aria-label={t('flows.viewLabel')}
          value={view}
          onChange={setView}
          options={(['canvas', 'table'] as const).map((value) => ({ value, label: t(`flows.view.${value}`) }))}
        />
      </div>
      <div className="flow-panes">
        {view === 'canvas' ? (
          <FlowCanvas
            document={document}
            words={words}
            selected={selected}
            sought={sought}
            wrong={wrong}
            walked={part === 'trial' ? walked : []}
            onSelect={select}
            onChange={change}
            onRemove={remove}
          />
        ) : (
          <NodeTable
            document={document}
            words={words}
            selected={selected}
            wrong={wrong}
            onSelect={goTo}
            onRemove={remove}
          />
        )}
        <Tabs
          className="flow-side"
          size="small"
          activeKey={part}
          onChange={(key) => setPart(key as Part)}
          items={[
            {
              key: 'node',
              label: t('flows.nodePanel'),
              children:
                node !== undefined && selected !== undefined ? (
                  <NodePanel
                    key={selected}
                    id={selected}
                    node={node}
                    {...{ document, words, around, problems, change }}
                    onGoTo={goTo}
                    onRemove={() => remove(selected)}
                  />
                ) : (
                  <FlowPanel document={document} words={words} change={change} />
                ),
            },
            {
              key: 'problems',
              label: (
                <span data-testid="problems-tab">
                  {t('flows.problemsPanel')}{' '}
                  <span
                    className="tag"
                    data-tone={errors.length > 0 ? 'danger' : problems.length > 0 ? 'busy' : 'ready'}
                  >
                    {problems.length}
                  </span>
                </span>
              ),
              children: (
                <ProblemList {...{ problems, words, error, upToDate }} onGoTo={goTo} onRetry={() => void refetch()} />
              ),
            },
            {
              key: 'trial',
              label: <span data-testid="trial-tab">{t('flows.trialPanel')}</span>,
              children: <DryRun document={document} words={words} around={around} onWalk={setWalked} onGoTo={select} />,
            },
          ]}
        />
      </div>
    </div>
  )
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement
