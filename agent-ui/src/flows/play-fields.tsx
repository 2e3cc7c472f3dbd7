/** The parts that are played, in order: prompts by name, by an attribute, or spoken text. */
import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import type { FlowDocumentShape, FlowPlayItem, FlowSurroundingsShape } from '@ringdesk/gateway/contract'
import { Button, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { Labelled, PromptSelect } from './panel-fields.tsx'

const kinds = ['prompt', 'of', 'say'] as const
const mostItems = 10

interface Props {
  readonly items: FlowPlayItem[]
  readonly document: FlowDocumentShape
  readonly around: FlowSurroundingsShape
  /** @param about which text is being typed */
  readonly onChange: (items: FlowPlayItem[], about?: string) => void
}

export function PlayFields({ items, document, around, onChange }: Props) {
  const { t } = useTranslation()
  const put = (index: number, item: FlowPlayItem, about?: string) =>
    onChange(items.with(index, item), about === undefined ? undefined : `play.${index}.${about}`)
  const swap = (index: number, other: number) => {
    const [one, two] = [items[index], items[other]]
    if (one && two) onChange(items.with(index, two).with(other, one))
  }
  return (
    <fieldset className="flow-group" data-testid="play-items">
      <legend>{t('flows.plays')}</legend>
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place
        <div key={index} className="flow-item">
          <div className="flow-row">
            <Select
              className="flow-kind"
              aria-label={t('flows.itemKind', { number: index + 1 })}
              value={item.kind}
              options={kinds.map((kind) => ({ value: kind, label: t(`flows.item.${kind}`) }))}
              onChange={(kind) => put(index, changedKind(item, kind, document))}
            />
            <span className="bar-space" />
            <Button
              size="small"
              type="text"
              icon={<ArrowUpOutlined />}
              aria-label={`${t('flows.up')} ${index + 1}`}
              disabled={index === 0}
              onClick={() => swap(index, index - 1)}
            />
            <Button
              size="small"
              type="text"
              icon={<ArrowDownOutlined />}
              aria-label={`${t('flows.down')} ${index + 1}`}
              disabled={index === items.length - 1}
              onClick={() => swap(index, index + 1)}
            />
            <Button
              size="small"
              type="text"
              icon={<DeleteOutlined />}
              aria-label={t('flows.removeItem', { number: index + 1 })}
              onClick={() => onChange(items.toSpliced(index, 1))}
            />
          </div>
          <ItemFields item={item} {...{ document, around }} put={(next, about) => put(index, next, about)} />
        </div>
      ))}
      <Button
        size="small"
        icon={<PlusOutlined />}
        disabled={items.length >= mostItems}
        onClick={() => onChange([...items, { kind: 'prompt', name: '' }])}
        data-testid="add-item"
      >
        {t('flows.addItem')}
      </Button>
    </fieldset>
  )
}

function changedKind(item: FlowPlayItem, kind: FlowPlayItem['kind'], document: FlowDocumentShape): FlowPlayItem {
  const name = item.kind === 'prompt' ? item.name : item.fallback
  if (kind === 'prompt') return { kind, name }
  if (kind === 'say') return { kind, text: item.kind === 'of' ? (item.say ?? '') : '', fallback: name }
  return { kind, prefix: '', attribute: document.attributes[0] ?? 'storeId', fallback: name }
}

interface ItemProps {
  readonly item: FlowPlayItem
  readonly document: FlowDocumentShape
  readonly around: FlowSurroundingsShape
  readonly put: (item: FlowPlayItem, about?: string) => void
}

function ItemFields({ item, document, around, put }: ItemProps) {
  const { t } = useTranslation()
  if (item.kind === 'prompt') {
    const words = around.prompts.find(({ name }) => name === item.name)?.words
    return (
      <>
        <PromptSelect
          label={t('flows.prompt')}
          value={item.name}
          around={around}
          onChange={(name) => put({ ...item, name })}
        />
        {words && <span className="second">{words}</span>}
      </>
    )
  }
  const fallback = (
    <Labelled label={t('flows.fallback')}>
      {(id) => (
        <PromptSelect
          id={id}
          value={item.fallback}
          around={around}
          onChange={(name) => put({ ...item, fallback: name })}
        />
      )}
    </Labelled>
  )
  const noSpeech = !around.speech && <span className="second">{t('flows.noSpeech')}</span>
  if (item.kind === 'say')
    return (
      <>
        <Labelled label={t('flows.sayText')} hint={t('flows.textHint')}>
          {(id) => (
            <Input.TextArea
              id={id}
              value={item.text}
              maxLength={500}
              autoSize={{ minRows: 2, maxRows: 6 }}
              onChange={({ target }) => put({ ...item, text: target.value }, 'text')}
            />
          )}
        </Labelled>
        {noSpeech}
        {fallback}
      </>
    )
  const attributes = [...new Set([item.attribute, ...document.attributes])]
  return (
    <>
      <Labelled label={t('flows.prefix')} hint={t('flows.prefixHint')}>
        {(id) => (
          <Input
            id={id}
            value={item.prefix}
            maxLength={40}
            onChange={({ target }) => put({ ...item, prefix: asPromptName(target.value) }, 'prefix')}
          />
        )}
      </Labelled>
      <Labelled label={t('flows.attribute')}>
        {(id) => (
          <Select
            id={id}
            className="flow-wide"
            value={item.attribute}
            options={attributes.map((value) => ({ value, label: value }))}
            onChange={(attribute: string) => put({ ...item, attribute })}
          />
        )}
      </Labelled>
      <Labelled label={t('flows.sayInstead')} hint={t('flows.textHint')}>
        {(id) => (
          <Input
            id={id}
            value={item.say ?? ''}
            maxLength={500}
            onChange={({ target }) => put({ ...item, say: target.value || undefined }, 'say')}
          />
        )}
      </Labelled>
      {noSpeech}
      {fallback}
    </>
  )
}

/** Prompts' names have only these. */
const asPromptName = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9-]/g, '')
    .replace(/^-+/, '')
