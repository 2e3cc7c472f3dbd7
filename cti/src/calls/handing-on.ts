/** A contact goes on elsewhere: transferred by its agent, or moved, preferred or taken back by a supervisor. */
import type { AgentId, QueueId } from '../ids.ts'
import type { SupervisorRequest } from './call.ts'
import type { Turn } from './turn.ts'
import { goOver, markWaiting, mayWait, playMusic, waitDeadlines } from './waiting.ts'

/** How long the switch may take to part two legs before the agent's is hung up all the same. ms */
const PART_MS = 5_000

/** Blind: the customer waits in the other queue with the place they had, the agent goes to after-call work. */
export function transfer(turn: Turn, agent: AgentId, queue: QueueId): void {
  const { agentLeg, callerLeg, connections, joinedAt, phase, queue: from, recording } = turn.call
  if ((phase !== 'talking' && phase !== 'held') || !agentLeg || !from)
    return turn.refuse('NOT_NOW', `a call that is ${phase} cannot be transferred`)
  if (!turn.context.queue(queue)) return turn.refuse('NOT_NOW', `there is no queue ${queue}`)
  if (!mayWait(turn, queue)) return turn.refuse('NOT_NOW', 'nobody is logged in for that queue')
  turn.step('transferred', { queue })
  turn.tell({ type: 'call-transferred', agent, from, to: queue, talkMs: turn.at - (joinedAt ?? turn.at) }, connections)
  if (recording) turn.command({ type: 'stop-recording', leg: callerLeg, path: recording })
  const music = turn.context.queue(queue)?.music ?? 'hold'
  turn.change({ queue, waitingSince: turn.at, formerAgent: agent, muted: false, released: true })
  turn.without('agent', 'agentLeg', 'joinedAt', 'recording')
  turn.enter('queued', undefined, waitDeadlines(turn))
  markWaiting(turn)
  if (phase === 'held') {
    turn.hangUp(agentLeg)
    playMusic(turn)
  }
  // The agent's leg is hung up when both have parted: until then the customer would fall with it.
  else {
    turn.setDeadline('phase', turn.at + PART_MS)
    turn.command({ type: 'hold', customer: callerLeg, agent: agentLeg, music })
  }
  turn.route({ type: 'contact-transferred', work: turn.work, queue })
}

/** An agent's phone that has left the conversation, and is not on its way into another. */
export function endPartedPhones(turn: Turn): void {
  const { agentLeg, legs, offer } = turn.call
  for (const leg of Object.values(legs))
    if (leg.role === 'agent' && leg.state === 'answered' && leg.id !== agentLeg && leg.id !== offer?.leg)
      turn.hangUp(leg.id)
}

export function supervisorAsks(turn: Turn, supervisor: string, request: SupervisorRequest): void {
  const { offer, phase, queue } = turn.call
  const waits = phase === 'queued' || phase === 'scheduled'
  if (!queue || !waits || offer?.reserved) return turn.refuse('NOT_NOW', `a contact that is ${phase} does not wait`)
  switch (request.type) {
    case 'move-contact':
      return move(turn, supervisor, queue, request.queue)
    case 'prioritise-contact': {
      const { priority } = request
      turn.change({ priority })
      if (phase === 'queued') turn.route({ type: 'work-changed', work: turn.work, priority })
      if (phase === 'queued' && turn.onLine) markWaiting(turn)
      turn.step('moved', { detail: `priority ${priority}` })
      return turn.tell({ type: 'call-moved', supervisor, from: queue, to: queue, priority }, turn.at)
    }
    case 'requeue-contact':
      if (!offer) return turn.refuse('NOT_NOW', 'the contact rings at nobody’s phone')
      turn.step('moved', { detail: 're-queued' })
      turn.tell({ type: 'call-moved', supervisor, from: queue, to: queue }, turn.at)
      return turn.route({ type: 'offer-withdrawn', work: turn.work })
  }
}

function move(turn: Turn, supervisor: string, from: QueueId, to: QueueId): void {
  if (!turn.context.queue(to)) return turn.refuse('NOT_NOW', `there is no queue ${to}`)
  if (from === to) return turn.refuse('NOT_NOW', 'the contact waits there already')
  if (!mayWait(turn, to)) return turn.refuse('NOT_NOW', 'nobody is logged in for that queue')
  goOver(turn, to)
  turn.step('moved', { queue: to })
  turn.tell({ type: 'call-moved', supervisor, from, to }, turn.at)
  if (turn.call.phase === 'queued') turn.route({ type: 'work-changed', work: turn.work, queue: to })
}
