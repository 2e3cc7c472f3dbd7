import type { ContactStep } from '@ringdesk/gateway/contract'
import { useTranslation } from 'react-i18next'
import { useWholeWhy } from '../desk/why.ts'
import { duration, exactTime } from '../messages/formats.ts'
import type { DirectoryNames } from './names.ts'

const offerEnds = ['accepted', 'declined', 'timed-out', 'failed', 'customer-left', 'withdrawn'] as const

/** Every step of a contact in words, oldest first, with how long after the arrival it came. */
export function ContactPath(props: {
  readonly path: readonly ContactStep[]
  readonly arrivedAt: number
  readonly names: DirectoryNames
}) {
  const { path, arrivedAt, names } = props
  const { t } = useTranslation()
  if (path.length === 0) return <p className="second">{t('supervision.detail.pathEmpty')}</p>
  return (
    <ol className="path" data-testid="path">
      {path.map((step, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: steps are only ever appended, and two may be of the same ms
        <li key={index}>
          <time title={exactTime(step.at)}>+{duration(step.at - arrivedAt)}</time>
          <div>
            <Step step={step} names={names} />
            {step.why !== undefined && <Why step={step} names={names} />}
          </div>
        </li>
      ))}
    </ol>
  )
}

function Step({ step, names }: { step: ContactStep; names: DirectoryNames }) {
  const { t } = useTranslation()
  const agent = step.agent === undefined ? t('common.unknown') : names.agent(step.agent)
  const queue = step.queue === undefined ? t('common.unknown') : names.queue(step.queue)
  const detail = step.detail ?? ''
  if (step.step === 'offer-ended') {
    const end = offerEnds.find((each) => each === detail) ?? 'other'
    return <>{t(`supervision.step.offerEnded.${end}`, { agent })}</>
  }
  return <>{t(`supervision.step.${step.step}`, { agent, queue, detail })}</>
}

function Why({ step, names }: { step: ContactStep; names: DirectoryNames }) {
  const { t, i18n } = useTranslation()
  const why = useWholeWhy(step.why)
  const list = (step.candidates ?? [])
    .map(({ agent, idleMs }) => t('supervision.detail.idleFor', { name: names.agent(agent), time: duration(idleMs) }))
    .join(i18n.language === 'en' ? ', ' : '、')
  return (
    <p className="second" data-testid="path-why">
      {t('supervision.detail.why', { why })}
      {list !== '' && <br />}
      {list !== '' && t('supervision.detail.candidates', { list })}
    </p>
  )
}
