import { type AgentId, asAgentId, type CallCentreConfig, callCentreConfig, type QueueView } from '@ringdesk/cti'
import { expect, it } from 'vitest'
import { QueueFigures } from './queue-figures.ts'

const staff = { offline: 0, ready: 1, 'not-ready': 0, offered: 0, 'on-contact': 0, 'wrap-up': 0 }
const view = (queue: string, waiting: number): QueueView => ({
  queue: queue as never,
  waiting,
  callbacks: 0,
  ready: 1,
  loggedIn: 1,
  staff,
})
const skillsOf: Readonly<Record<string, Record<string, number>>> = {
  a1: { tea: 5 },
  a2: { tea: 3 },
  a3: { coffee: 4 },
  a4: { tea: 5, coffee: 2 },
  a5: {},
}
const week = Array.from({ length: 7 }, () => [[0, 1440]])
const configOf = (skills: typeof skillsOf): CallCentreConfig =>
  callCentreConfig.parse({
    version: 1,
    hotlines: [{ number: '4008001234', name: '售后热线', hours: { week }, queue: 'tea' }],
    queues: [
      { id: 'tea', name: '茶饮售后', needs: { all: [{ skill: 'tea', min: 1 }] } },
      { id: 'coffee', name: '咖啡售后', needs: { all: [{ skill: 'coffee', min: 1 }] } },
    ],
    agents: Object.keys(skills).map((id) => ({
      id,
      name: id,
      extension: `1${id.slice(1)}`.padEnd(4, '0'),
      skills: skills[id],
    })),
  })
const agent = (id: string): AgentId => asAgentId(id)

function stage() {
  const state = { views: [view('tea', 1), view('coffee', 2)], config: configOf(skillsOf), asked: 0 }
  const figures = new QueueFigures(
    {
      queueViews: () => {
        state.asked++
        return state.views
      },
    },
    () => state.config,
  )
  return { state, figures }
}
const shown = (figures: QueueFigures, id: string) =>
  figures
    .take()(agent(id))
    .map((queue) => [queue.id, queue.name, queue.waiting])

it('shows each agent the queues that they can serve, and a stranger none', () => {
  const { figures } = stage()
  expect(shown(figures, 'a1')).toEqual([['tea', '茶饮售后', 1]])
  expect(shown(figures, 'a3')).toEqual([['coffee', '咖啡售后', 2]])
  expect(shown(figures, 'a4')).toEqual([
    ['tea', '茶饮售后', 1],
    ['coffee', '咖啡售后', 2],
  ])
  expect(shown(figures, 'a5')).toEqual([])
  expect(shown(figures, 'nobody')).toEqual([])
})

it('makes the line of those who serve the same queues once, from figures taken once', () => {
  const { state, figures } = stage()
  const of = figures.take()
  expect(of(agent('a1'))).toBe(of(agent('a2')))
  expect(of(agent('a1'))).not.toBe(of(agent('a4')))
  expect(state.asked).toBe(1)
})

it('takes new figures each time, and follows a new configuration', () => {
  const { state, figures } = stage()
  expect(shown(figures, 'a2')).toEqual([['tea', '茶饮售后', 1]])
  state.views = [view('tea', 7), view('coffee', 2)]
  expect(shown(figures, 'a2')).toEqual([['tea', '茶饮售后', 7]])
  state.config = configOf({ ...skillsOf, a2: { coffee: 1 } })
  expect(shown(figures, 'a2')).toEqual([['coffee', '咖啡售后', 2]])
})
