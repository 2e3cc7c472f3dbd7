import { callCentreConfig } from '@ringdesk/cti'
import { describe, expect, it } from 'vitest'
import { staffOf } from './campaign-agents.ts'

const agent = (id: string, more: object = {}) => ({ id, name: id, extension: '1001', skills: { tea: 5 }, ...more })
const config = callCentreConfig.parse({
  version: 1,
  hotlines: [],
  queues: [{ id: 'aftersales', name: '售后', needs: { all: [{ skill: 'tea', min: 3 }] } }],
  agents: [
    agent('both'),
    agent('calls-only', { blend: 'outbound-only' }),
    agent('callers-only', { blend: 'inbound-only' }),
    agent('beginner', { skills: { tea: 1 } }),
  ],
})

describe('the agents of a campaign', () => {
  it('have the skills of its queue and take calls that we make', () => {
    expect(staffOf(config, 'aftersales')).toEqual(['both', 'calls-only'])
  })
  it('are nobody of a queue that does not exist', () => expect(staffOf(config, 'gone')).toEqual([]))
})
