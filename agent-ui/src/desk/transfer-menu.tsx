import { SwapOutlined } from '@ant-design/icons'
import { Dropdown } from 'antd'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { create } from 'zustand'
import { currentControls, transfer } from './actions.ts'
import { CommandButton } from './command-button.tsx'
import { useDesk } from './desk-store.ts'
import { keyOf } from './keys.ts'
import type { ControlState } from './pending-commands.ts'

const useMenu = create<{ readonly open: boolean }>(() => ({ open: false }))

/** By key; does nothing where the button would do nothing. */
export function openTransferMenu(): void {
  if (currentControls()?.transfer.enabled === true) useMenu.setState({ open: true })
}

/** Queues with their number keys: the first nine are reached with one. */
export function TransferMenu({ control, queue }: { control: ControlState; queue: string | undefined }) {
  const { t } = useTranslation()
  const open = useMenu((menu) => menu.open) && control.enabled
  const all = useDesk((desk) => desk.model?.destinations)
  const destinations = (all ?? []).filter(({ id }) => id !== queue)
  const choose = (id: string) => {
    useMenu.setState({ open: false })
    void transfer(id)
  }
  const byDigit = useRef((_key: string): boolean => false)
  useEffect(() => {
    byDigit.current = (key) => {
      const chosen = /^[1-9]$/.test(key) ? destinations[Number(key) - 1] : undefined
      if (chosen) choose(chosen.id)
      return chosen !== undefined
    }
  })
  // On the whole page: the menu takes the focus only a moment after it is seen.
  useEffect(() => {
    if (!open) return
    const listen = (event: KeyboardEvent) => {
      if (event.key === 'Escape') useMenu.setState({ open: false })
      else if (!byDigit.current(event.key)) return
      event.preventDefault()
      event.stopPropagation()
    }
    document.addEventListener('keydown', listen, true)
    return () => document.removeEventListener('keydown', listen, true)
  }, [open])
  return (
    <Dropdown
      open={open}
      trigger={[]}
      autoFocus
      placement="bottomRight"
      onOpenChange={(next) => useMenu.setState({ open: next })}
      menu={{
        selectable: false,
        className: 'transfer-menu',
        items:
          destinations.length === 0
            ? [{ key: '', disabled: true, label: t('phone.transferNowhere') }]
            : destinations.map(({ id, name }, index) => ({
                key: id,
                label: (
                  <span className="state-choice" data-testid={`transfer-${id}`}>
                    {name}
                    {index < 9 && <kbd>{index + 1}</kbd>}
                  </span>
                ),
              })),
        onClick: ({ key }) => choose(key),
      }}
    >
      <span>
        <CommandButton
          word={t('phone.transfer')}
          shortcut={keyOf.transfer}
          icon={<SwapOutlined />}
          control={control}
          onPress={() => useMenu.setState({ open: !open })}
          testId="transfer"
        />
      </span>
    </Dropdown>
  )
}
