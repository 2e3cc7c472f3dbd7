/** Plays the flow in the browser: what a customer hears, with the keys of a phone. */
import type {
  FlowDocumentShape,
  FlowSurroundingsShape,
  FlowTrialCommand,
  FlowTrialInput,
  FlowTrialNote,
} from '@ringdesk/gateway/contract'
import { Button, Input } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Failed } from '../frame/screens.tsx'
import { useTrial } from './flow-queries.ts'
import type { FlowWords } from './flow-words.ts'
import { Labelled } from './panel-fields.tsx'
import { PhoneKeys } from './phone-keys.tsx'

interface Props {
  readonly document: FlowDocumentShape
  readonly words: FlowWords
  readonly around: FlowSurroundingsShape
  /** Nodes entered so far, in order. */
  readonly onWalk: (nodes: readonly string[]) => void
  readonly onGoTo: (id: string) => void
}

export function DryRun({ document, words, around, onWalk, onGoTo }: Props) {
  const { t } = useTranslation()
  const [values, setValues] = useState<Readonly<Record<string, string>>>({})
  const [inputs, setInputs] = useState<readonly FlowTrialInput[]>()
  const { data: trial, error, refetch, isPlaceholderData } = useTrial(document, values, inputs)
  useEffect(() => {
    onWalk(inputs === undefined || trial === undefined ? [] : trial.steps.flatMap(({ entered }) => entered))
  }, [trial, inputs, onWalk])
  const give = (input: FlowTrialInput) => setInputs((before = []) => [...before, input])

  if (inputs === undefined)
    return (
      <div className="flow-form" data-testid="dry-run">
        <p className="second">{t('flows.trial.text')}</p>
        {document.attributes.map((name) => (
          <Labelled key={name} label={name}>
            {(id) => (
              <Input
                id={id}
                value={values[name] ?? ''}
                maxLength={200}
                onChange={({ target }) => setValues({ ...values, [name]: target.value })}
              />
            )}
          </Labelled>
        ))}
        <Button type="primary" onClick={() => setInputs([])} data-testid="begin-trial">
          {t('flows.trial.start')}
        </Button>
      </div>
    )
  if (error !== null) return <Failed error={error} onRetry={() => void refetch()} />
  return (
    <div className="flow-trial" data-testid="dry-run">
      <ol className="flow-transcript" aria-label={t('flows.trial.transcript')} aria-live="polite">
        {trial?.steps.map((step, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: steps only grow
          <li key={index}>
            {step.input && <Done input={step.input} />}
            {step.entered.length > 0 && (
              <p className="flow-entered">
                {step.entered.map((id) => (
                  <button key={id} type="button" className="link-button" onClick={() => onGoTo(id)}>
                    {words.node(id)}
                  </button>
                ))}
              </p>
            )}
            {step.notes.map((note) => (
              <Noted key={JSON.stringify(note)} note={note} />
            ))}
            {step.commands.map((command) => (
              <Heard key={command.do} command={command} {...{ words, around }} />
            ))}
          </li>
        ))}
      </ol>
      {trial && (
        <div className="flow-phone">
          <Controls
            key={inputs.length}
            stage={trial.stage}
            waits={isPlaceholderData}
            give={give}
            command={lastOf(trial.steps)}
            words={words}
          />
          <div className="flow-row">
            <Button size="small" onClick={() => setInputs(undefined)} data-testid="trial-again">
              {t('flows.trial.again')}
            </Button>
            <span className="bar-space" />
            {trial.stage !== 'done' && (
              <Button size="small" danger onClick={() => give({ type: 'left' })}>
                {t('flows.trial.leave')}
              </Button>
            )}
          </div>
        </div>
      )}
    </div>
  )
}

type Steps = readonly { readonly commands: readonly FlowTrialCommand[] }[]
const lastOf = (steps: Steps): FlowTrialCommand | undefined => steps.flatMap(({ commands }) => commands).at(-1)

interface ControlsProps {
  readonly stage: 'playing' | 'leading' | 'collecting' | 'inviting' | 'recording' | 'done'
  readonly command: FlowTrialCommand | undefined
  readonly words: FlowWords
  /** The answer to the last input is not there yet. */
  readonly waits: boolean
  readonly give: (input: FlowTrialInput) => void
}

function Controls({ stage, command, words, waits, give }: ControlsProps) {
  const { t } = useTranslation()
  if (stage === 'done') return null
  if (stage === 'recording')
    return (
      <div className="flow-row">
        <Button
          type="primary"
          disabled={waits}
          onClick={() => give({ type: 'recorded', path: 'trial', durationMs: 3_000 })}
          data-testid="speak"
        >
          {t('flows.trial.speak')}
        </Button>
        <Button disabled={waits} onClick={() => give({ type: 'recorded', path: 'trial', durationMs: 0 })}>
          {t('flows.trial.sayNothing')}
        </Button>
      </div>
    )
  if (stage === 'collecting' && command?.do === 'collect')
    return <PhoneKeys {...{ command, waits, words }} onDigits={(digits) => give({ type: 'digits', digits })} />
  return (
    <Button
      type="primary"
      disabled={waits}
      onClick={() => give({ type: 'played', completed: true })}
      autoFocus
      data-testid="played"
    >
      {t('flows.trial.played')}
    </Button>
  )
}

function Done({ input }: { input: FlowTrialInput }) {
  const { t } = useTranslation()
  if (input.type === 'played') return null
  const text =
    input.type === 'digits'
      ? input.digits === ''
        ? t('flows.trial.pressedNothing')
        : t('flows.trial.pressed', { digits: input.digits })
      : input.type === 'recorded'
        ? t(input.durationMs > 0 ? 'flows.trial.spoke' : 'flows.trial.spokeNothing')
        : t('flows.trial.leave')
  return <p className="flow-customer">{text}</p>
}

interface HeardProps {
  readonly command: FlowTrialCommand
  readonly words: FlowWords
  readonly around: FlowSurroundingsShape
}

function Heard({ command, words, around }: HeardProps) {
  const { t } = useTranslation()
  switch (command.do) {
    case 'play':
      return <p className="flow-heard">{command.items.map(words.played).join(' ')}</p>
    case 'collect':
      return (
        <>
          <p className="flow-heard">{command.prompt ? words.played(command.prompt) : t('flows.trial.silence')}</p>
          <p className="second">{t('flows.trial.asks')}</p>
        </>
      )
    case 'record':
      return <p className="second">{t('flows.trial.records', { seconds: command.maxMs / 1_000 })}</p>
    case 'transfer': {
      const queue = around.queues.find(({ id }) => id === command.queue)?.name ?? command.queue
      return <p className="second">{t('flows.trial.transfers', { queue })}</p>
    }
    case 'hang-up':
      return <p className="second">{t('flows.trial.hangsUp')}</p>
  }
}

function Noted({ note }: { note: FlowTrialNote }) {
  const { t } = useTranslation()
  switch (note.note) {
    case 'answered':
      return <p className="flow-noted">{t('flows.trial.answered', { question: note.question, value: note.value })}</p>
    case 'commented':
      return <p className="flow-noted">{t('flows.trial.commented', { question: note.question })}</p>
    case 'refused':
      return <p className="flow-noted">{t('flows.trial.refused')}</p>
    case 'finished':
      return (
        <p className="flow-noted" data-testid="trial-end">
          {t(`flows.trial.how.${note.how}`, { answers: note.answers })}
        </p>
      )
  }
}
