import { type ServiceFigures, serviceLevel } from '@ringdesk/gateway/contract'
import { useTranslation } from 'react-i18next'
import { count } from '../messages/formats.ts'
import { lateAbandoned, percent } from './figure-words.ts'
import { useModel } from './supervision-store.ts'

/** The formula with T, and the counts behind this very figure. */
export function useServiceWords() {
  const { t } = useTranslation()
  const { queues } = useModel(({ settings }) => settings.directory)
  const thresholds = (queue?: string) =>
    [...new Set(queues.filter(({ id }) => queue === undefined || id === queue).map((each) => each.serviceLevelMs))]
      .sort((a, b) => a - b)
      .map((ms) => t('common.seconds', { count: ms / 1000 }))
      .join(' / ')
  const formula = (queue?: string) => t('supervision.formula.serviceLevel', { threshold: thresholds(queue) })
  const counts = (figures: ServiceFigures) =>
    t('supervision.formula.detail', {
      inTime: count(figures.answeredInTime),
      answered: count(figures.answered),
      late: count(lateAbandoned(figures)),
      early: count(figures.abandonedEarly),
      otherwise: count(figures.otherwise),
    })
  return {
    formula,
    thresholds,
    level: (figures: ServiceFigures) => percent(serviceLevel(figures)),
    whole: (figures: ServiceFigures, queue?: string) => `${counts(figures)}\n${formula(queue)}`,
  }
}
