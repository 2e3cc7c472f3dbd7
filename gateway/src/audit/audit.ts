import type { Prisma } from '../database/client/client.ts'

export interface AuditRecord {
  readonly accountId: string | null
  /** The person's name as it was then. */
  readonly actor: string
  readonly action:
    | 'number-revealed'
    | 'customer-changed'
    | 'recording-listened'
    | 'survey-comment-listened'
    | 'configuration-changed'
    | 'ticket-type-changed'
    | 'password-set'
    | 'agent-state-set'
    | 'contact-moved'
    | 'contact-prioritised'
    | 'contact-requeued'
    | 'message-sent'
    | 'alarm-acknowledged'
    | 'alarm-rules-changed'
    | 'call-flagged-misrouted'
    | 'misrouted-flag-withdrawn'
    | 'report-exported'
    | 'dispatch-rules-changed'
    | 'region-changed'
    | 'product-changed'
    | 'attachment-opened'
    | 'account-made'
    | 'account-changed'
    | 'account-disabled'
    | 'account-enabled'
    | 'store-account-made'
    | 'store-account-disabled'
    | 'store-account-enabled'
    | 'log-in-link-made'
    | 'log-in-link-used'
    | 'sla-changed'
    | 'rule-changed'
    | 'flow-changed'
    | 'flow-published'
    | 'rule-secret-made'
    | 'ticket-event-retried'
    | 'tickets-changed-in-bulk'
    | 'outbound-rules-changed'
    | 'campaign-changed'
    | 'campaign-moved'
    | 'campaign-contacts-added'
    | 'attempt-settled'
    | 'customer-dialled'
    | 'do-not-call-added'
    | 'do-not-call-removed'
    | 'prompt-changed'
    /** Of what was asked for and audited before: the call centre did not do it. */
    | 'command-refused'
  /** What it was done to: customer:<id>, recording:<id>, agent:<id>, call:<id>. */
  readonly object: string
  readonly detail: Prisma.InputJsonObject
}

/** Writes one audit entry, in the given transaction when there is one. Fails loudly: what cannot be audited must not be done. */
export async function recordAudit(database: Prisma.TransactionClient, record: AuditRecord): Promise<void> {
  await database.auditEntry.create({ data: record })
}
