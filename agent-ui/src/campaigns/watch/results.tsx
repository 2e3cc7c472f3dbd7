/** What customers answered: by question, by store, region or city; and what they said. */
import type { SurveyPlace, SurveyQuestion, SurveyResults } from '@ringdesk/gateway/contract'
import { Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Empty, Failed, Waiting } from '../../frame/screens.tsx'
import { count } from '../../messages/formats.ts'
import { CommentList } from './comment-list.tsx'
import { NOTHING, percent } from './figure-words.ts'
import { Bar } from './parts.tsx'
import { type PlaceKind, useSurveyResults } from './watch-queries.ts'

const placeKinds: readonly PlaceKind[] = ['store', 'city', 'region']
/** Values of a question that have a column of their own among the places. */
const MOST_COLUMNS = 6

export function Results({ id }: { id: string }) {
  const { t } = useTranslation()
  const [by, setBy] = useState<PlaceKind>('store')
  const [store, setStore] = useState<SurveyPlace>()
  const { data, error, refetch } = useSurveyResults(id, by)
  if (data === undefined)
    return error === null ? <Waiting lines={12} /> : <Failed error={error} onRetry={() => void refetch()} />
  if (data.questions.length === 0 && data.comments === 0)
    return <Empty title={t('campaignWatch.noResults')} text={t('campaignWatch.noResultsText')} />
  return (
    <>
      <div className="watch-row" data-testid="questions">
        {data.questions.map((question) => (
          <Question key={question.question} question={question} />
        ))}
      </div>
      <div className="watch-row watch-row-wide">
        <section className="watch-part" aria-label={t(`campaignWatch.place.${by}`)} data-testid="places">
          <header>
            <h2>{t('campaignWatch.by')}</h2>
            <Segmented
              size="small"
              aria-label={t('campaignWatch.by')}
              value={by}
              options={placeKinds.map((value) => ({ value, label: t(`campaignWatch.place.${value}`) }))}
              onChange={(next) => {
                setBy(next)
                setStore(undefined)
              }}
            />
          </header>
          <Places results={data} by={by} chosen={store} choose={setStore} />
          {data.more && (
            <p className="second watch-more">{t('campaignWatch.morePlaces', { count: data.places.length })}</p>
          )}
        </section>
        <CommentList
          id={id}
          total={data.comments}
          questions={data.questions}
          store={by === 'store' ? store : undefined}
          clear={() => setStore(undefined)}
        />
      </div>
    </>
  )
}

function Question({ question: { question, label, answers, mean, values } }: { question: SurveyQuestion }) {
  const { t } = useTranslation()
  const most = Math.max(1, ...values.map((each) => each.count))
  return (
    <section className="watch-part" aria-label={label ?? question}>
      <header>
        <h2>{label ?? question}</h2>
        <span className="second">{t('campaignWatch.answersOf', { count: answers })}</span>
        <span className="bar-space" />
        {mean !== undefined && <b>{t('campaignWatch.mean', { value: mean.toFixed(2) })}</b>}
      </header>
      <ul className="watch-bars">
        {values.map((each) => (
          <Bar
            key={each.value}
            name={each.label === undefined ? each.value : `${each.value} · ${each.label}`}
            value={each.count}
            share={each.count / most}
            tone="accent"
            under={percent((100 * each.count) / Math.max(1, answers))}
          />
        ))}
      </ul>
    </section>
  )
}

/** A question's mean, or the share of one of its values. */
interface Column {
  readonly key: string
  readonly question: string
  readonly word: string
  readonly value: string | undefined
}

function Places(props: {
  readonly results: SurveyResults
  readonly by: PlaceKind
  readonly chosen: SurveyPlace | undefined
  readonly choose: (place: SurveyPlace | undefined) => void
}) {
  const { t } = useTranslation()
  const { results, by, chosen, choose } = props
  const columns = results.questions.flatMap(({ question, label = question, mean, values }): readonly Column[] =>
    mean !== undefined
      ? [{ key: question, question, word: label, value: undefined }]
      : values
          .slice(0, MOST_COLUMNS)
          .map(({ value, label: answer = value }) => ({ key: `${question}/${value}`, question, word: answer, value })),
  )
  return (
    <div className="watch-table watch-places">
      <table className="grid-table">
        <thead>
          <tr>
            <th>{t(`campaignWatch.place.${by}`)}</th>
            <th className="figure">{t('campaignWatch.people')}</th>
            {columns.map(({ key, word }) => (
              <th key={key} className="figure" title={word}>
                {word}
              </th>
            ))}
            <th className="figure">{t('campaignWatch.comments')}</th>
          </tr>
        </thead>
        <tbody>
          {results.places.map((place) => {
            const name = place.name ?? place.id ?? t('campaignWatch.unknownPlace')
            return (
              <tr key={place.id ?? ''} aria-current={chosen !== undefined && place.id === chosen.id}>
                <td className="cut" title={name}>
                  {by === 'store' && place.id !== undefined && place.comments > 0 ? (
                    <button type="button" className="link-button" onClick={() => choose(place)}>
                      {name}
                    </button>
                  ) : (
                    name
                  )}
                </td>
                <td className="figure">{count(place.people)}</td>
                {columns.map(({ key, question, value }) => {
                  const own = place.questions.find((each) => each.question === question)
                  return (
                    <td key={key} className="figure">
                      {value === undefined
                        ? (own?.mean?.toFixed(2) ?? NOTHING)
                        : percent(own && own.answers > 0 ? (100 * (own.values[value] ?? 0)) / own.answers : undefined)}
                    </td>
                  )
                })}
                <td className="figure">{count(place.comments)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
