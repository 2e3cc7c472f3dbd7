/** The properties of the chosen node. */
import type {
  FlowDocumentShape,
  FlowNodeDocument,
  FlowProblemShape,
  FlowSurroundingsShape,
} from '@ringdesk/gateway/contract'
import { Button, Checkbox, Input, InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { AskFields } from './ask-fields.tsx'
import { BranchFields } from './branch-fields.tsx'
import { waysOf, waysTo, withNode, withWay } from './flow-editing.ts'
import type { FlowWords } from './flow-words.ts'
import { nodeIcons } from './node-icons.tsx'
import { KeyInput, Labelled, NodeSelect } from './panel-fields.tsx'
import { PlayFields } from './play-fields.tsx'

interface Props {
  readonly id: string
  readonly node: FlowNodeDocument
  readonly document: FlowDocumentShape
  readonly words: FlowWords
  readonly around: FlowSurroundingsShape
  readonly problems: readonly FlowProblemShape[]
  readonly change: (document: FlowDocumentShape, about?: string) => void
  readonly onGoTo: (id: string) => void
  readonly onRemove: () => void
}

export function NodePanel({ id, node, document, words, around, problems, change, onGoTo, onRemove }: Props) {
  const { t } = useTranslation()
  const mine = problems.filter((problem) => problem.node === id)
  const put = (next: FlowNodeDocument, about?: string) =>
    change(withNode(document, id, next), about === undefined ? undefined : `${id}.${about}`)
  const from = [...new Set(waysTo(document, id).map((way) => way.from))]
  return (
    <div className="flow-form" data-testid="node-panel">
      <div className="flow-node-head">
        {nodeIcons[node.type]} <strong>{t(`flows.type.${node.type}`)}</strong>
        <span className="bar-space" />
        {id === document.start ? (
          <span className="tag" data-tone="accent" title={t('flows.isStart')}>
            {t('flows.start')}
          </span>
        ) : (
          <Button size="small" onClick={() => change({ ...document, start: id })}>
            {t('flows.makeStart')}
          </Button>
        )}
        <Button size="small" danger onClick={onRemove} data-testid="remove-node">
          {t('flows.remove')}
        </Button>
      </div>
      <p className="second">{t(`flows.typeText.${node.type}`)}</p>
      {mine.length > 0 && (
        <ul className="flow-problems" data-testid="node-problems">
          {mine.map((problem) => (
            <li key={`${problem.code} ${problem.place} ${problem.about.join()}`} data-severity={problem.severity}>
              {words.problem(problem)}
            </li>
          ))}
        </ul>
      )}
      <Labelled label={t('flows.label')}>
        {(field) => (
          <Input
            id={field}
            value={node.label ?? ''}
            maxLength={60}
            onChange={({ target }) => put({ ...node, label: target.value || undefined }, 'label')}
          />
        )}
      </Labelled>
      <NodeFields {...{ node, document, around, put }} />
      {waysOf(node).length > 0 && (
        <fieldset className="flow-group">
          <legend>{t('flows.waysTitle')}</legend>
          {waysOf(node).map(({ slot, to }) => (
            <div key={slot} className="flow-way">
              <span className="cut" title={words.way(node, slot)}>
                {words.way(node, slot)}
              </span>
              <NodeSelect
                label={t('flows.to', { way: words.way(node, slot) })}
                value={to}
                {...{ document, words }}
                onChange={(next) => change(withWay(document, id, slot, next))}
                testId={`way-${slot}`}
              />
            </div>
          ))}
        </fieldset>
      )}
      {from.length > 0 && (
        <p className="flow-from">
          {t('flows.comesFrom')}{' '}
          {from.map((one) => (
            <button key={one} type="button" className="link-button" onClick={() => onGoTo(one)}>
              {words.node(one)}
            </button>
          ))}
        </p>
      )}
    </div>
  )
}

interface FieldsProps {
  readonly node: FlowNodeDocument
  readonly document: FlowDocumentShape
  readonly around: FlowSurroundingsShape
  readonly put: (node: FlowNodeDocument, about?: string) => void
}

function NodeFields({ node, document, around, put }: FieldsProps) {
  const { t } = useTranslation()
  switch (node.type) {
    case 'play':
      return (
        <PlayFields
          items={node.play}
          {...{ document, around }}
          onChange={(play, about) => put({ ...node, play }, about)}
        />
      )
    case 'ask':
      return <AskFields {...{ node, document, around, put }} />
    case 'branch':
      return <BranchFields {...{ node, document, put }} />
    case 'record':
      return (
        <>
          <KeyInput
            label={t('flows.question')}
            hint={t('flows.questionHint')}
            value={node.question}
            onChange={(question) => put({ ...node, question }, 'question')}
          />
          <PlayFields
            items={node.play}
            {...{ document, around }}
            onChange={(play, about) => put({ ...node, play }, about)}
          />
          <Labelled label={t('flows.maxSeconds')}>
            {(id) => (
              <InputNumber
                id={id}
                min={5}
                max={180}
                precision={0}
                value={node.maxMs / 1_000}
                onChange={(seconds) => seconds !== null && put({ ...node, maxMs: seconds * 1_000 }, 'maxMs')}
              />
            )}
          </Labelled>
          <Checkbox checked={node.beep} onChange={({ target }) => put({ ...node, beep: target.checked })}>
            {t('flows.beep')}
          </Checkbox>
        </>
      )
    case 'set':
      return (
        <>
          <KeyInput label={t('flows.key')} value={node.key} onChange={(key) => put({ ...node, key }, 'key')} />
          <Labelled label={t('flows.value')}>
            {(id) => (
              <Input
                id={id}
                value={node.value}
                maxLength={200}
                onChange={({ target }) => put({ ...node, value: target.value }, 'value')}
              />
            )}
          </Labelled>
        </>
      )
    case 'transfer': {
      const options = around.queues.map(({ id, name }) => ({ value: id, label: name }))
      const isGone = node.queue !== '' && !around.queues.some(({ id }) => id === node.queue)
      return (
        <Labelled label={t('flows.queue')}>
          {(id) => (
            <Select
              id={id}
              className="flow-wide"
              showSearch={{ optionFilterProp: 'label' }}
              placeholder={t('flows.chooseQueue')}
              value={node.queue === '' ? null : node.queue}
              status={isGone || node.queue === '' ? 'error' : ''}
              options={
                isGone ? [{ value: node.queue, label: t('flows.missing', { name: node.queue }) }, ...options] : options
              }
              onChange={(queue: string) => put({ ...node, queue })}
              data-testid="queue"
            />
          )}
        </Labelled>
      )
    }
    case 'refuse':
    case 'hang-up':
      return null
  }
}
