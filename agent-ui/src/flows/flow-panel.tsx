/** What holds for the whole flow: where it starts, what is known of a customer beforehand. */
import type { FlowDocumentShape } from '@ringdesk/gateway/contract'
import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { isKey } from './flow-editing.ts'
import type { FlowWords } from './flow-words.ts'
import { Labelled, NodeSelect } from './panel-fields.tsx'

interface Props {
  readonly document: FlowDocumentShape
  readonly words: FlowWords
  readonly change: (document: FlowDocumentShape, about?: string) => void
}

export function FlowPanel({ document, words, change }: Props) {
  const { t } = useTranslation()
  return (
    <div className="flow-form" data-testid="flow-panel">
      <p className="second">{t('flows.nothingSelected')}</p>
      <Labelled label={t('flows.startNode')}>
        {(id) => (
          <NodeSelect
            id={id}
            value={document.start}
            {...{ document, words }}
            needed
            onChange={(start) => start !== undefined && change({ ...document, start })}
          />
        )}
      </Labelled>
      <Labelled label={t('flows.attributes')} hint={t('flows.attributesHint')}>
        {(id) => (
          <Select
            id={id}
            mode="tags"
            value={document.attributes}
            open={false}
            suffixIcon={null}
            tokenSeparators={[',', '，', ' ']}
            onChange={(names) => change({ ...document, attributes: names.filter(isKey).slice(0, 50) })}
          />
        )}
      </Labelled>
    </div>
  )
}
