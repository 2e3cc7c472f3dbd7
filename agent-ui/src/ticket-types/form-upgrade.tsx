/** A ticket that was filled in with an older form: what would become of its values with the newest, and the button that does it. */
import {
  type FormDocument,
  fieldsIn,
  shownValueProblem,
  type TicketDetail,
  takenOver,
} from '@ringdesk/gateway/contract'
import { useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { request } from '../gateway/request.ts'
import { useErrorWords } from '../messages/error-words.ts'
import { valueName } from '../tickets/draft.ts'
import { useFieldWords } from '../tickets/field-words.ts'
import { learnTicket, ticketPath, useChoices } from '../tickets/ticket-queries.ts'
import { useForm, usePresentVersion } from './type-queries.ts'

export function FormUpgrade({ ticket, document }: { readonly ticket: TicketDetail; readonly document: FormDocument }) {
  const { t } = useTranslation()
  const { message, modal } = App.useApp()
  const errors = useErrorWords()
  const queries = useQueryClient()
  const { data: choices } = useChoices()
  const words = useFieldWords(choices, document)
  const present = usePresentVersion(ticket.category)
  const { data: newest } = useForm(ticket.category, present)
  const [busy, setBusy] = useState(false)
  if (ticket.formVersion === undefined || present === undefined || newest === undefined) return null
  if (present <= ticket.formVersion) return null

  const upgrade = async () => {
    setBusy(true)
    try {
      const body = { version: ticket.version, fields: {}, formVersion: present }
      learnTicket(queries, await request<TicketDetail>('PATCH', ticketPath(ticket.id), { body }))
    } catch (error) {
      void message.error(errors(error))
    } finally {
      setBusy(false)
    }
  }
  const { misfits } = takenOver(newest.document, ticket.values ?? {}, shownValueProblem)
  const labels = new Map(fieldsIn(document).map((field) => [field.id, words.field(valueName(field.id))]))
  const ask = () =>
    modal.confirm({
      title: t('forms.upgradeTitle', { from: ticket.formVersion, to: present }),
      content: (
        <div data-testid="upgrade-misfits">
          <p>{misfits.length === 0 ? t('forms.upgradeFits') : t('forms.upgradeMisfits')}</p>
          <ul>
            {misfits.map(({ field, value, code, limit = 0 }) => (
              <li key={field}>
                {labels.get(field) ?? field}: {words.value(valueName(field), value)} —{' '}
                {t(`forms.problem.${code}`, { limit })}
              </li>
            ))}
          </ul>
        </div>
      ),
      okText: t('forms.upgrade'),
      cancelText: t('common.cancel'),
      onOk: upgrade,
    })
  return (
    <div className="form-upgrade" role="status">
      <span className="second">{t('forms.older', { version: ticket.formVersion, present })}</span>
      <Button size="small" loading={busy} onClick={ask} data-testid="form-upgrade">
        {t('forms.upgrade')}
      </Button>
    </div>
  )
}
