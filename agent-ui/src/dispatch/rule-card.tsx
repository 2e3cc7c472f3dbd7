import { Checkbox, Input, InputNumber, Select } from 'antd'
import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useDepartments } from '../collaboration/collaboration-queries.ts'
import { useChoices } from '../tickets/ticket-queries.ts'

/** A rule as its form holds it: everything is there, empty where nothing is asked for. */
export interface EditedRule {
  /** Of the card, not of the rule. */
  readonly key: string
  readonly name: string
  readonly categories: readonly string[]
  readonly regions: readonly string[]
  readonly brands: readonly string[]
  readonly weekdays: readonly number[]
  readonly from: string
  readonly to: string
  readonly notify: readonly string[]
  readonly pool: string
  readonly priority: number
  readonly confirm: boolean
  readonly prefer: string
}

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(text) : [])

export function readRule(rule: Readonly<Record<string, unknown>>): EditedRule {
  const when = record(rule.when)
  const wanted = record(rule.do)
  return {
    key: crypto.randomUUID(),
    name: text(rule.name),
    categories: texts(when.categories),
    regions: texts(when.regions),
    brands: texts(when.brands),
    weekdays: Array.isArray(when.weekdays) ? when.weekdays.map(Number) : [],
    from: text(when.from),
    to: text(when.to),
    notify: texts(wanted.notify),
    pool: text(wanted.pool),
    priority: Number(wanted.priority ?? 0),
    confirm: wanted.confirm === true,
    prefer: text(wanted.prefer),
  }
}

/** The rule as it is kept: what is empty is left out. */
export function writtenRule({ key: _, name, ...rule }: EditedRule): Record<string, unknown> {
  const { categories, regions, brands, weekdays, from, to, notify, pool, priority, confirm, prefer } = rule
  const given = (fields: Record<string, unknown>) =>
    Object.fromEntries(
      Object.entries(fields).filter(([, value]) => (Array.isArray(value) ? value.length > 0 : Boolean(value))),
    )
  return {
    name: name.trim(),
    when: given({ categories, regions, brands, weekdays, from: from.trim(), to: to.trim() }),
    do: given({ notify, pool: pool.trim(), priority, confirm, prefer: prefer.trim() }),
  }
}

interface Props {
  readonly rule: EditedRule
  readonly disabled: boolean
  readonly problems: readonly { readonly path: string; readonly message: string }[]
  readonly onChange: (rule: EditedRule) => void
}

const weekdayNumbers = [1, 2, 3, 4, 5, 6, 7] as const

export function RuleCard({ rule, disabled, problems, onChange }: Props) {
  const { t, i18n } = useTranslation()
  const id = useId()
  const { data: choices } = useChoices()
  const { data: departments = [] } = useDepartments(true)
  const set = (change: Partial<EditedRule>) => onChange({ ...rule, ...change })
  const words = (name: 'regions' | 'brands', label: string, hint: string) => (
    <Field id={`${id}-${name}`} label={label}>
      <Select
        id={`${id}-${name}`}
        mode="tags"
        open={false}
        suffixIcon={null}
        disabled={disabled}
        value={[...rule[name]]}
        placeholder={hint}
        onChange={(value: string[]) => set({ [name]: value })}
      />
    </Field>
  )
  const line = (name: 'name' | 'from' | 'to' | 'pool' | 'prefer', label: string, hint = '') => (
    <Field id={`${id}-${name}`} label={label}>
      <Input
        id={`${id}-${name}`}
        disabled={disabled}
        value={rule[name]}
        maxLength={100}
        placeholder={hint}
        onChange={(event) => set({ [name]: event.target.value })}
      />
    </Field>
  )
  return (
    <div className="rule-card">
      {line('name', t('dispatchRules.name'))}
      <fieldset disabled={disabled}>
        <legend>{t('dispatchRules.when')}</legend>
        <Field id={`${id}-categories`} label={t('dispatchRules.categories')}>
          <Select
            id={`${id}-categories`}
            mode="multiple"
            disabled={disabled}
            value={[...rule.categories]}
            options={(choices?.categories ?? []).map((choice) => ({
              value: choice.code,
              label: i18n.language === 'en' ? choice.en : choice.zh,
            }))}
            onChange={(categories: string[]) => set({ categories })}
          />
        </Field>
        {words('regions', t('dispatchRules.regions'), t('dispatchRules.regionsHint'))}
        {words('brands', t('dispatchRules.brands'), '')}
        <Field id={`${id}-weekdays`} label={t('dispatchRules.weekdays')}>
          <Checkbox.Group
            disabled={disabled}
            value={[...rule.weekdays]}
            options={weekdayNumbers.map((value) => ({ value, label: t(`dispatchRules.weekdayOf.${value}`) }))}
            onChange={(weekdays) => set({ weekdays: weekdays.toSorted((a, b) => a - b) })}
          />
        </Field>
        {line('from', t('dispatchRules.from'), t('dispatchRules.clockHint'))}
        {line('to', t('dispatchRules.to'), t('dispatchRules.clockHint'))}
      </fieldset>
      <fieldset disabled={disabled}>
        <legend>{t('dispatchRules.does')}</legend>
        <Field id={`${id}-notify`} label={t('dispatchRules.notify')}>
          <Select
            id={`${id}-notify`}
            mode="multiple"
            disabled={disabled}
            value={[...rule.notify]}
            options={departments.map(({ id: value, name }) => ({ value, label: name }))}
            onChange={(notify: string[]) => set({ notify })}
          />
        </Field>
        {line('pool', t('dispatchRules.pool'), t('dispatchRules.poolHint'))}
        {line('prefer', t('dispatchRules.prefer'), t('dispatchRules.regionsHint'))}
        <Field id={`${id}-priority`} label={t('dispatchRules.priority')}>
          <InputNumber
            id={`${id}-priority`}
            disabled={disabled}
            min={0}
            max={2}
            value={rule.priority}
            onChange={(priority) => set({ priority: priority ?? 0 })}
          />
        </Field>
        <Checkbox
          disabled={disabled}
          checked={rule.confirm}
          onChange={(event) => set({ confirm: event.target.checked })}
        >
          {t('dispatchRules.confirm')}
        </Checkbox>
      </fieldset>
      {problems.length > 0 && (
        <ul role="alert" className="ticket-error">
          {problems.map((problem) => (
            <li key={problem.path}>
              {problem.path.replace(/^rules\.\d+\./, '')}: {problem.message}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function Field({ id, label, children }: { id: string; label: string; children: ReactNode }) {
  return (
    <div className="rule-field">
      <label htmlFor={id}>{label}</label>
      {children}
    </div>
  )
}
