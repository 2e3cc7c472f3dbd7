import type { TicketCollaboration, TicketTask } from '@ringdesk/gateway/contract'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ticketPath } from '../collaboration/collaboration-queries.ts'
import { newId } from '../collaboration/new-id.ts'
import { Moment } from '../frame/moment.tsx'
import { request } from '../gateway/request.ts'
import { useErrorWords } from '../messages/error-words.ts'

/** What the store has been asked to do for this ticket, until it has done it. A tick needs the network: it is told, not queued. */
export function StoreTasks({ ticketId, tasks, onChange }: Props) {
  const { t } = useTranslation()
  const open = tasks.filter(({ store, doneAt }) => store !== undefined && doneAt === undefined)
  if (open.length === 0) return null
  return (
    <section className="store-phone-talk" aria-label={t('store.tasks')} data-testid="store-tasks">
      <h2>{t('store.tasks')}</h2>
      <ul className="store-phone-tasks">
        {open.map((task) => (
          <TaskLine key={task.id} ticketId={ticketId} task={task} onChange={onChange} />
        ))}
      </ul>
    </section>
  )
}

interface Props {
  readonly ticketId: string
  readonly tasks: TicketCollaboration['tasks']
  readonly onChange: () => void
}

function TaskLine({ ticketId, task, onChange }: { ticketId: string; task: TicketTask; onChange: () => void }) {
  const { t } = useTranslation()
  const words = useErrorWords()
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  async function done() {
    setBusy(true)
    setProblem(undefined)
    try {
      await request('POST', ticketPath(ticketId, `tasks/${encodeURIComponent(task.id)}/state`), {
        body: { commandId: newId(), done: true },
      })
      onChange()
    } catch (error) {
      setProblem(words(error))
    }
    setBusy(false)
  }
  return (
    <li>
      <label>
        <input type="checkbox" checked={busy} disabled={busy} onChange={() => void done()} /> {task.title}
      </label>
      {task.dueAt !== undefined && (
        <p className="second">
          {t('collaboration.due')} <Moment at={task.dueAt} />
        </p>
      )}
      {problem !== undefined && <p role="alert">{problem}</p>}
    </li>
  )
}
