import { useTranslation } from 'react-i18next'

const priorities = ['normal', 'high', 'urgent'] as const

/** What one action did, as the history has it. */
export function useDoneWords(): (done: Readonly<Record<string, unknown>>) => string {
  const { t } = useTranslation()
  const what = (done: Readonly<Record<string, unknown>>): string => {
    switch (done.do) {
      case 'set-priority':
        return t('rules.history.priority', {
          to: t(`ticket.priorityOf.${priorities[Number(done.priority)] ?? 'normal'}`),
        })
      case 'add-tag':
        return t('rules.history.tag', { to: String(done.tag) })
      case 'assign':
        return t('rules.history.owner', { to: String(done.to) })
      case 'notify':
        return t('rules.history.notify', { to: (Array.isArray(done.people) ? done.people : []).join('、') })
      case 'webhook':
        return t('rules.history.webhook', { to: String(done.to) })
      case 'follow-up':
        return t('rules.history.followUp', { to: String(done.number) })
      case 'survey':
        return done.at === undefined
          ? t('rules.history.survey', { to: String(done.campaign ?? '') })
          : t('rules.history.surveyAt', { to: String(done.campaign ?? ''), at: String(done.at) })
      case 'reopen':
        return t('rules.history.reopen', { to: String(done.reason) })
      case 'store-task':
        return t('rules.history.storeTask', { to: String(done.store), text: String(done.text) })
      default:
        return String(done.do)
    }
  }
  return (done) => {
    if (done.failed !== undefined)
      return t('rules.history.failed', {
        what: t(`rules.do.${String(done.do) as 'survey'}`),
        why: String(done.failed),
      })
    return done.unchanged === true ? `${what(done)} ${t('rules.history.unchanged')}` : what(done)
  }
}
