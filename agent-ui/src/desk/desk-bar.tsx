import { useCallback, useEffect, useState } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { Waiting } from '../frame/screens.tsx'
import { openQuickCreate } from '../tickets/quick-create-key.ts'
import { phoneContact } from './desk-state.ts'
import { openDesk, useDesk } from './desk-store.ts'
import { IdlePhone } from './idle-phone.tsx'
import { KeyMap } from './key-map.tsx'
import type { DeskAction } from './keys.ts'
import { LineFigures } from './line-figures.tsx'
import { Notices } from './notices.tsx'
import { controls } from './pending-commands.ts'
import { Phone } from './phone.tsx'
import { StateMenu } from './state-menu.tsx'
import { SupervisorMessages } from './supervisor-messages.tsx'
import { openTransferMenu } from './transfer-menu.tsx'
import { useDeskKeys } from './use-desk-keys.ts'
import { useRinging } from './use-ringing.ts'
import './desk-bar.css'

/** My state, the phone, the queues: over every page, for as long as an agent is logged in. */
export function DeskBar() {
  const model = useDesk((desk) => desk.model)
  const pending = useDesk((desk) => desk.pending)
  const live = useDesk((desk) => desk.link === 'live')
  const [keyMap, setKeyMap] = useState(false)
  const navigate = useNavigate()
  const { pathname } = useLocation()

  useEffect(openDesk, [])
  const toDesk = useCallback(() => {
    if (pathname !== '/desk') void navigate('/desk')
  }, [navigate, pathname])
  const onKey = useCallback(
    (action: DeskAction, done: boolean) => {
      if (action === 'key-map') setKeyMap((open) => !open)
      if (action === 'transfer') openTransferMenu()
      if (action === 'quick-create') openQuickCreate()
      if (action === 'answer' && done) toDesk()
    },
    [toDesk],
  )
  useDeskKeys(onKey)
  useRinging(model?.contacts.find((one) => one.phase === 'offered'))

  const contact = model && phoneContact(model.contacts)
  const now = model && controls(model, pending, live)
  return (
    <header className="bar desk-bar" data-phase={contact?.phase} data-link={live ? 'live' : 'down'}>
      {model === undefined || now === undefined ? (
        <div className="desk-bar-waiting">
          <Waiting lines={2} />
        </div>
      ) : (
        <>
          <StateMenu model={model} />
          {contact === undefined ? (
            <IdlePhone model={model} state={now.state} />
          ) : (
            <Phone contact={contact} controls={now} onDesk={toDesk} />
          )}
          <LineFigures model={model} />
        </>
      )}
      <Notices />
      <SupervisorMessages messages={model?.messages ?? []} />
      <KeyMap open={keyMap} onClose={() => setKeyMap(false)} />
    </header>
  )
}
