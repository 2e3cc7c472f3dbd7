/** One document in a drawer: its form, what is wrong with it as the draft stands, and for a queue who could take its contacts. */
import type { ConfigurationProblem, ConfigurationState, DocumentKind } from '@ringdesk/gateway/contract'
import { App, Button, Drawer, Form } from 'antd'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { AgentFields } from './agent-fields.tsx'
import { AgentPassword } from './agent-password.tsx'
import { useDropChange, usePutChange } from './configuration-queries.ts'
import { drafted, keyOf } from './drafted.ts'
import { EligiblePreview } from './eligible-preview.tsx'
import { beginnings, fromForm, toForm } from './form-values.ts'
import { HotlineFields } from './hotline-fields.tsx'
import { QueueFields } from './queue-fields.tsx'
import { HolidayFields, RegionFields, SkillFields } from './small-fields.tsx'

interface EditorProps {
  readonly state: ConfigurationState
  readonly kind: DocumentKind
  /** Absent: a new one. */
  readonly documentKey: string | undefined
  readonly canWrite: boolean
  readonly onClose: () => void
  readonly onKept: (key: string) => void
}

export function DocumentEditor({ state, kind, documentKey, canWrite, onClose, onKept }: EditorProps) {
  const { t } = useTranslation()
  const { modal } = App.useApp()
  const [form] = Form.useForm()
  const put = usePutChange()
  const drop = useDropChange()
  const row = drafted(state, kind).find(({ key }) => key === documentKey)
  const document: Readonly<Record<string, unknown>> = { ...(row?.document ?? beginnings[kind]) }
  const isNew = documentKey === undefined
  const name = String(document.name ?? document.label ?? documentKey ?? '')
  const problems = state.problems.filter((problem) => problem.kind === kind && problem.key === documentKey)
  useShownProblems(form, problems)

  const keep = async () => {
    const values = await form.validateFields().catch(() => undefined)
    if (values === undefined) return
    const value = fromForm(kind, form.getFieldsValue(true), document)
    const key = keyOf(kind, value)
    await put.mutateAsync({ kind, key, value, seen: row?.change?.at })
    onKept(key)
  }
  const remove = () =>
    modal.confirm({
      title: t('administration.removeQuestion', { name }),
      okText: t('administration.remove'),
      okButtonProps: { danger: true },
      cancelText: t('common.cancel'),
      onOk: async () => {
        if (documentKey === undefined) return
        await put.mutateAsync({ kind, key: documentKey, value: null, seen: row?.change?.at })
        onClose()
      },
    })
  const { change } = row ?? {}
  return (
    <Drawer
      open
      onClose={onClose}
      size={720}
      title={isNew ? `${t('administration.add')} · ${t(`administration.kinds.${kind}`)}` : name}
      data-testid="document-editor"
      footer={
        canWrite && (
          <div className="drawer-foot">
            {!isNew && kind !== 'agent' && row?.mark !== 'removed' && (
              <Button danger onClick={remove}>
                {t('administration.remove')}
              </Button>
            )}
            {change && documentKey !== undefined && (
              <Button
                loading={drop.isPending}
                onClick={() =>
                  void drop.mutateAsync({ kind, key: documentKey, seen: change.at }).then(onClose, () => {})
                }
              >
                {t('administration.drop')}
              </Button>
            )}
            <span className="bar-space" />
            <Button onClick={onClose}>{t('common.cancel')}</Button>
            <Button
              type="primary"
              loading={put.isPending}
              // A refusal was told, and the form stays as it is.
              onClick={() => void keep().catch(() => {})}
              data-testid="keep-document"
            >
              {t('administration.keep')}
            </Button>
          </div>
        )
      }
    >
      <Form
        key={`${kind} ${documentKey} ${change?.at ?? ''}`}
        form={form}
        name="document"
        layout="vertical"
        disabled={!canWrite}
        requiredMark={false}
        initialValues={toForm(kind, document)}
      >
        <Problems problems={problems} />
        <Fields kind={kind} state={state} isNew={isNew} />
      </Form>
      {kind === 'queue' && documentKey !== undefined && <EligiblePreview queue={documentKey} />}
      {kind === 'agent' && !isNew && canWrite && row?.mark !== 'added' && <AgentPassword agent={documentKey} />}
    </Drawer>
  )
}

function Fields({ kind, state, isNew }: { kind: DocumentKind; state: ConfigurationState; isNew: boolean }) {
  switch (kind) {
    case 'queue':
      return <QueueFields state={state} isNew={isNew} />
    case 'agent':
      return <AgentFields state={state} isNew={isNew} />
    case 'hotline':
      return <HotlineFields state={state} isNew={isNew} />
    case 'skill':
      return <SkillFields isNew={isNew} />
    case 'region':
      return <RegionFields isNew={isNew} />
    case 'holiday':
      return <HolidayFields isNew={isNew} />
  }
}

function Problems({ problems }: { problems: readonly ConfigurationProblem[] }) {
  if (problems.length === 0) return null
  return (
    <ul className="problems" role="alert">
      {problems.map(({ path, message }) => (
        <li key={`${path} ${message}`}>{message}</li>
      ))}
    </ul>
  )
}

/** Each problem at its field, where the form has it. */
function useShownProblems(form: ReturnType<typeof Form.useForm>[0], problems: readonly ConfigurationProblem[]): void {
  const told = JSON.stringify(problems)
  useEffect(() => {
    const list = JSON.parse(told) as readonly ConfigurationProblem[]
    form.setFields(
      list.map(({ path, message }) => ({
        name: path.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step)),
        errors: [message],
      })),
    )
  }, [form, told])
}
