/** Which type the typed words speak of: marked as a guess, saved only when somebody takes it. */
import type { TypeSuggestion } from '@ringdesk/gateway/contract'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import './type-form.css'

interface Props {
  readonly guess: TypeSuggestion
  readonly name: string
  readonly onTake: () => void
}

export const takeGuessKey = 'Alt+Enter'

export function TypeGuess({ guess, name, onTake }: Props) {
  const { t } = useTranslation()
  return (
    <span className="type-guess" role="status" data-testid="type-guess">
      <span className="tag" data-tone="busy">
        {t('ticket.guess')}
      </span>
      <b>{name}</b>
      <span className="second cut" title={guess.words.join('、')}>
        {t('forms.guessBecause', { words: guess.words.slice(0, 2).join('、') })}
      </span>
      <Button size="small" aria-keyshortcuts={takeGuessKey} onClick={onTake} data-testid="take-guess">
        {t('ticket.confirmGuess')} <kbd>{takeGuessKey}</kbd>
      </Button>
    </span>
  )
}
