/** A call centre on a conformance bench, for tests: the same scenarios run on the simulator and on a real FreeSWITCH. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pino } from 'pino'
import { type CallCentreConfig, callCentreConfig } from '../configuration.ts'
import type { Fact, FactOf, FactType } from '../facts.ts'
import { type AgentId, asAgentId } from '../ids.ts'
import type { AgentState } from '../routing/work.ts'
import type { Bench } from '../switch/conformance/bench.ts'
import type { AgentCommand, CallCentre, CommandResult, SupervisorCommand } from './call-centre.ts'
import { callbackFile } from './callback-store.ts'
import { createCallCentre } from './live-call-centre.ts'

export const HOTLINE = '4008001234'
export const MENU_HOTLINE = '4008002222'
export const FLOW_HOTLINE = '4008003333'
export const CLOSED_HOTLINE = '4008009999'
/** One for each queue that something special happens in. */
export const SPECIAL_HOTLINES = {
  callback: '4008003001',
  'customer-first': '4008003002',
  message: '4008003003',
  elsewhere: '4008003004',
} as const
export const ANN = asAgentId('ann')
export const BOB = asAgentId('bob')

const week = (spans: readonly (readonly [number, number])[]) => Array.from({ length: 7 }, () => spans)
const open = week([[0, 1440]])
const config: CallCentreConfig = callCentreConfig.parse({
  version: 1,
  queues: [
    {
      id: 'aftersales',
      name: '售后',
      needs: { all: [{ skill: 'tea', min: 1 }] },
      wrapUpMs: 60_000,
      offerTimeoutMs: 15_000,
    },
    { id: 'membership', name: '会员', needs: { all: [{ skill: 'tea', min: 1 }] } },
    {
      id: 'callback',
      name: '回电',
      needs: { all: [{ skill: 'tea', min: 1 }] },
      announceEveryMs: 2_000,
      callback: { key: '1', attempts: 2, retryMs: 60_000, untilMinute: 1440 },
    },
    {
      id: 'customer-first',
      name: '回电',
      needs: { all: [{ skill: 'tea', min: 1 }] },
      callback: { key: '9', first: 'customer', untilMinute: 1440 },
    },
    {
      id: 'message',
      name: '留言',
      needs: { all: [] },
      overflow: [{ when: { kind: 'no-staff' }, action: { kind: 'voicemail' } }],
    },
    {
      id: 'elsewhere',
      name: '外线',
      needs: { all: [] },
      overflow: [{ when: { kind: 'no-staff' }, action: { kind: 'external', number: '02188887777' } }],
    },
  ],
  hotlines: [
    { number: HOTLINE, name: '热线', queue: 'aftersales', hours: { week: open } },
    {
      number: MENU_HOTLINE,
      name: '总机',
      queue: 'aftersales',
      hours: { week: open },
      menu: {
        prompt: 'menu-main',
        options: { 1: { queue: 'aftersales', label: '售后' }, 3: { queue: 'membership', label: '会员' } },
      },
    },
    { number: FLOW_HOTLINE, name: '流程', queue: 'aftersales', flow: 'main', hours: { week: open } },
    ...Object.entries(SPECIAL_HOTLINES).map(([queue, number]) => ({
      number,
      name: queue,
      queue,
      hours: { week: open },
    })),
    { number: CLOSED_HOTLINE, name: '休息', queue: 'aftersales', hours: { week: week([]) } },
  ],
  flows: [
    {
      id: 'main',
      prompts: ['menu-main', 'goodbye'],
      document: {
        start: 'ask',
        nodes: {
          ask: {
            type: 'ask',
            question: 'wish',
            play: [{ kind: 'prompt', name: 'menu-main' }],
            accept: { keys: '13', min: 1, max: 1 },
            tries: 1,
            timeoutMs: 3_000,
            answers: [{ is: 'one-of', digits: ['3'], next: 'members' }],
            otherwise: 'bye',
            silence: 'members',
          },
          members: { type: 'transfer', queue: 'membership' },
          bye: { type: 'play', play: [{ kind: 'prompt', name: 'goodbye' }], next: 'end' },
          end: { type: 'hang-up' },
        },
      },
    },
  ],
  agents: [
    { id: ANN, name: '安', extension: '1001', skills: { tea: 5 } },
    { id: BOB, name: '波', extension: '1002', skills: { tea: 5 } },
  ],
})

/** Longer than any greeting, ring and hold of a scenario together, ms. */
const PATIENCE_MS = 25_000

export class HotlineStage {
  readonly bench: Bench
  readonly facts: Fact[] = []
  centre: CallCentre
  readonly #callbacks = callbackFile(join(mkdtempSync(join(tmpdir(), 'ringdesk-stage-')), 'callbacks.json'))
  #commands = 0

  constructor(bench: Bench) {
    this.bench = bench
    this.centre = this.#build()
  }

  #build(): CallCentre {
    const last = new Map<AgentId, AgentState>()
    for (const fact of this.facts) if (fact.type === 'agent-state-changed') last.set(fact.agent, fact.state)
    const centre = createCallCentre({
      telephoneSwitch: this.bench.switch,
      config: { ...config, trunk: this.bench.trunk },
      callbacks: this.#callbacks,
      log: pino({ level: process.env.TEST_LOG_LEVEL ?? 'silent' }),
      recordingsDirectory: dirname(this.bench.recordingPath('any')),
      presence: [...last].map(([agent, state]) => ({ agent, state })),
    })
    centre.onFact((fact) => this.facts.push(fact))
    return centre
  }

  async start(): Promise<void> {
    await this.centre.start()
    await this.fact('switch-connected')
  }

  /** We go away; the switch goes on. */
  async leave(): Promise<void> {
    await this.centre.stop()
  }

  async comeBack(): Promise<void> {
    const connections = this.facts.filter((fact) => fact.type === 'switch-connected').length
    this.centre = this.#build()
    await this.centre.start()
    await this.until(() => this.facts.filter((fact) => fact.type === 'switch-connected').length > connections)
  }

  async end(): Promise<void> {
    await this.centre.stop()
    await this.bench.reset()
    // The reset needs the line itself; the next call centre makes its own connection and is told of it.
    await this.bench.switch.stop()
  }

  ask(agent: AgentId, command: AgentCommand): Promise<CommandResult> {
    return this.centre.command(agent, `command-${this.#commands++}`, command)
  }

  supervise(command: SupervisorCommand): Promise<CommandResult> {
    return this.centre.supervise('sue', `command-${this.#commands++}`, command)
  }

  ready(agent: AgentId): Promise<CommandResult> {
    return this.ask(agent, { type: 'request-state', state: { kind: 'ready' } })
  }

  /** The first fact of the type that fits, waiting for it if need be. */
  async fact<Type extends FactType>(
    type: Type,
    fits: (fact: FactOf<Type>) => boolean = () => true,
  ): Promise<FactOf<Type>> {
    const find = () => this.facts.find((fact): fact is FactOf<Type> => fact.type === type && fits(fact as FactOf<Type>))
    await this.until(() => find() !== undefined, type)
    const found = find()
    if (!found) throw new Error(`no ${type}`)
    return found
  }

  async until(condition: () => boolean | Promise<boolean>, what = String(condition)): Promise<void> {
    for (const late = Date.now() + PATIENCE_MS; !(await condition()); await this.bench.advance(20)) {
      if (Date.now() > late) throw new Error(`not within ${PATIENCE_MS} ms: ${what}; facts: ${this.told().join(', ')}`)
    }
  }

  /** The types of all facts about calls, in order; what machines differ in (times, recordings' moments) left out. */
  told(): string[] {
    return this.facts
      .filter((fact) => fact.type.startsWith('call-') && !fact.type.startsWith('call-recording'))
      .map((fact) => fact.type)
  }
}
