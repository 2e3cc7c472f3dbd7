/** One flow in its editor; a file of its own in the build, for the canvas is not small. */
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { Empty, Failed, Forbidden, Waiting } from '../frame/screens.tsx'
import { GatewayError } from '../gateway/request.ts'
import { useMe } from '../session/session.ts'
import { FlowEditor } from './flow-editor.tsx'
import { useFlow, useSurroundings } from './flow-queries.ts'

export default function FlowPage() {
  const { t } = useTranslation()
  const { role } = useMe()
  const { id = '' } = useParams()
  if (role !== 'admin' && role !== 'supervisor') return <Forbidden role={t(`role.${role}`)} />
  return <Flow key={id} id={id} />
}

function Flow({ id }: { id: string }) {
  const { t } = useTranslation()
  const flow = useFlow(id)
  const around = useSurroundings()
  const error = flow.error ?? around.error
  if (error instanceof GatewayError && error.code === 'NO_SUCH_FLOW')
    return (
      <Empty title={t('errors.NO_SUCH_FLOW')}>
        <Link to="/administration/flows">{t('flows.back')}</Link>
      </Empty>
    )
  if (flow.data === undefined || around.data === undefined)
    return error === null ? (
      <div className="frame-waiting">
        <Waiting lines={12} />
      </div>
    ) : (
      <Failed
        error={error}
        onRetry={() => {
          void flow.refetch()
          void around.refetch()
        }}
      />
    )
  return <FlowEditor detail={flow.data} around={around.data} />
}
