/** One account in a drawer: who it is, what it may see, and its password. */
import { type OfficeAccount, type OfficeRole, officeRole, shortestPassword } from '@ringdesk/gateway/contract'
import { App, Button, Drawer, Form, Input, Select, TreeSelect } from 'antd'
import { useTranslation } from 'react-i18next'
import { useDepartments } from '../collaboration/collaboration-queries.ts'
import { useRegions } from '../dispatch/region-queries.ts'
import { useMe } from '../session/session.ts'
import { useChangeAccount, useDisableAccount, useMakeAccount, useSetPassword } from './account-queries.ts'

interface AccountForm {
  readonly username: string
  readonly name: string
  readonly role: OfficeRole
  readonly regionId?: string
  readonly departmentId?: string
  readonly password: string
}

interface EditorProps {
  /** Absent: a new one. */
  readonly account: OfficeAccount | undefined
  readonly onClose: () => void
}

export function AccountEditor({ account, onClose }: EditorProps) {
  const { t } = useTranslation()
  const [form] = Form.useForm<AccountForm>()
  const make = useMakeAccount()
  const change = useChangeAccount(account?.id ?? '')
  const keep = ({ username, name, role, regionId, departmentId, password }: AccountForm) => {
    const place = { ...(role === 'region' && { regionId }), ...(departmentId && { departmentId }) }
    if (account) change.mutate({ name, role, ...place }, { onSuccess: onClose })
    else if (role !== 'agent') make.mutate({ username, name, role, password, ...place }, { onSuccess: onClose })
  }
  return (
    <Drawer
      open
      onClose={onClose}
      size={480}
      title={account === undefined ? t('accounts.add') : t('accounts.edit', { name: account.name })}
      data-testid="account-editor"
      footer={
        <div className="drawer-foot">
          {account && <DisableButton account={account} onDone={onClose} />}
          <span className="bar-space" />
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            type="primary"
            loading={make.isPending || change.isPending}
            onClick={() => form.submit()}
            data-testid="save-account"
          >
            {t('common.save')}
          </Button>
        </div>
      }
    >
      <Form
        form={form}
        name="account"
        layout="vertical"
        requiredMark={false}
        onFinish={keep}
        initialValues={{
          role: 'supervisor',
          ...account,
          regionId: account?.region?.id,
          departmentId: account?.department?.id,
        }}
      >
        <AccountFields account={account} />
      </Form>
      {account && <Password account={account} />}
    </Drawer>
  )
}

function AccountFields({ account }: { account: OfficeAccount | undefined }) {
  const { t } = useTranslation()
  const me = useMe()
  const { data: departments = [] } = useDepartments(true)
  const role = Form.useWatch<OfficeRole | undefined>('role')
  // A desk goes with an agent, a team leader, an administrator; without one nobody is an agent.
  const roles = officeRole.options.filter((one) => one !== (account?.agent ? 'region' : 'agent'))
  return (
    <>
      <Form.Item
        name="username"
        label={t('accounts.username')}
        extra={account ? undefined : t('accounts.usernameHint')}
        rules={[{ required: true, pattern: /^[a-z0-9][a-z0-9._-]{2,31}$/, message: t('accounts.usernameHint') }]}
      >
        <Input disabled={account !== undefined} autoComplete="off" maxLength={32} />
      </Form.Item>
      <Form.Item
        name="name"
        label={t('accounts.name')}
        extra={account?.agent && t('accounts.nameOfAgent')}
        rules={[{ required: true, whitespace: true, max: 40 }]}
      >
        <Input disabled={account?.agent !== undefined} autoComplete="off" maxLength={40} />
      </Form.Item>
      <Form.Item
        name="role"
        label={t('accounts.role')}
        extra={account?.id === me.id ? t('accounts.yourRole') : undefined}
      >
        <Select
          disabled={account?.id === me.id}
          options={roles.map((value) => ({ value, label: t(`role.${value}`) }))}
        />
      </Form.Item>
      {role === 'region' && <RegionField />}
      <Form.Item name="departmentId" label={t('accounts.department')}>
        <Select
          allowClear
          placeholder={t('accounts.noDepartment')}
          options={departments.map(({ id: value, name }) => ({ value, label: name }))}
        />
      </Form.Item>
      {account === undefined && (
        <Form.Item
          name="password"
          label={t('accounts.password')}
          extra={t('accounts.passwordHint')}
          rules={[{ required: true, min: shortestPassword, message: t('accounts.short') }]}
        >
          <Input.Password autoComplete="new-password" maxLength={200} />
        </Form.Item>
      )}
    </>
  )
}

function RegionField() {
  const { t } = useTranslation()
  const { data: regions = [], isPending } = useRegions()
  return (
    <Form.Item name="regionId" label={t('accounts.region')} rules={[{ required: true }]}>
      <TreeSelect
        loading={isPending}
        showSearch={{ treeNodeFilterProp: 'title' }}
        treeDataSimpleMode={{ id: 'value', pId: 'parent', rootPId: '' }}
        treeData={regions.map((node) => ({ value: node.id, title: node.name, parent: node.parentId ?? '' }))}
      />
    </Form.Item>
  )
}

function DisableButton({ account, onDone }: { account: OfficeAccount; onDone: () => void }) {
  const { t } = useTranslation()
  const { modal } = App.useApp()
  const me = useMe()
  const disable = useDisableAccount(account.id)
  if (account.agent || account.id === me.id) return null
  if (account.disabled)
    return (
      <Button loading={disable.isPending} onClick={() => disable.mutate(false, { onSuccess: onDone })}>
        {t('accounts.enable')}
      </Button>
    )
  return (
    <Button
      danger
      onClick={() =>
        modal.confirm({
          title: t('accounts.disableAsk', { name: account.name }),
          okText: t('accounts.disable'),
          okButtonProps: { danger: true },
          cancelText: t('common.cancel'),
          onOk: () => disable.mutateAsync(true).then(onDone, () => {}),
        })
      }
      data-testid="disable-account"
    >
      {t('accounts.disable')}
    </Button>
  )
}

function Password({ account }: { account: OfficeAccount }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<{ password: string }>()
  const set = useSetPassword(account.id)
  return (
    <Form
      className="account-password"
      form={form}
      name="password"
      layout="vertical"
      requiredMark={false}
      onFinish={({ password }) => set.mutate(password, { onSuccess: () => form.resetFields() })}
    >
      <Form.Item
        name="password"
        label={t('accounts.newPassword')}
        extra={t('accounts.newPasswordText')}
        rules={[{ required: true, min: shortestPassword, message: t('accounts.short') }]}
      >
        <Input.Password autoComplete="new-password" maxLength={200} />
      </Form.Item>
      <Button htmlType="submit" loading={set.isPending}>
        {t('accounts.set')}
      </Button>
    </Form>
  )
}
