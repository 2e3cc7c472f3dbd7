import type { MessageTarget } from '@ringdesk/gateway/contract'
import { Input, Modal, Select } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useModel } from './supervision-store.ts'
import { useHands } from './use-hands.ts'

const mostLetters = 500

/** @param agent preset; absent: everybody */
export function MessageForm({ agent, onClose }: { agent?: string; onClose: () => void }) {
  const { t } = useTranslation()
  const hands = useHands()
  const people = useModel(({ settings }) => settings.directory.people)
  const [to, setTo] = useState(agent === undefined ? 'everybody:' : `agent:${agent}`)
  const [text, setText] = useState('')
  const [sending, setSending] = useState(false)
  const options = useMemo(() => {
    const teams = [...new Set(people.flatMap((person) => person.teams))].sort()
    return [
      { value: 'everybody:', label: t('supervision.messageForm.everybody') },
      ...teams.map((team) => ({ value: `team:${team}`, label: t('supervision.messageForm.team', { team }) })),
      ...people.map(({ id, name }) => ({ value: `agent:${id}`, label: `${name} ${id}` })),
    ]
  }, [people, t])

  async function send() {
    if (text.trim() === '' || sending) return
    setSending(true)
    const done = await hands.perform({ type: 'send-message', to: targetOf(to), text: text.trim() })
    setSending(false)
    if (done) onClose()
  }
  return (
    <Modal
      open
      title={t('supervision.messageForm.title')}
      onCancel={onClose}
      onOk={() => void send()}
      okText={t('supervision.messageForm.send')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: text.trim() === '', loading: sending, id: 'send-message' }}
    >
      <div className="message-form">
        <Select
          aria-label={t('supervision.messageForm.to')}
          value={to}
          onChange={setTo}
          options={options}
          showSearch={{ optionFilterProp: 'label' }}
          data-testid="message-to"
        />
        <Input.TextArea
          autoFocus
          aria-label={t('supervision.messageForm.text')}
          value={text}
          onChange={(event) => setText(event.target.value)}
          maxLength={mostLetters}
          showCount
          rows={4}
          data-testid="message-text"
        />
        <p className="second">{t('supervision.messageForm.textHint')}</p>
      </div>
    </Modal>
  )
}

function targetOf(value: string): MessageTarget {
  const [kind, id] = [value.slice(0, value.indexOf(':')), value.slice(value.indexOf(':') + 1)]
  return kind === 'team' || kind === 'agent' ? { kind, id } : { kind: 'everybody' }
}
