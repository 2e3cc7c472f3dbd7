import {
  AudioMutedOutlined,
  AudioOutlined,
  CheckOutlined,
  CloseOutlined,
  PauseOutlined,
  PhoneFilled,
  PhoneOutlined,
  PlayCircleOutlined,
} from '@ant-design/icons'
import type { DeskContact } from '@ringdesk/gateway/contract'
import { useTranslation } from 'react-i18next'
import { homeArea } from '../customers/caller-words.ts'
import { NumberText } from '../customers/number-text.tsx'
import { duration, hotlineNumber, secondsLeft } from '../messages/formats.ts'
import { perform, press } from './actions.ts'
import { CommandButton } from './command-button.tsx'
import { Elapsed, useServerNow } from './elapsed.tsx'
import { keyOf } from './keys.ts'
import type { Controls } from './pending-commands.ts'
import { TransferMenu } from './transfer-menu.tsx'
import { useWholeWhy, useWhy } from './why.ts'

interface Props {
  readonly contact: DeskContact
  readonly controls: Controls
  /** Carried out after an answer or a finished wrap-up was asked for: the desk comes up. */
  readonly onDesk: () => void
}

/** The call in the bar: who, from where, to which hotline, how long, and what can be done with it. */
export function Phone({ contact, controls, onDesk }: Props) {
  const { t } = useTranslation()
  const { phase } = contact
  const name = contact.context?.customer?.name ?? contact.callerName
  return (
    <section
      className="phone"
      data-phase={phase}
      aria-label={t('phone.label')}
      data-testid="phone"
      data-call={contact.call}
    >
      <div className="phone-who">
        <div className="phone-name">
          <PhoneFilled className="phone-mark" />
          <b className="cut" data-testid="phone-name">
            {name ?? t('phone.unknownCaller')}
          </b>
          <span className="phone-phase" data-testid="phase">
            {t(`phase.${phase}`)}
          </span>
        </div>
        <div className="phone-number">
          <NumberText number={contact.number} />
          <span className="cut" title={t('phone.area')}>
            {homeArea(contact.number)}
          </span>
        </div>
      </div>
      <dl className="phone-line">
        <div title={contact.hotline.number}>
          <dt>{t('phone.hotline')}</dt>
          <dd className="cut">{contact.hotline.name ?? hotlineNumber(contact.hotline.number)}</dd>
        </div>
        <div>
          <dt>{t('phone.queue')}</dt>
          <dd className="cut">{contact.queue?.name ?? t('common.none')}</dd>
        </div>
      </dl>
      {phase === 'offered' ? (
        <Offer contact={contact} controls={controls} onDesk={onDesk} />
      ) : phase === 'preview' ? (
        <Preview contact={contact} controls={controls} onDesk={onDesk} />
      ) : phase === 'wrap-up' ? (
        <WrapUp contact={contact} controls={controls} onDesk={onDesk} />
      ) : (
        <Conversation contact={contact} controls={controls} />
      )}
    </section>
  )
}

function Offer({ contact, controls, onDesk }: Props) {
  const { t } = useTranslation()
  const now = useServerNow()
  const why = useWhy(contact.why)
  const whole = useWholeWhy(contact.why)
  return (
    <>
      <div className="phone-why" data-testid="why">
        <span className="phone-why-words" title={whole}>
          <b>{t('phone.waited', { time: duration(contact.waitedMs) })}</b>
          <span className="cut">{why}</span>
        </span>
      </div>
      <div className="phone-commands">
        {contact.offerExpiresAt !== undefined && (
          <span
            className="phone-countdown"
            data-testid="countdown"
            title={t('phone.expiresIn', { count: secondsLeft(contact.offerExpiresAt, now) })}
          >
            {t('common.seconds', { count: secondsLeft(contact.offerExpiresAt, now) })}
          </span>
        )}
        <CommandButton
          word={t('phone.answer')}
          shortcut={keyOf.answer}
          icon={<PhoneFilled />}
          control={controls.answer}
          tone="answer"
          onPress={() => void press('answer').then((done) => done && onDesk())}
          testId="answer"
        />
        <CommandButton
          word={t('phone.decline')}
          shortcut={keyOf.decline}
          icon={<CloseOutlined />}
          control={controls.decline}
          onPress={() => void press('decline')}
          testId="decline"
        />
      </div>
    </>
  )
}

/** Whom the agent is about to call. */
function Preview({ contact, controls, onDesk }: Props) {
  const { t } = useTranslation()
  const now = useServerNow()
  return (
    <>
      <div className="phone-why">
        <span className="phone-why-words">
          <b>{t('phone.preview')}</b>
          <span className="cut">{contact.dialsAt === undefined ? t('phone.previewHint') : t('phone.dialsItself')}</span>
        </span>
      </div>
      <div className="phone-commands">
        {contact.dialsAt !== undefined && (
          <span className="phone-countdown" data-testid="dials-in">
            {t('common.seconds', { count: secondsLeft(contact.dialsAt, now) })}
          </span>
        )}
        <CommandButton
          word={t('phone.dial')}
          shortcut={keyOf.answer}
          icon={<PhoneFilled />}
          control={controls.dial}
          tone="answer"
          onPress={() => void press('dial').then((done) => done && onDesk())}
          testId="dial"
        />
        <CommandButton
          word={t('phone.skip')}
          shortcut={keyOf.decline}
          icon={<CloseOutlined />}
          control={controls.skip}
          onPress={() => void press('skip')}
          testId="skip"
        />
      </div>
    </>
  )
}

function Conversation({ contact, controls }: Omit<Props, 'onDesk'>) {
  const { t } = useTranslation()
  const held = contact.phase === 'held'
  return (
    <>
      <div className="phone-time">
        <Elapsed since={contact.connectedAt ?? contact.since} className="phone-timer" />
        <span className="phone-note">
          {held ? (
            <>
              {t('phase.held')} <Elapsed since={contact.since} />
            </>
          ) : (
            t('phone.waited', { time: duration(contact.waitedMs) })
          )}
        </span>
      </div>
      <div className="phone-commands">
        <CommandButton
          word={held ? t('phone.resume') : t('phone.hold')}
          shortcut={keyOf['hold-or-resume']}
          icon={held ? <PlayCircleOutlined /> : <PauseOutlined />}
          control={either(controls.hold, controls.resume)}
          tone={held ? 'on' : 'plain'}
          onPress={() => void perform('hold-or-resume')}
          testId="hold"
        />
        <CommandButton
          word={contact.muted ? t('phone.unmute') : t('phone.mute')}
          shortcut={keyOf['mute-or-unmute']}
          icon={contact.muted ? <AudioMutedOutlined /> : <AudioOutlined />}
          control={either(controls.mute, controls.unmute)}
          tone={contact.muted ? 'on' : 'plain'}
          onPress={() => void perform('mute-or-unmute')}
          testId="mute"
        />
        <TransferMenu control={controls.transfer} queue={contact.queue?.id} />
        <CommandButton
          word={t('phone.hangUp')}
          shortcut={keyOf['hang-up']}
          icon={<PhoneOutlined className="phone-down" />}
          control={controls['hang-up']}
          tone="end"
          onPress={() => void press('hang-up')}
          testId="hang-up"
        />
      </div>
    </>
  )
}

function WrapUp({ contact, controls, onDesk }: Props) {
  const { t } = useTranslation()
  const ended = {
    caller: 'endedByCaller',
    agent: 'endedByAgent',
    system: 'endedBySystem',
    unknown: 'endedByUnknown',
  } as const
  return (
    <>
      <div className="phone-time">
        <Elapsed since={contact.since} className="phone-timer" />
        <span className="phone-note">{t(`phone.${ended[contact.endedBy ?? 'unknown']}`)}</span>
      </div>
      <div className="phone-commands">
        <CommandButton
          word={t('ticket.saveAndFinish')}
          shortcut={keyOf.save}
          icon={<CheckOutlined />}
          control={controls.finish}
          onPress={() => void perform('save').then((done) => done || onDesk())}
          testId="bar-finish"
        />
      </div>
    </>
  )
}

const either = (one: Controls['hold'], other: Controls['hold']) => ({
  enabled: one.enabled || other.enabled,
  busy: one.busy || other.busy,
})
