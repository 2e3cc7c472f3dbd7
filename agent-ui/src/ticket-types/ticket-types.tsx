/** Ticket types in the administration: the list, or one type's builder. */
import { useSearchParams } from 'react-router'
import { TypeBuilder } from './type-builder.tsx'
import { TypeList } from './type-list.tsx'

const ticketTypePart = 'ticket-type'

export default function TicketTypes({ canWrite }: { readonly canWrite: boolean }) {
  const [search, setSearch] = useSearchParams()
  const id = search.get('type')
  const open = (type: string | undefined) =>
    setSearch({ part: ticketTypePart, ...(type === undefined ? {} : { type }) })
  return id === null || !canWrite ? (
    <TypeList canWrite={canWrite} onOpen={open} />
  ) : (
    <TypeBuilder key={id} id={id} onClose={() => open(undefined)} />
  )
}
