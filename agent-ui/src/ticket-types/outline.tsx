/** The sections and fields of a form as a list: chosen, dragged, moved by keys, removed. */
import type { FormDocument } from '@ringdesk/gateway/contract'
import { fieldKinds } from '@ringdesk/gateway/contract'
import { Button, Dropdown } from 'antd'
import { type DragEvent, type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  isFieldKind,
  movedField,
  movedSection,
  placed,
  type Selected,
  withField,
  withoutField,
  withoutSection,
  withSection,
} from './building.ts'

interface Props {
  readonly document: FormDocument
  readonly selected: Selected
  /** Ids of sections and fields with problems. */
  readonly wrong: ReadonlySet<string>
  readonly onSelect: (selected: Selected) => void
  readonly onChange: (document: FormDocument) => void
}

export function Outline({ document, selected, wrong, onSelect, onChange }: Props) {
  const { t, i18n } = useTranslation()
  const [dragged, setDragged] = useState<string>()
  const wordOf = (word: { readonly zh: string; readonly en: string }, id: string) =>
    (i18n.language === 'en' ? word.en : word.zh) || id
  const isSelected = (type: Selected['type'], id?: string) =>
    selected.type === type && (selected.type === 'type' || selected.id === id)
  const current =
    selected.type === 'section'
      ? selected.id
      : document.sections.find(({ fields }) => selected.type === 'field' && fields.some(({ id }) => id === selected.id))
          ?.id

  function onKeyDown(event: KeyboardEvent, type: 'section' | 'field', id: string) {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : undefined
    if (event.altKey && step !== undefined) {
      event.preventDefault()
      onChange(type === 'field' ? movedField(document, id, step) : movedSection(document, id, step))
    } else if (event.key === 'Delete') {
      event.preventDefault()
      remove(type, id)
    }
  }
  function remove(type: 'section' | 'field', id: string) {
    onSelect({ type: 'type' })
    onChange(type === 'field' ? withoutField(document, id) : withoutSection(document, id))
  }
  function drop(event: DragEvent, section: string, before?: string) {
    event.preventDefault()
    event.stopPropagation()
    if (dragged !== undefined) onChange(placed(document, dragged, section, before))
    setDragged(undefined)
  }
  const allow = (event: DragEvent) => {
    if (dragged !== undefined) event.preventDefault()
  }

  return (
    <section className="builder-outline" aria-label={t('forms.builder.outline')}>
      <button
        type="button"
        className="outline-line"
        aria-current={isSelected('type')}
        onClick={() => onSelect({ type: 'type' })}
        data-testid="outline-type"
      >
        {t('forms.builder.typeProperties')}
      </button>
      {document.sections.map((section) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: dragging has its keys on the lines inside
        <div key={section.id} onDragOver={allow} onDrop={(event) => drop(event, section.id)}>
          <button
            type="button"
            className="outline-line outline-section"
            aria-current={isSelected('section', section.id)}
            data-wrong={wrong.has(section.id)}
            onClick={() => onSelect({ type: 'section', id: section.id })}
            onKeyDown={(event) => onKeyDown(event, 'section', section.id)}
          >
            {wordOf(section.title, section.id)}
          </button>
          {section.fields.map((field) => (
            <button
              key={field.id}
              type="button"
              className="outline-line outline-field"
              aria-current={isSelected('field', field.id)}
              data-wrong={wrong.has(field.id)}
              draggable
              onDragStart={() => setDragged(field.id)}
              onDragEnd={() => setDragged(undefined)}
              onDragOver={allow}
              onDrop={(event) => drop(event, section.id, field.id)}
              onClick={() => onSelect({ type: 'field', id: field.id })}
              onKeyDown={(event) => onKeyDown(event, 'field', field.id)}
              data-testid={`outline-${field.id}`}
            >
              <span className="cut">{wordOf(field.label, field.id)}</span>
              <span className="second">{t(`forms.kinds.${field.kind}`)}</span>
            </button>
          ))}
        </div>
      ))}
      <div className="outline-add">
        <Dropdown
          trigger={['click']}
          menu={{
            items: fieldKinds.map((kind) => ({ key: kind, label: t(`forms.kinds.${kind}`) })),
            onClick: ({ key }) => {
              if (!isFieldKind(key)) return
              const [next, id] = withField(document, key, current)
              onChange(next)
              onSelect({ type: 'field', id })
            },
          }}
        >
          <Button size="small" type="primary" ghost data-testid="add-field">
            {t('forms.builder.addField')}
          </Button>
        </Dropdown>
        <Button
          size="small"
          onClick={() => {
            const [next, id] = withSection(document)
            onChange(next)
            onSelect({ type: 'section', id })
          }}
          data-testid="add-section"
        >
          {t('forms.builder.addSection')}
        </Button>
        {selected.type !== 'type' && (
          <Button size="small" danger onClick={() => remove(selected.type, selected.id)} data-testid="remove-selected">
            {t(selected.type === 'field' ? 'forms.builder.removeField' : 'forms.builder.removeSection')}
          </Button>
        )}
      </div>
      <p className="second">{t('forms.builder.outlineHint')}</p>
    </section>
  )
}
