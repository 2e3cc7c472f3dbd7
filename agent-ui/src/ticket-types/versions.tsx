/** The published versions of a type; an old one can be begun from again. */
import { Button, Drawer } from 'antd'
import { useTranslation } from 'react-i18next'
import { Moment } from '../frame/moment.tsx'
import { useVersions } from './type-queries.ts'

interface VersionsProps {
  readonly id: string
  readonly onClose: () => void
  readonly onUse: (version: number) => void
}
export function Versions({ id, onClose, onUse }: VersionsProps) {
  const { t } = useTranslation()
  const { data: versions } = useVersions(id)
  return (
    <Drawer open title={t('forms.builder.versions')} onClose={onClose} size={480}>
      <ul className="version-list" data-testid="version-list">
        {versions?.map(({ version, by, at }) => (
          <li key={version}>
            <span>{t('forms.builder.versionLine', { version, name: by })}</span>
            <span className="second">
              <Moment at={at} />
            </span>
            <Button size="small" onClick={() => onUse(version)}>
              {t('forms.builder.useVersion')}
            </Button>
          </li>
        ))}
      </ul>
    </Drawer>
  )
}
