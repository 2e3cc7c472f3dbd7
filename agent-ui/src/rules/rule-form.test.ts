import type { RuleDocument } from '@ringdesk/gateway/contract'
import { expect, it } from 'vitest'
import { fromRuleForm, toRuleForm } from './rule-form.ts'

const rule: RuleDocument = {
  name: '食安加急',
  enabled: true,
  event: 'created',
  conditions: { join: 'any', list: [{ field: 'text', contains: ['头发'] }] },
  actions: [{ do: 'set-priority', priority: 2 }],
}

it('comes back from the form as it went in', () => {
  expect(fromRuleForm(toRuleForm(rule))).toEqual(rule)
})

it('drops what a row had before it became another', () => {
  const form = toRuleForm(rule)
  expect(
    fromRuleForm({
      ...form,
      conditions: [{ field: 'priority', contains: ['头发'], atLeast: 1 }],
      actions: [{ do: 'add-tag', priority: 2, tag: '急' }],
    }),
  ).toMatchObject({
    conditions: { list: [{ field: 'priority', atLeast: 1 }] },
    actions: [{ do: 'add-tag', tag: '急' }],
  })
})
