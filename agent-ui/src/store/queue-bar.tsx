import { useTranslation } from 'react-i18next'
import { useShallow } from 'zustand/react/shallow'
import { useMe } from '../session/session.ts'
import { dismiss, useQueue } from './queue.ts'
import { isWaiting, type QueuedAction } from './queued-actions.ts'

/** What somebody did, in a few words. */
export function useDeedWords() {
  const { t } = useTranslation()
  return ({ deed }: QueuedAction): string => {
    if (deed.kind === 'comment') {
      const photos = deed.photos.length > 0 ? t('store.move.photos', { count: deed.photos.length }) : ''
      return [deed.text || (photos === '' ? t('store.move.comment') : ''), photos].filter(Boolean).join(' · ')
    }
    if (deed.kind === 'values') return t('store.fields.title')
    const { move } = deed.move
    return move in words ? t(`store.move.${move as keyof typeof words}`) : move
  }
}
const words = { accept: 1, start: 1, resolve: 1, return: 1, suspend: 1, resume: 1 }

export function useMyActions(ticketId?: string): readonly QueuedAction[] {
  const me = useMe()
  const actions = useQueue((queue) => queue.actions)
  return actions.filter((each) => each.accountId === me.id && (ticketId === undefined || each.ticketId === ticketId))
}

/** What an answer of the gateway cannot know that was asked for when it had taken so many actions: what waits, and what was sent since. */
export function useUnknownAt(asked: number): readonly QueuedAction[] {
  const me = useMe()
  const { actions, taken } = useQueue(useShallow(({ actions, taken }) => ({ actions, taken })))
  const since = taken.filter((each) => each.accountId === me.id && each.sent > asked)
  const counted = new Set(since.map(({ seq }) => seq))
  return [...since, ...actions.filter((each) => each.accountId === me.id && isWaiting(each) && !counted.has(each.seq))]
}

/** How much waits to be sent, and what was refused and why. */
export function QueueBar({ offline }: { offline: boolean }) {
  const { t } = useTranslation()
  const deed = useDeedWords()
  const actions = useMyActions()
  const waiting = actions.filter(isWaiting)
  return (
    <div className="store-phone-queue" role="status" data-testid="queue" data-waiting={waiting.length}>
      {waiting.length > 0 && (
        <p className="store-phone-queue-waiting">
          <b>{t('store.queued', { count: waiting.length })}</b>{' '}
          {offline ? t('store.queuedOffline') : t('store.queuedSending')}
        </p>
      )}
      {actions
        .filter((action) => !isWaiting(action))
        .map((action) => (
          <div key={action.seq} className="store-phone-refused" role="alert" data-testid="refused">
            <p>
              <b>
                {action.ticketNumber} {deed(action)}：{t('store.refused')}
              </b>
              <br />
              {action.refused}
            </p>
            <button type="button" onClick={() => void dismiss(action.seq)}>
              {t('store.dismiss')}
            </button>
          </div>
        ))}
    </div>
  )
}
