/** What is wrong, where, and what would be right; each leads to its node. */
import type { FlowProblemShape } from '@ringdesk/gateway/contract'
import { useTranslation } from 'react-i18next'
import { Failed } from '../frame/screens.tsx'
import type { FlowWords } from './flow-words.ts'

interface Props {
  readonly problems: readonly FlowProblemShape[]
  readonly words: FlowWords
  readonly error: Error | null
  readonly upToDate: boolean
  readonly onGoTo: (id: string) => void
  readonly onRetry: () => void
}

export function ProblemList({ problems, words, error, upToDate, onGoTo, onRetry }: Props) {
  const { t } = useTranslation()
  if (error !== null) return <Failed error={error} onRetry={onRetry} />
  return (
    <div aria-live="polite" aria-busy={!upToDate} data-testid="flow-problems">
      {problems.length === 0 && <p className="second">{upToDate ? t('flows.noProblems') : t('flows.checking')}</p>}
      <ul className="flow-problems">
        {problems.map((problem) => {
          const { code, severity, node, place = '', about } = problem
          return (
            <li key={`${code} ${node} ${place} ${about.join()}`} data-severity={severity}>
              <div>
                <span className="tag" data-tone={severity === 'error' ? 'danger' : 'busy'}>
                  {t(`flows.severity.${severity}`)}
                </span>{' '}
                {node === undefined ? (
                  <strong>{t('flows.wholeFlow')}</strong>
                ) : (
                  <button
                    type="button"
                    className="link-button"
                    aria-label={t('flows.goTo', { name: words.node(node) })}
                    onClick={() => onGoTo(node)}
                  >
                    {words.node(node)}
                  </button>
                )}
              </div>
              {words.problem(problem)}
            </li>
          )
        })}
      </ul>
    </div>
  )
}
