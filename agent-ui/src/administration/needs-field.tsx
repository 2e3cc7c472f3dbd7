import { CloseOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Form, InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Choice, Path } from './fields.tsx'

/** Skills that are all needed, and groups of which one is enough. */
export function NeedsField({ name, skills }: { name: Path; skills: Choice[] }) {
  const { t } = useTranslation()
  return (
    <div className="needs">
      <Form.List name={[...name, 'all']}>
        {(needs, { add, remove }) => (
          <>
            {needs.length === 0 && <span className="second">{t('administration.needs.anyone')}</span>}
            {needs.map((need) => (
              <NeedRow key={need.key} name={[need.name]} skills={skills} onRemove={() => remove(need.name)} />
            ))}
            <Button size="small" type="link" icon={<PlusOutlined />} onClick={() => add({ min: 1 })}>
              {t('administration.needs.addSkill')}
            </Button>
          </>
        )}
      </Form.List>
      <Form.List name={[...name, 'anyOf']}>
        {(groups, { add, remove }) => (
          <>
            {groups.map((group) => (
              <fieldset key={group.key} className="needs-group">
                <legend>{t('administration.needs.anyOf')}</legend>
                <Form.List name={group.name}>
                  {(needs, inGroup) => (
                    <>
                      {needs.map((need) => (
                        <NeedRow
                          key={need.key}
                          name={[need.name]}
                          skills={skills}
                          onRemove={() => (needs.length === 1 ? remove(group.name) : inGroup.remove(need.name))}
                        />
                      ))}
                      <Button size="small" type="link" icon={<PlusOutlined />} onClick={() => inGroup.add({ min: 1 })}>
                        {t('administration.needs.or')}
                      </Button>
                    </>
                  )}
                </Form.List>
              </fieldset>
            ))}
            <Button size="small" type="link" icon={<PlusOutlined />} onClick={() => add([{ min: 1 }])}>
              {t('administration.needs.addGroup')}
            </Button>
          </>
        )}
      </Form.List>
    </div>
  )
}

function NeedRow({ name, skills, onRemove }: { name: Path; skills: Choice[]; onRemove: () => void }) {
  const { t } = useTranslation()
  return (
    <div className="needs-row">
      <Form.Item name={[...name, 'skill']} noStyle rules={[{ required: true }]}>
        <Select
          options={skills}
          aria-label={t('administration.needs.skill')}
          placeholder={t('administration.needs.skill')}
          showSearch={{ optionFilterProp: 'label' }}
        />
      </Form.Item>
      <span className="second">≥</span>
      <Form.Item name={[...name, 'min']} noStyle rules={[{ required: true }]}>
        <InputNumber min={1} max={10} aria-label={t('administration.needs.min')} />
      </Form.Item>
      <Button
        type="text"
        size="small"
        icon={<CloseOutlined />}
        aria-label={t('administration.needs.remove')}
        onClick={onRemove}
      />
    </div>
  )
}
