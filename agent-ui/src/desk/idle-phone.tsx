import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useCallerWords } from '../customers/caller-words.ts'
import { requestState } from './actions.ts'
import type { DeskModel, GoneContact } from './desk-state.ts'
import { noteGone, useDesk } from './desk-store.ts'
import { useServerNow } from './elapsed.tsx'
import { keyOf } from './keys.ts'
import type { ControlState } from './pending-commands.ts'

/** ms that "the caller hung up" and its like stay in the bar when nobody takes note. */
const noticeMs = 20_000

/** The bar without a call: what became of the last one, when the agent should know, else how calls will come. */
export function IdlePhone({ model, state }: { model: DeskModel; state: ControlState }) {
  const { t } = useTranslation()
  const words = useCallerWords()
  const now = useServerNow()
  const notedGone = useDesk((desk) => desk.notedGone)
  const { gone } = model
  const who =
    gone === undefined
      ? ''
      : words(gone.contact.number, gone.contact.context?.customer?.name ?? gone.contact.callerName)
  const extension = model.me.agent?.extension ?? ''
  const { reason } = model.state

  if (reason === 'missed-offer' || reason === 'phone-unreachable') {
    const missed = reason === 'missed-offer'
    return (
      <section className="phone phone-notice" data-tone="busy" role="alert" data-testid="notice">
        <div>
          <b>{missed ? t('phone.missed') : t('phone.unreachable')}</b>
          <p className="cut">
            {missed ? who && t('phone.missedText', { who }) : t('phone.unreachableText', { extension })}
          </p>
        </div>
        <Button
          type="primary"
          disabled={!state.enabled}
          loading={state.busy}
          onClick={() => void requestState({ kind: 'ready' })}
          data-testid="ready-again"
        >
          {t('phone.readyAgain')} <kbd>{keyOf['toggle-state']}</kbd>
        </Button>
      </section>
    )
  }
  const notice = gone !== undefined && gone.at > notedGone && now - gone.at < noticeMs ? noticeOf(gone) : undefined
  if (gone !== undefined && notice !== undefined) {
    return (
      <section className="phone phone-notice" data-tone="rest" role="status" data-testid="notice">
        <div>
          <b>{t(`phone.${notice}`)}</b>
          <p className="cut">{who}</p>
        </div>
        <Button onClick={() => noteGone(gone.at)}>{t('phone.noted')}</Button>
      </section>
    )
  }
  const { kind } = model.state
  return (
    <section className="phone phone-idle" aria-label={t('phone.label')} data-testid="phone-idle">
      <span>
        {kind === 'offline'
          ? t('phone.idleOffline')
          : kind === 'not-ready'
            ? t('phone.idleNotReady')
            : t('phone.idleReady')}
      </span>
      <span className="second">
        {model.me.name} · {t('phone.extension', { extension })}
      </span>
    </section>
  )
}

function noticeOf({ contact, reason }: GoneContact) {
  switch (reason) {
    case 'caller-left':
      return 'callerLeft'
    case 'declined':
      return 'declined'
    case 'failed':
      return 'failed'
    case 'withdrawn':
      return 'withdrawn'
    case 'missed':
      return contact.phase === 'offered' ? 'withdrawn' : undefined
    case 'done':
      return undefined
  }
}
