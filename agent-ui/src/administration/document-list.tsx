/** All documents of a kind with the draft's changes marked. */
import type { ConfigurationState, DocumentKind, DocumentOf, NeedsDocument } from '@ringdesk/gateway/contract'
import { useTranslation } from 'react-i18next'
import { Empty } from '../frame/screens.tsx'
import { count } from '../messages/formats.ts'
import { clock } from './clock.ts'
import { type Drafted, drafted } from './drafted.ts'

/** More are found by typing. */
const SHOWN = 300

interface ListProps {
  readonly state: ConfigurationState
  readonly kind: DocumentKind
  readonly filter: string
  readonly onOpen: (key: string) => void
}

export function DocumentList({ state, kind, filter, onOpen }: ListProps) {
  const { t } = useTranslation()
  const wanted = filter.trim().toLowerCase()
  const all = drafted(state, kind)
  const rows = all.filter(({ key, document }) => `${key} ${nameOf(document)}`.toLowerCase().includes(wanted))
  if (rows.length === 0)
    return all.length === 0 ? (
      <Empty title={t('administration.empty')} text={t('administration.emptyText')} />
    ) : (
      <Empty title={t('administration.nothingFound')} />
    )
  return (
    <>
      <table className="grid-table" data-testid={`list-${kind}`}>
        <tbody>
          {rows.slice(0, SHOWN).map((row) => (
            <tr key={row.key} data-mark={row.mark}>
              <td className="nowrap">
                <button type="button" className="link-button" onClick={() => onOpen(row.key)}>
                  {nameOf(row.document) || row.key}
                </button>{' '}
                <span className="second">{row.key}</span>
              </td>
              <td>
                <Summary state={state} kind={kind} row={row} />
              </td>
              <td className="nowrap">
                {row.mark && (
                  <span className="tag" data-tone={row.mark === 'removed' ? 'danger' : 'accent'}>
                    {t(`administration.mark.${row.mark}`)}
                  </span>
                )}{' '}
                {row.problems > 0 && (
                  <span className="tag" data-tone="danger">
                    {t('administration.draft.problems', { count: row.problems })}
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > SHOWN && <p className="page-end second">{count(rows.length)}</p>}
    </>
  )
}

function nameOf(document: DocumentOf[DocumentKind]): string {
  return 'label' in document ? document.label : document.name
}

function Summary({ state, kind, row }: { state: ConfigurationState; kind: DocumentKind; row: Drafted<DocumentKind> }) {
  const { t } = useTranslation()
  const skillName = (id: string) => drafted(state, 'skill').find(({ key }) => key === id)?.document.label ?? id
  const { document } = row
  if (kind === 'queue' && 'rings' in document) {
    const parts = [
      needsText(document.needs, skillName, t('administration.needs.anyone')),
      ...document.rings.map(
        ({ afterMs, needs }) =>
          `${afterMs / 1_000} s → ${needsText(needs, skillName, t('administration.needs.anyone'))}`,
      ),
      t(`administration.choose.${document.choose}`),
    ]
    return <span className="second">{parts.join(' · ')}</span>
  }
  if (kind === 'agent' && 'extension' in document) {
    const held = Object.entries(document.skills).map(([skill, level]) => `${skillName(skill)} ${level}`)
    return (
      <span className="second">
        {document.extension} · {held.join(' · ')} {document.teams.map((team) => `#${team}`).join(' ')}{' '}
        {!document.enabled && <span className="tag">{t('administration.fields.enabled')}: ✕</span>}
      </span>
    )
  }
  if (kind === 'hotline' && 'hours' in document) {
    const [span] = document.hours.week[1] ?? []
    return (
      <span className="second">
        {t('administration.week.day1')}{' '}
        {span ? `${clock(span[0])}–${clock(span[1])}` : t('administration.hours.closed')}
      </span>
    )
  }
  if (kind === 'holiday' && 'date' in document)
    return (
      <span className="tag" data-tone={document.open ? 'ready' : undefined}>
        {document.open ? t('administration.holidays.worked') : t('administration.holidays.off')}
      </span>
    )
  if (kind === 'region' && 'provinces' in document)
    return <span className="second">{document.provinces.join('、')}</span>
  return null
}

function needsText({ all, anyOf }: NeedsDocument, name: (skill: string) => string, anyone: string): string {
  const one = ({ skill, min }: NeedsDocument['all'][number]) => `${name(skill)} ≥ ${min}`
  const parts = [...all.map(one), ...(anyOf ?? []).map((group) => `(${group.map(one).join(' / ')})`)]
  return parts.length === 0 ? anyone : parts.join(' + ')
}
