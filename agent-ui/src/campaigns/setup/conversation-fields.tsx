import { CloseOutlined } from '@ant-design/icons'
import type { Disposition } from '@ringdesk/gateway/contract'
import { Button, Checkbox, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { Labelled } from '../labelled.tsx'
import type { SetupProps } from '../setup-tab.tsx'

const nexts = ['done', 'retry', 'callback', 'refuse'] as const
/** A key each. */
const MOST = 9

/** What agents say, and what they make of the call. */
export function ConversationFields({ fields: { settings }, disabled, set }: SetupProps) {
  const { t } = useTranslation()
  const { dispositions } = settings
  const change = (index: number, some: Partial<Disposition>) =>
    set({ dispositions: dispositions.map((each, at) => (at === index ? { ...each, ...some } : each)) })
  return (
    <section>
      <h2>{t('campaigns.setup.conversation')}</h2>
      <Labelled
        label={t('campaigns.setup.script')}
        text={`${t('campaigns.setup.scriptText')}${t('campaigns.setup.scriptFields')}`}
      >
        <Input.TextArea
          rows={4}
          maxLength={10_000}
          value={settings.script}
          disabled={disabled}
          onChange={({ target }) => set({ script: target.value })}
        />
      </Labelled>
      <h3>{t('campaigns.setup.dispositions')}</h3>
      <ol className="campaign-dispositions">
        {dispositions.map(({ id, label, next, success }, index) => (
          <li key={id}>
            <kbd>{index + 1}</kbd>
            <Input
              maxLength={30}
              aria-label={`${index + 1}: ${t('campaigns.setup.dispositionLabel')}`}
              value={label}
              disabled={disabled}
              onChange={({ target }) => change(index, { label: target.value })}
            />
            <Select
              aria-label={`${label}: ${t('campaigns.setup.dispositionNext')}`}
              value={next}
              disabled={disabled}
              onChange={(value) => change(index, { next: value })}
              options={nexts.map((value) => ({ value, label: t(`campaigns.setup.dispositionOf.${value}`) }))}
            />
            <Checkbox
              checked={success}
              disabled={disabled}
              onChange={({ target }) => change(index, { success: target.checked })}
            >
              {t('campaigns.setup.success')}
            </Checkbox>
            <Button
              type="text"
              size="small"
              icon={<CloseOutlined />}
              disabled={disabled}
              aria-label={`${label}: ${t('administration.needs.remove')}`}
              onClick={() => set({ dispositions: dispositions.filter((_, at) => at !== index) })}
            />
          </li>
        ))}
      </ol>
      {dispositions.length < MOST && (
        <Button
          size="small"
          disabled={disabled}
          onClick={() =>
            set({
              dispositions: [
                ...dispositions,
                { id: crypto.randomUUID().slice(0, 8), label: '', next: 'done', success: false },
              ],
            })
          }
        >
          {t('campaigns.setup.addDisposition')}
        </Button>
      )}
    </section>
  )
}
