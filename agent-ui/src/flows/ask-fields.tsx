/** What may be pressed, how long it is waited for, and what each answer is called. */
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import type { FlowAnswer, FlowDocumentShape, FlowNodeDocument, FlowSurroundingsShape } from '@ringdesk/gateway/contract'
import { Button, Input, InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { KeyInput, Labelled, PromptSelect } from './panel-fields.tsx'
import { PlayFields } from './play-fields.tsx'

type Ask = Extract<FlowNodeDocument, { type: 'ask' }>
const keypad = '1234567890*#'
const mostAnswers = 20

interface Props {
  readonly node: Ask
  readonly document: FlowDocumentShape
  readonly around: FlowSurroundingsShape
  readonly put: (node: FlowNodeDocument, about?: string) => void
}

export function AskFields({ node, document, around, put }: Props) {
  const { t } = useTranslation()
  const { accept } = node
  const toggle = (key: string) => {
    const keys = [...keypad].filter((one) => (one === key) !== accept.keys.includes(one)).join('')
    // None at all would be no question.
    if (keys !== '') put({ ...node, accept: { ...accept, keys } })
  }
  const number = (value: number, min: number, max: number, label: string, onChange: (value: number) => void) => (
    <InputNumber
      min={min}
      max={max}
      precision={0}
      value={value}
      aria-label={label}
      onChange={(next) => next !== null && onChange(next)}
    />
  )
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
      <fieldset className="flow-group">
        <legend>{t('flows.keys')}</legend>
        <div className="flow-keys">
          {[...keypad].map((key) => (
            <button
              key={key}
              type="button"
              className="flow-key"
              aria-pressed={accept.keys.includes(key)}
              onClick={() => toggle(key)}
              data-testid={`key-${key}`}
            >
              {key}
            </button>
          ))}
        </div>
        <div className="flow-row">
          <span>{t('flows.digits')}</span>
          {number(accept.min, 1, 18, t('flows.digits'), (min) =>
            put({ ...node, accept: { ...accept, min, max: Math.max(min, accept.max) } }, 'min'),
          )}
          <span>{t('flows.digitsTo')}</span>
          {number(accept.max, 1, 18, `${t('flows.digits')} ${t('flows.digitsTo')}`, (max) =>
            put({ ...node, accept: { ...accept, max, min: Math.min(max, accept.min) } }, 'max'),
          )}
        </div>
        <div className="flow-row">
          <span>{t('flows.tries')}</span>
          {number(node.tries, 1, 5, t('flows.tries'), (tries) => put({ ...node, tries }, 'tries'))}
          <span>{t('flows.timeout')}</span>
          {number(node.timeoutMs / 1_000, 1, 30, t('flows.timeout'), (seconds) =>
            put({ ...node, timeoutMs: seconds * 1_000 }, 'timeout'),
          )}
        </div>
        <Labelled label={t('flows.invalid')}>
          {(id) => (
            <PromptSelect
              id={id}
              value={node.invalid ?? ''}
              around={around}
              none={t('flows.silent')}
              onChange={(name) => put({ ...node, invalid: name || undefined })}
            />
          )}
        </Labelled>
      </fieldset>
      <fieldset className="flow-group" data-testid="answers">
        <legend>{t('flows.answers')}</legend>
        {node.answers.map((answer, index) => (
          <AnswerRow
            // biome-ignore lint/suspicious/noArrayIndexKey: answers have no identity but their place
            key={index}
            answer={answer}
            number={index + 1}
            onChange={(next, about) =>
              put({ ...node, answers: node.answers.with(index, next) }, about && `answers.${index}.${about}`)
            }
            onRemove={() => put({ ...node, answers: node.answers.toSpliced(index, 1) })}
          />
        ))}
        <Button
          size="small"
          icon={<PlusOutlined />}
          disabled={node.answers.length >= mostAnswers}
          onClick={() => put({ ...node, answers: [...node.answers, { is: 'one-of', digits: freeKeys(node) }] })}
          data-testid="add-answer"
        >
          {t('flows.addAnswer')}
        </Button>
      </fieldset>
    </>
  )
}

/** The first key that is allowed and no answer yet. */
function freeKeys({ accept, answers }: Ask): string[] {
  const taken = new Set(answers.flatMap((answer) => (answer.is === 'one-of' ? answer.digits : [])))
  return [...accept.keys].filter((key) => !taken.has(key)).slice(0, 1)
}

interface AnswerProps {
  readonly answer: FlowAnswer
  readonly number: number
  readonly onChange: (answer: FlowAnswer, about?: string) => void
  readonly onRemove: () => void
}

function AnswerRow({ answer, number, onChange, onRemove }: AnswerProps) {
  const { t } = useTranslation()
  const { label, next } = answer
  const bound = (side: 'from' | 'to', word: string) =>
    answer.is === 'between' && (
      <InputNumber
        min={0}
        max={999_999_999}
        precision={0}
        value={answer[side]}
        aria-label={`${t('flows.answerDigits', { number })} ${word}`}
        onChange={(value) => value !== null && onChange({ ...answer, [side]: value }, side)}
      />
    )
  return (
    <div className="flow-answer">
      <Select
        className="flow-answer-kind"
        aria-label={t('flows.answerKind', { number })}
        value={answer.is}
        options={(['one-of', 'between'] as const).map((value) => ({ value, label: t(`flows.answerIs.${value}`) }))}
        onChange={(is) =>
          onChange(is === 'one-of' ? { is, digits: [], label, next } : { is, from: 1, to: 5, label, next })
        }
      />
      {answer.is === 'one-of' ? (
        <Select
          className="flow-answer-keys"
          mode="tags"
          open={false}
          suffixIcon={null}
          aria-label={t('flows.answerDigits', { number })}
          status={answer.digits.length === 0 ? 'error' : ''}
          value={answer.digits}
          tokenSeparators={[',', '，', ' ']}
          onChange={(digits) =>
            onChange({ ...answer, digits: digits.filter((one) => /^[0-9*#]{1,18}$/.test(one)).slice(0, 20) })
          }
        />
      ) : (
        <>
          {bound('from', t('flows.from'))}
          {bound('to', t('flows.upTo'))}
        </>
      )}
      <Input
        value={label ?? ''}
        maxLength={60}
        placeholder={t('flows.meaning')}
        aria-label={t('flows.answerLabel', { number })}
        onChange={({ target }) => onChange({ ...answer, label: target.value || undefined }, 'label')}
      />
      <Button
        size="small"
        type="text"
        icon={<DeleteOutlined />}
        aria-label={t('flows.removeAnswer', { number })}
        onClick={onRemove}
      />
    </div>
  )
}
