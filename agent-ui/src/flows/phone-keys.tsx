/** The keys of a phone, by mouse or by the keyboard's own digits. */
import type { FlowTrialCommand } from '@ringdesk/gateway/contract'
import { Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FlowWords } from './flow-words.ts'

interface Props {
  readonly command: Extract<FlowTrialCommand, { do: 'collect' }>
  readonly waits: boolean
  readonly words: FlowWords
  /** What was accepted; '' when nothing was in all tries. */
  readonly onDigits: (digits: string) => void
}

export function PhoneKeys({ command, waits, words, onDigits }: Props) {
  const { t } = useTranslation()
  const [digits, setDigits] = useState('')
  const [misses, setMisses] = useState(0)
  const invalid = command.invalidPrompt ? words.played(command.invalidPrompt) : t('flows.trial.noInvalid')
  const keys = useRef<HTMLFieldSetElement>(null)
  useEffect(() => keys.current?.focus(), [])
  const many = command.maxDigits > 1
  /** As the switch asks: what is not accepted is asked again, until all tries are used up. */
  const give = (pressed: string) => {
    if (new RegExp(command.accept).test(pressed)) return onDigits(pressed)
    setDigits('')
    if (misses + 1 >= command.tries) onDigits('')
    else setMisses(misses + 1)
  }
  const press = (key: string) => {
    if (waits) return
    const pressed = digits + key
    if (pressed.length >= command.maxDigits) give(pressed)
    else setDigits(pressed)
  }
  return (
    <fieldset
      className="flow-keypad"
      ref={keys}
      tabIndex={-1}
      disabled={waits}
      onKeyDown={({ key }) => /^[0-9*#]$/.test(key) && press(key)}
    >
      <legend>{t('flows.trial.keypad')}</legend>
      {misses > 0 && (
        <p role="status" className="flow-heard">
          {t('flows.trial.missed', { invalid, miss: misses, tries: command.tries })}
        </p>
      )}
      {many && <p role="status">{t('flows.trial.waiting', { digits })}</p>}
      <div className="flow-pad">
        {[...'123456789*0#'].map((key) => (
          <button key={key} type="button" className="flow-key" onClick={() => press(key)} data-testid={`press-${key}`}>
            {key}
          </button>
        ))}
      </div>
      <div className="flow-row">
        {many && (
          <>
            <Button size="small" type="primary" disabled={digits === ''} onClick={() => give(digits)}>
              {t('flows.trial.confirm')}
            </Button>
            <Button size="small" disabled={digits === ''} onClick={() => setDigits('')}>
              {t('flows.trial.clear')}
            </Button>
          </>
        )}
        <Button size="small" onClick={() => give('')} data-testid="press-nothing">
          {t('flows.trial.noKey')}
        </Button>
      </div>
    </fieldset>
  )
}
