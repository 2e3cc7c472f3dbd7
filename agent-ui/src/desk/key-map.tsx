import { Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { type DeskAction, keyOf } from './keys.ts'

const order: readonly DeskAction[] = [
  'answer',
  'decline',
  'hold-or-resume',
  'mute-or-unmute',
  'hang-up',
  'transfer',
  'toggle-state',
  'quick-create',
  'save',
  'key-map',
]

export function KeyMap({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Modal title={t('desk.keyMap')} open={open} onCancel={onClose} footer={null} width={440} destroyOnHidden>
      <dl className="key-map" data-testid="key-map">
        {order.map((action) => (
          <div key={action}>
            <dt>
              <kbd>{keyOf[action]}</kbd>
            </dt>
            <dd>{t(`desk.keys.${action}`)}</dd>
          </div>
        ))}
        <div>
          <dt>
            <kbd>1</kbd> – <kbd>9</kbd> <kbd>0</kbd>
          </dt>
          <dd>{t('desk.keys.digits')}</dd>
        </div>
        <div>
          <dt>
            <kbd>Esc</kbd>
          </dt>
          <dd>{t('desk.keys.escape')}</dd>
        </div>
      </dl>
    </Modal>
  )
}
