import { expect, it } from 'vitest'
import { asQueueId, asWorkId } from '../ids.ts'
import { AgentIndex } from './agent-index.ts'
import { Courses } from './courses.ts'
import { newQueue, type WorkRecord } from './floor.ts'
import type { QueueProfile, WorkItem } from './work.ts'

const profile: QueueProfile = {
  id: asQueueId('q'),
  entry: { needs: { all: [] } },
  rings: [],
  weight: 1,
  priority: 0,
  vipPriority: 0,
  choose: 'longest-idle',
  holdForAgentMs: 0,
  offerTimeoutMs: 20_000,
  wrapUpMs: 0,
  missesAllowed: 1,
  overflow: [],
}
const item: WorkItem = {
  id: asWorkId('w'),
  queue: profile.id,
  channel: 'voice',
  needs: { all: [{ skill: 'harp', min: 2 }] },
  priority: 0,
  enteredAt: 0,
}
const work = (): WorkRecord => ({
  item,
  arrival: 0,
  phase: 'waiting',
  entry: { needs: { all: [] } },
  offer: undefined,
  offers: 0,
  agent: undefined,
  accepted: undefined,
  passedOver: new Map(),
  fired: new Set(),
})

it('keeps work in its course as long as it asks for the same, and in one course at a time', () => {
  const courses = new Courses(new AgentIndex())
  const queue = newQueue(profile)
  const waiting = work()
  const own = courses.join(waiting, queue)
  expect(courses.join(waiting, queue, own)).toBe(own)
  expect(own.members).toEqual(new Set([waiting]))
  const { needs: _own, ...plain } = item
  waiting.item = plain
  const common = courses.join(waiting, queue, own)
  expect(common).not.toBe(own)
  expect(own.members.size).toBe(0)
  expect(common.members).toEqual(new Set([waiting]))
})
