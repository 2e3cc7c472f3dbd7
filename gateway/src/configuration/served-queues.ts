import { type CallCentreConfig, meets, type QueueConfig } from '@ringdesk/cti'

/** The queues that an agent with these skills can serve, at once or once a ring has relaxed. */
export function servedQueues(
  config: Pick<CallCentreConfig, 'queues'>,
  skills: Readonly<Record<string, number>>,
): QueueConfig[] {
  return config.queues.filter(({ needs, rings }) =>
    [needs, ...rings.map((ring) => ring.needs)].some((one) => meets({ skills }, one)),
  )
}
