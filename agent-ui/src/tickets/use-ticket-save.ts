import type { TicketDetail, TicketEdit } from '@ringdesk/gateway/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { GatewayError, request } from '../gateway/request.ts'
import { formFor, knownFields } from '../ticket-types/type-queries.ts'
import {
  afterSaving,
  type Conflict,
  conflicts,
  type Draft,
  type FieldName,
  fieldsOf,
  isEmpty,
  resolved,
  valueNames,
  valuesOf,
  withoutForeign,
} from './draft.ts'
import { draftKeeper } from './drafts.ts'
import { learnTicket, ticketPath } from './ticket-queries.ts'

export type TicketStatusChoice = NonNullable<TicketEdit['status']>

export interface OpenConflict {
  readonly theirs: TicketDetail
  readonly fields: readonly Conflict[]
  readonly status?: TicketStatusChoice
}

/** Others may save at the same time; after this many rounds somebody should look. */
const rounds = 3

function changedTicket(error: unknown): TicketDetail | undefined {
  if (!(error instanceof GatewayError) || error.code !== 'TICKET_CHANGED') return undefined
  return (error.body as { ticket?: TicketDetail } | undefined)?.ticket
}

/**
 * Saves what was typed. When somebody else has saved in between, fields that only one side changed are joined; the others are
 * laid open in `conflict` and nothing is written until decide().
 */
export function useTicketSave(ticket: TicketDetail | undefined) {
  const queries = useQueryClient()
  const [saving, setSaving] = useState(false)
  const [error, setError] = useState<unknown>()
  const [conflict, setConflict] = useState<OpenConflict>()

  async function write(
    onto: TicketDetail,
    draft: Draft,
    status: TicketStatusChoice | undefined,
    round = 1,
  ): Promise<boolean> {
    const fields = conflicts(draft, valuesOf(onto))
    if (fields.length > 0) {
      setConflict({ theirs: onto, fields, ...(status === undefined ? {} : { status }) })
      return false
    }
    if (isEmpty(draft) && (status === undefined || status === onto.status)) return true
    const body: TicketEdit = {
      version: onto.version,
      fields: fieldsOf(await fitting(onto, draft)),
      ...(status === undefined ? {} : { status }),
    }
    try {
      // Saving ends the draft.
      const { draft: _, ...saved } = await request<TicketDetail>('PATCH', ticketPath(onto.id), { body })
      const rest = afterSaving(draftKeeper.get(`ticket:${onto.id}`).draft, draft, valuesOf(saved))
      if (isEmpty(rest)) draftKeeper.discard(`ticket:${onto.id}`)
      else draftKeeper.edit(`ticket:${onto.id}`, rest)
      learnTicket(queries, saved)
      void queries.invalidateQueries({ queryKey: ['tickets'] })
      return true
    } catch (thrown) {
      const newer = changedTicket(thrown)
      if (newer === undefined || round >= rounds) throw thrown
      learnTicket(queries, newer)
      return write(newer, draft, status, round + 1)
    }
  }

  /** What was typed for a category that was chosen in between stays out. */
  async function fitting(onto: TicketDetail, draft: Draft): Promise<Draft> {
    if (valueNames(draft.mine).length === 0) return draft
    const { category = onto.category ?? '' } = draft.mine
    const form = await formFor(queries, String(category), category === onto.category ? onto.formVersion : undefined)
    return withoutForeign(draft, knownFields(form))
  }

  async function run(work: () => Promise<boolean>): Promise<boolean> {
    setSaving(true)
    setError(undefined)
    setConflict(undefined)
    try {
      return await work()
    } catch (thrown) {
      setError(thrown)
      return false
    } finally {
      setSaving(false)
    }
  }

  return {
    saving,
    error,
    conflict,
    /** @returns whether everything is saved now. Refused while another save is on its way. */
    async save(status?: TicketStatusChoice): Promise<boolean> {
      if (ticket === undefined || saving) return false
      return run(() => write(ticket, draftKeeper.get(`ticket:${ticket.id}`).draft, status))
    },
    async decide(choice: Readonly<Partial<Record<FieldName, 'mine' | 'theirs'>>>): Promise<boolean> {
      if (conflict === undefined || saving) return false
      const { theirs, status } = conflict
      const draft = resolved(draftKeeper.get(`ticket:${theirs.id}`).draft, valuesOf(theirs), choice)
      draftKeeper.edit(`ticket:${theirs.id}`, draft)
      return run(() => write(theirs, draft, status))
    },
    leaveConflict: () => setConflict(undefined),
  }
}
export type TicketSave = ReturnType<typeof useTicketSave>
