/** Hours of regions that have their own. */
import type { OutboundRules, RegionNode } from '@ringdesk/gateway/contract'
import { Button, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useRegions } from '../dispatch/region-queries.ts'
import { WeekField } from './week-field.tsx'

interface RegionProps {
  readonly rules: OutboundRules
  readonly set: (some: Partial<OutboundRules>) => void
  readonly canWrite: boolean
}

export function RegionHours({ rules, set, canWrite }: RegionProps) {
  const { t } = useTranslation()
  const { data: regions = [] } = useRegions()
  const names = pathsOf(regions)
  const taken = new Set(rules.regions.map(({ regionId }) => regionId))
  return (
    <section>
      <h2>{t('campaigns.ruleBook.regions')}</h2>
      <p className="second">{t('campaigns.ruleBook.regionsText')}</p>
      {rules.regions.map(({ regionId, week }, index) => (
        <div key={regionId} className="rule-region">
          <header>
            <b>{names.get(regionId) ?? regionId}</b>
            {canWrite && (
              <Button
                size="small"
                type="text"
                onClick={() => set({ regions: rules.regions.filter((each) => each.regionId !== regionId) })}
              >
                {t('campaigns.ruleBook.removeRegion')}
              </Button>
            )}
          </header>
          <WeekField
            week={week}
            onChange={(next) => set({ regions: rules.regions.with(index, { regionId, week: next }) })}
          />
        </div>
      ))}
      {canWrite && (
        <Select
          className="campaign-search"
          aria-label={t('campaigns.ruleBook.addRegion')}
          placeholder={t('campaigns.ruleBook.addRegion')}
          value={null}
          showSearch={{ optionFilterProp: 'label' }}
          onChange={(regionId: string) => set({ regions: [...rules.regions, { regionId, week: rules.week }] })}
          options={regions
            .filter(({ id }) => !taken.has(id))
            .map(({ id }) => ({ value: id, label: names.get(id) ?? id }))}
        />
      )}
    </section>
  )
}

/** 西北 / 新疆维吾尔自治区 */
function pathsOf(regions: readonly RegionNode[]): ReadonlyMap<string, string> {
  const paths = new Map<string, string>()
  // Parents come before their children.
  for (const { id, name, parentId } of regions) {
    const above = parentId === undefined ? undefined : paths.get(parentId)
    paths.set(id, above === undefined ? name : `${above} / ${name}`)
  }
  return paths
}
