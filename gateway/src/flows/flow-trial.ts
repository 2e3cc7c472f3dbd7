/** Plays a flow without a call: for each thing that the customer does, what follows. */
import { continueFlow, type FlowTurn, type FlowWorld, startFlow } from '@ringdesk/cti'
import type { FlowTrial, FlowTrialInput, FlowTrialStep } from '../contract/index.ts'
import type { FlowTrialRequest } from './flow-requests.ts'

export function tryFlow({ document, values, inputs }: FlowTrialRequest, world: FlowWorld): FlowTrial {
  let turn = startFlow(document, values, world)
  const steps = [stepOf(turn)]
  for (const input of inputs) {
    if (turn.done) break
    turn = continueFlow(document, turn.run, input, world)
    steps.push(stepOf(turn, input))
  }
  const { node, stage, values: kept } = turn.run
  return { steps, node, stage, values: kept }
}

const stepOf = ({ entered, commands, notes }: FlowTurn, input?: FlowTrialInput): FlowTrialStep => ({
  ...(input === undefined ? {} : { input }),
  entered: [...entered],
  commands: commands.map((command) => (command.do === 'play' ? { ...command, items: [...command.items] } : command)),
  notes: [...notes],
})
