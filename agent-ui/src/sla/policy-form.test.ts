import type { SlaPolicyDocument } from '@ringdesk/gateway/contract'
import { expect, it } from 'vitest'
import { fromPolicyForm, toPolicyForm } from './policy-form.ts'

const policy: SlaPolicyDocument = {
  name: '食品安全',
  enabled: false,
  category: 'foreign-object',
  priority: 0,
  targets: { acceptance: { minutes: 10, hours: 'store' } },
  reminders: { beforeMinutes: [5], beforePercent: [], escalateEveryMinutes: 0 },
}

it('comes back from the form as it went in', () => {
  expect(fromPolicyForm(toPolicyForm(policy))).toEqual(policy)
})

it('leaves out what was emptied, and takes typed numbers as numbers', () => {
  const form = { ...toPolicyForm(policy), customerClass: '  ' }
  const reminders = { ...form.reminders, beforeMinutes: ['15'], escalateEveryMinutes: null }
  expect(fromPolicyForm({ ...form, reminders })).toEqual({
    ...policy,
    reminders: { beforeMinutes: [15], beforePercent: [], escalateEveryMinutes: 0 },
  })
})
