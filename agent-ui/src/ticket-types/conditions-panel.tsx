/** When a field shows: conditions on the values of others. */
import { type FormCondition, type FormDocument, type FormField, fieldsIn } from '@ringdesk/gateway/contract'
import { Button, InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { Labelled } from './panel-inputs.tsx'

interface Props {
  readonly document: FormDocument
  readonly field: FormField
  readonly onChange: (visibleIf: FormField['visibleIf']) => void
}

type Is = FormCondition['is']

function questionsFor({ kind }: FormField): readonly Is[] {
  if (kind === 'choice' || kind === 'multi-choice') return ['one-of', 'none-of', 'filled', 'empty']
  if (kind === 'number' || kind === 'money') return ['at-least', 'at-most', 'filled', 'empty']
  return ['filled', 'empty']
}

function begun(on: FormField, is: Is): FormCondition {
  if (is === 'one-of' || is === 'none-of')
    return { field: on.id, is, codes: on.choices?.slice(0, 1).map(({ code }) => code) ?? [] }
  if (is === 'at-least' || is === 'at-most') return { field: on.id, is, number: 0 }
  return { field: on.id, is }
}

export function ConditionsPanel({ document, field, onChange }: Props) {
  const { t, i18n } = useTranslation()
  const english = i18n.language === 'en'
  const others = fieldsIn(document).filter(({ id }) => id !== field.id)
  const conditions = field.visibleIf?.conditions ?? []
  const match = field.visibleIf?.match ?? 'all'
  const set = (next: readonly FormCondition[], how = match) =>
    onChange(next.length === 0 ? undefined : { match: how, conditions: [...next] })
  const add = () => {
    const [on] = others
    if (on !== undefined) set([...conditions, begun(on, questionsFor(on)[0] ?? 'filled')])
  }
  return (
    <fieldset className="panel-conditions" data-testid="conditions">
      <legend>{t('forms.builder.visibleIf')}</legend>
      {conditions.length === 0 && <span className="second">{t('forms.builder.always')}</span>}
      {conditions.length > 1 && (
        <Select
          size="small"
          value={match}
          aria-label={t('forms.builder.visibleIf')}
          options={[
            { value: 'all' as const, label: t('forms.builder.all') },
            { value: 'any' as const, label: t('forms.builder.any') },
          ]}
          onChange={(how) => set(conditions, how)}
        />
      )}
      {conditions.map((condition, at) => {
        const on = others.find(({ id }) => id === condition.field)
        const replace = (next: FormCondition) => set(conditions.with(at, next))
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no identity but their place
          <div key={at} className="panel-condition">
            <Select
              size="small"
              aria-label={t('forms.builder.conditionField')}
              value={condition.field}
              showSearch={{ optionFilterProp: 'label' }}
              options={others.map(({ id, label }) => ({ value: id, label: (english ? label.en : label.zh) || id }))}
              onChange={(id) => {
                const next = others.find((other) => other.id === id)
                if (next !== undefined) replace(begun(next, questionsFor(next)[0] ?? 'filled'))
              }}
            />
            {on !== undefined && (
              <Select
                size="small"
                aria-label={t('forms.builder.conditionIs')}
                value={condition.is}
                options={questionsFor(on).map((is) => ({ value: is, label: t(`forms.builder.is.${is}`) }))}
                onChange={(is) => replace(begun(on, is))}
              />
            )}
            {'codes' in condition && on !== undefined && (
              <Select
                size="small"
                mode="multiple"
                aria-label={t('forms.builder.conditionValue')}
                value={condition.codes}
                options={(on.choices ?? []).map(({ code, zh, en }) => ({
                  value: code,
                  label: (english ? en : zh) || code,
                }))}
                onChange={(codes) => replace({ ...condition, codes })}
              />
            )}
            {'number' in condition && (
              <Labelled label={t('forms.builder.conditionValue')}>
                {(id) => (
                  <InputNumber
                    id={id}
                    size="small"
                    value={on?.kind === 'money' ? condition.number / 100 : condition.number}
                    onChange={(value) =>
                      replace({
                        ...condition,
                        number: on?.kind === 'money' ? Math.round((value ?? 0) * 100) : (value ?? 0),
                      })
                    }
                  />
                )}
              </Labelled>
            )}
            <Button size="small" onClick={() => set(conditions.toSpliced(at, 1))}>
              {t('forms.builder.removeCondition')}
            </Button>
          </div>
        )
      })}
      <Button size="small" disabled={others.length === 0} onClick={add} data-testid="add-condition">
        {t('forms.builder.addCondition')}
      </Button>
    </fieldset>
  )
}
