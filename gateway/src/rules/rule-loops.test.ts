import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RuleAction, RuleEvent } from '../contract/index.ts'
import { type RuleNode, ruleLoops } from './rule-loops.ts'

const rule = (id: string, event: RuleEvent, ...actions: RuleAction[]): RuleNode => ({
  id,
  name: id,
  enabled: true,
  event,
  conditions: { join: 'all', list: [] },
  actions,
})
const tag: RuleAction = { do: 'add-tag', tag: '急' }
const priority: RuleAction = { do: 'set-priority', priority: 2 }
const followUp: RuleAction = { do: 'follow-up', text: '回访', afterHours: 24 }

describe('rings of rules', () => {
  it('are named with what leads from one to the next', () => {
    const rules = [rule('a', 'tag-added', priority), rule('b', 'priority-changed', tag), rule('c', 'created', tag)]
    expect(ruleLoops(rules)).toEqual([
      [
        { rule: 'a', by: 'set-priority' },
        { rule: 'b', by: 'add-tag' },
      ],
    ])
  })

  it('include a rule that sets itself off, on its own ticket or on one that it makes', () => {
    expect(ruleLoops([rule('again', 'priority-changed', priority), rule('more', 'created', followUp)])).toEqual([
      [{ rule: 'again', by: 'set-priority' }],
      [{ rule: 'more', by: 'follow-up' }],
    ])
  })

  it('go through the customer’s answer as well', () => {
    const survey: RuleAction = { do: 'survey', campaignId: '01900000-0000-7000-8000-000000000001', afterHours: 2 }
    const reopen: RuleAction = { do: 'reopen', reason: '顾客说没有解决' }
    const rules = [
      rule('ask', 'reopened', survey),
      rule('bad', 'surveyed', reopen),
      rule('silent', 'survey-unreached', tag),
    ]
    expect(ruleLoops(rules)).toEqual([
      [
        { rule: 'ask', by: 'survey' },
        { rule: 'bad', by: 'reopen' },
      ],
    ])
  })

  it('need rules that are switched on', () => {
    expect(ruleLoops([{ ...rule('again', 'priority-changed', priority), enabled: false }])).toEqual([])
  })

  it('are there exactly when somebody who follows the arrows comes back to where he was', () => {
    const events: RuleEvent[] = ['created', 'priority-changed', 'tag-added', 'assigned', 'resolved']
    const action = fc.constantFrom<RuleAction>(tag, priority, followUp, { do: 'webhook', url: 'https://example.com' })
    const node = fc.tuple(fc.constantFrom(...events), fc.array(action, { minLength: 1, maxLength: 2 }))
    fc.assert(
      fc.property(fc.array(node, { maxLength: 6 }), (nodes) => {
        const rules = nodes.map(([event, actions], index) => rule(`r${index}`, event, ...actions))
        const leads: Record<string, string> = {
          'add-tag': 'tag-added',
          'set-priority': 'priority-changed',
          'follow-up': 'created',
        }
        // Rules that nothing leads on from, taken away until nothing changes: what is left has a ring.
        let left = rules
        for (let before = -1; before !== left.length; ) {
          before = left.length
          left = left.filter((each) =>
            each.actions.some(({ do: what }) => left.some((other) => other.event === leads[what])),
          )
        }
        expect(ruleLoops(rules).length > 0).toBe(left.length > 0)
      }),
    )
  })
})
