import type { CallCentreConfig, QueueConfig } from '@ringdesk/cti'

type NeedsConfig = QueueConfig['needs']

function meets({ all, anyOf = [] }: NeedsConfig, skills: Readonly<Record<string, number>>): boolean {
  const has = ({ skill, min }: NeedsConfig['all'][number]) => (skills[skill] ?? 0) >= min
  return all.every(has) && anyOf.every((group) => group.some(has))
}

/** The queues that an agent with these skills can serve, at once or once a ring has relaxed. */
export function servedQueues(
  config: Pick<CallCentreConfig, 'queues'>,
  skills: Readonly<Record<string, number>>,
): QueueConfig[] {
  return config.queues.filter(({ needs, rings }) =>
    [needs, ...rings.map((ring) => ring.needs)].some((one) => meets(one, skills)),
  )
}
