import type { TicketTask } from '@ringdesk/gateway/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Checkbox, DatePicker, Input, Select } from 'antd'
import type { Dayjs } from 'dayjs'
import { type FormEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNow } from '../frame/clock.ts'
import { Moment } from '../frame/moment.tsx'
import { request } from '../gateway/request.ts'
import { useErrorWords } from '../messages/error-words.ts'
import { ticketPath, useCollaboration, useDepartments, usePeople } from './collaboration-queries.ts'
import { newId } from './new-id.ts'
import './collaboration.css'

/** What other people and departments do for this ticket. */
export function TaskPanel({ ticketId, readOnly }: { ticketId: string; readOnly: boolean }) {
  const { t } = useTranslation()
  const { data } = useCollaboration(ticketId)
  const [adding, setAdding] = useState(false)
  if (data === undefined) return null
  return (
    <section className="tasks" aria-label={t('collaboration.tasks')} data-testid="tasks">
      <div className="side-row">
        <h3>{t('collaboration.tasks')}</h3>
        {!readOnly && (
          <Button size="small" onClick={() => setAdding(!adding)} aria-expanded={adding} data-testid="add-task">
            {t('collaboration.addTask')}
          </Button>
        )}
      </div>
      {adding && <NewTaskForm ticketId={ticketId} onDone={() => setAdding(false)} />}
      {data.tasks.length === 0 && !adding && <p className="second">{t('collaboration.tasksEmpty')}</p>}
      <ul>
        {data.tasks.map((task) => (
          <TaskLine key={task.id} ticketId={ticketId} task={task} readOnly={readOnly} />
        ))}
      </ul>
    </section>
  )
}

function TaskLine({ ticketId, task, readOnly }: { ticketId: string; task: TicketTask; readOnly: boolean }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const words = useErrorWords()
  const queries = useQueryClient()
  const now = useNow(60_000)
  const set = useMutation({
    mutationFn: (done: boolean) =>
      request<TicketTask>('POST', ticketPath(ticketId, `tasks/${encodeURIComponent(task.id)}/state`), {
        body: { commandId: newId(), done },
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['collaboration', ticketId] }),
    onError: (error) => void message.error(words(error)),
  })
  const overdue = task.doneAt === undefined && task.dueAt !== undefined && Date.parse(task.dueAt) < now
  return (
    <li data-done={task.doneAt !== undefined} data-testid="task">
      <Checkbox
        checked={task.doneAt !== undefined}
        disabled={readOnly || set.isPending}
        aria-label={t('collaboration.markDone', { title: task.title })}
        onChange={(event) => set.mutate(event.target.checked)}
      />
      <span>
        <span className="task-title">{task.title}</span>
        <span className="second task-facts">
          {task.owner?.name ?? task.department?.name ?? task.store?.name}
          {task.doneBy !== undefined && ` · ${t('collaboration.doneBy', { name: task.doneBy })}`}
          {task.dueAt !== undefined && task.doneAt === undefined && (
            <>
              {' · '}
              {overdue ? <b className="task-overdue">{t('collaboration.overdue')}</b> : t('collaboration.due')}{' '}
              <Moment at={task.dueAt} />
            </>
          )}
        </span>
      </span>
    </li>
  )
}

function NewTaskForm({ ticketId, onDone }: { ticketId: string; onDone: () => void }) {
  const { t } = useTranslation()
  const words = useErrorWords()
  const queries = useQueryClient()
  const commandId = useRef(newId())
  const [title, setTitle] = useState('')
  const [owner, setOwner] = useState<string>()
  const [due, setDue] = useState<Dayjs | null>(null)
  const { data: people = [] } = usePeople(ticketId, '', true)
  const { data: departments = [] } = useDepartments(true)
  const add = useMutation({
    mutationFn: () => {
      const [kind, id] = owner?.split(':') ?? []
      return request<TicketTask>('POST', ticketPath(ticketId, 'tasks'), {
        body: {
          commandId: commandId.current,
          title: title.trim(),
          ...(kind === 'person' ? { ownerId: id } : { departmentId: id }),
          ...(due === null ? {} : { dueAt: due.toDate().toISOString() }),
        },
      })
    },
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['collaboration', ticketId] })
      onDone()
    },
  })
  function submit(event: FormEvent) {
    event.preventDefault()
    if (title.trim() !== '' && owner !== undefined) add.mutate()
  }
  return (
    <form className="task-form" onSubmit={submit}>
      <Input
        value={title}
        maxLength={200}
        placeholder={t('collaboration.taskTitle')}
        aria-label={t('collaboration.taskTitle')}
        onChange={(event) => setTitle(event.target.value)}
        data-testid="task-title"
      />
      <Select
        {...(owner === undefined ? {} : { value: owner })}
        placeholder={t('collaboration.taskOwner')}
        aria-label={t('collaboration.taskOwner')}
        showSearch={{ optionFilterProp: 'label' }}
        onChange={setOwner}
        options={[
          {
            label: t('collaboration.departments'),
            options: departments.map(({ id, name }) => ({ value: `department:${id}`, label: name })),
          },
          {
            label: t('collaboration.people'),
            options: people.map(({ id, name, where }) => ({
              value: `person:${id}`,
              label: where === undefined ? name : `${name} · ${where}`,
            })),
          },
        ]}
      />
      <DatePicker
        showTime={{ format: 'HH:mm', minuteStep: 15 }}
        format="YYYY-MM-DD HH:mm"
        placeholder={t('collaboration.taskDue')}
        aria-label={t('collaboration.taskDue')}
        value={due}
        onChange={setDue}
      />
      <Button
        type="primary"
        htmlType="submit"
        loading={add.isPending}
        disabled={title.trim() === '' || owner === undefined}
        data-testid="task-save"
      >
        {t('collaboration.addTask')}
      </Button>
      {add.error !== null && (
        <p className="composer-problem" role="alert">
          {words(add.error)}
        </p>
      )}
    </form>
  )
}
