/** Which value is looked at, and what it is compared with; the first case that fits is taken. */
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import type { FlowCase, FlowDocumentShape, FlowNodeDocument } from '@ringdesk/gateway/contract'
import { Button, InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { knownValues } from './flow-editing.ts'
import { Labelled } from './panel-fields.tsx'

type Branch = Extract<FlowNodeDocument, { type: 'branch' }>
const mostCases = 20

interface Props {
  readonly node: Branch
  readonly document: FlowDocumentShape
  readonly put: (node: FlowNodeDocument, about?: string) => void
}

export function BranchFields({ node, document, put }: Props) {
  const { t } = useTranslation()
  const values = knownValues(document)
  const isGone = !values.includes(node.on)
  const options = values.map((value) => ({ value, label: value }))
  return (
    <>
      <Labelled label={t('flows.on')}>
        {(id) => (
          <Select
            id={id}
            className="flow-wide"
            value={node.on}
            status={isGone ? 'error' : ''}
            options={isGone ? [{ value: node.on, label: t('flows.missing', { name: node.on }) }, ...options] : options}
            onChange={(on: string) => put({ ...node, on })}
          />
        )}
      </Labelled>
      <fieldset className="flow-group" data-testid="cases">
        <legend>{t('flows.cases')}</legend>
        {node.cases.map((one, index) => (
          <CaseRow
            // biome-ignore lint/suspicious/noArrayIndexKey: cases have no identity but their place
            key={index}
            one={one}
            number={index + 1}
            onChange={(next, about) =>
              put({ ...node, cases: node.cases.with(index, next) }, about && `cases.${index}.${about}`)
            }
            onRemove={() => put({ ...node, cases: node.cases.toSpliced(index, 1) })}
          />
        ))}
        <Button
          size="small"
          icon={<PlusOutlined />}
          disabled={node.cases.length >= mostCases}
          onClick={() => put({ ...node, cases: [...node.cases, { is: 'one-of', values: [] }] })}
          data-testid="add-case"
        >
          {t('flows.addCase')}
        </Button>
      </fieldset>
    </>
  )
}

interface CaseProps {
  readonly one: FlowCase
  readonly number: number
  readonly onChange: (one: FlowCase, about?: string) => void
  readonly onRemove: () => void
}

function CaseRow({ one, number, onChange, onRemove }: CaseProps) {
  const { t } = useTranslation()
  const { next } = one
  const changed = (is: FlowCase['is']): FlowCase => {
    if (is === 'one-of') return { is, values: [], next }
    return is === 'between' ? { is, from: 1, to: 2, next } : { is, next }
  }
  const bound = (side: 'from' | 'to', word: string) =>
    one.is === 'between' && (
      <InputNumber
        value={one[side]}
        aria-label={`${t('flows.caseValues', { number })} ${word}`}
        onChange={(value) => value !== null && onChange({ ...one, [side]: value }, side)}
      />
    )
  return (
    <div className="flow-answer">
      <Select
        className="flow-case-kind"
        aria-label={t('flows.caseKind', { number })}
        value={one.is}
        options={(['one-of', 'between', 'present'] as const).map((value) => ({
          value,
          label: t(`flows.caseIs.${value}`),
        }))}
        onChange={(is) => onChange(changed(is))}
      />
      {one.is === 'one-of' && (
        <Select
          className="flow-case-values"
          mode="tags"
          open={false}
          suffixIcon={null}
          aria-label={t('flows.caseValues', { number })}
          status={one.values.length === 0 ? 'error' : ''}
          value={one.values}
          tokenSeparators={[',', '，']}
          onChange={(values) => onChange({ ...one, values: values.map((value) => value.slice(0, 200)).slice(0, 50) })}
        />
      )}
      {bound('from', t('flows.from'))}
      {bound('to', t('flows.upTo'))}
      <span className="bar-space" />
      <Button
        size="small"
        type="text"
        icon={<DeleteOutlined />}
        aria-label={t('flows.removeCase', { number })}
        onClick={onRemove}
      />
    </div>
  )
}
