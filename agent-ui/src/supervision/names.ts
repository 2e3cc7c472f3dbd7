import { useMemo } from 'react'
import { useModel } from './supervision-store.ts'

/** Names for the ids of the stream; the id itself for who is no longer configured. */
export function useNames() {
  const { people, queues } = useModel(({ settings }) => settings.directory)
  return useMemo(() => {
    const agents = new Map(people.map((person) => [person.id, person]))
    const lines = new Map(queues.map((queue) => [queue.id, queue]))
    return {
      people: agents,
      queues: lines,
      agent: (id: string) => agents.get(id)?.name ?? id,
      queue: (id: string) => lines.get(id)?.name ?? id,
    }
  }, [people, queues])
}
export type DirectoryNames = ReturnType<typeof useNames>
