import { SwapOutlined } from '@ant-design/icons'
import { Dropdown } from 'antd'
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
        onKeyDown: ({ key }) => {
          const chosen = /^[1-9]$/.test(key) ? destinations[Number(key) - 1] : undefined
          if (chosen) choose(chosen.id)
          if (key === 'Escape') useMenu.setState({ open: false })
        },
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
